"""Time zones by name: exact where a name means one zone at that time, and otherwise said, never invented."""

import datetime as dt
import time

import pytest

from importers import zone_names
from importers.decoding import SourceFile
from importers.readers import front_matter
from importers.surveying import Evidence
from tests.importers.readers.exports import codes, item, posts


@pytest.mark.parametrize(
    ("stated", "utc"),
    [
        ("Mon, 01 Jun 2009 10:00:00 CEST", "2009-06-01T08:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 CET", "2009-06-01T09:00:00Z"),
        ("Thu, 15 Jan 2009 10:00:00 CEST", "2009-01-15T08:00:00Z"),
        ("Thu, 15 Jan 2009 10:00:00 EST", "2009-01-15T15:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 PDT", "2009-06-01T17:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 BST", "2009-06-01T09:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 MSD", "2009-06-01T06:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 NZST", "2009-05-31T22:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 +0200 (CEST)", "2009-06-01T08:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 GMT", "2009-06-01T10:00:00Z"),
        # The hour that comes twice.
        ("Sun, 25 Oct 2009 02:30:00 CEST", "2009-10-25T00:30:00Z"),
        ("Sun, 25 Oct 2009 02:30:00 CET", "2009-10-25T01:30:00Z"),
        # Moscow's clock moved in 2011.
        ("Tue, 10 Jan 2012 10:00:00 MSK", "2012-01-10T06:00:00Z"),
        ("Sat, 10 Jan 2009 10:00:00 MSK", "2009-01-10T07:00:00Z"),
    ],
)
def test_a_named_zone_of_a_feed_s_date_is_exact(stated, utc):
    (post,) = posts(item(7, f"<pubDate>{stated}</pubDate>", wp__post_date=None, wp__post_date_gmt=None))
    assert (post.published.iso(), post.issues) == (utc, ())


@pytest.mark.parametrize("name", ["IST", "XYZ", "Summer", "Mars/Phobos"])
def test_a_name_that_means_none_or_several_is_said_and_the_clock_kept(name):
    feed = f"<pubDate>Mon, 01 Jun 2009 10:00:00 {name}</pubDate>"
    (post,) = posts(item(7, feed, wp__post_date=None, wp__post_date_gmt=None))
    assert post.published.iso() == "2009-06-01T10:00:00"
    assert [issue.code for issue in post.issues] == ["zone-unknown"]
    assert name in post.issues[0].message


def test_a_feed_s_date_whose_zone_has_a_name_says_what_the_blog_s_clock_was():
    feed = "<pubDate>Mon, 01 Jun 2009 10:00:00 CEST</pubDate>"
    (post,) = posts(item(7, feed, wp__post_date="2009-06-01 10:00:00", wp__post_date_gmt=None))
    assert (post.published.offset, post.published.hint) == (None, 120)


def front(date):
    content = f"---\ntitle: Tide\ndate: {date}\n---\nLow.\n".encode()
    (post,) = front_matter.read(SourceFile("tide.md", content=content), Evidence())
    return post


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("2009-06-01 10:00:00 CEST", "2009-06-01T08:00:00Z"),
        ("2009-06-01 10:00 Europe/Rome", "2009-06-01T08:00:00Z"),
        ("2009-06-01 10:00 PM PDT", "2009-06-02T05:00:00Z"),
        ("2009/06/01 10:00 EST", "2009-06-01T15:00:00Z"),
        ("2009-06-01 10:00:00 +0200 CEST", "2009-06-01T08:00:00Z"),
        ("2009-06-01T10:00:00Z", "2009-06-01T10:00:00Z"),
        ("2009-06-01 10:00:00 UTC", "2009-06-01T10:00:00Z"),
        ("Mon, 01 Jun 2009 10:00:00 CET", "2009-06-01T09:00:00Z"),
        ("2009-06-01 10:00:00", "2009-06-01T10:00:00"),
    ],
)
def test_a_named_zone_of_a_header_s_date_is_exact(stated, found):
    post = front(stated)
    assert (post.published.iso(), post.issues) == (found, ())


def test_a_name_in_a_header_that_nobody_knows_is_said():
    post = front("2009-06-01 10:00:00 IST")
    assert (post.published.iso(), codes([post])) == ("2009-06-01T10:00:00", ["zone-unknown"])


@pytest.mark.parametrize("worst", ["1 ", "1(", "1a", "1 a/", "1\t"])
def test_looking_for_a_name_is_linear(worst):
    began = time.process_time()
    for text in (worst * 50_000, "1" + worst[1:] * 100_000, worst * 50_000 + "CEST"):
        zone_names.parted(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["CEST", "XYZ"])
def test_the_clocks_of_the_world_are_asked_for_a_name_once_a_year(name):
    began = time.process_time()
    for minute in range(300):
        zone_names.offset_of(name, dt.datetime(2007, 6, 1) + dt.timedelta(minutes=minute))
    assert time.process_time() - began < 0.5


def test_dates_at_the_ends_of_time_break_nothing():
    for moment in (dt.datetime.min, dt.datetime.max):
        assert zone_names.offset_of("CEST", moment) in (None, 120)
        assert zone_names.offset_of("Europe/Rome", moment) in (None, 60, 49)
