"""Dates that stand in an export without their UTC: the zone, the file's other dates or the feed's date tell it."""

import datetime as dt
import time

import pytest

from blog.models import Post
from importers.loading.sources import Wish
from importers.readers.wxr.clock import Clock, zones_of
from tests.importers.blogs import Shelf

from .exports import comment, item, posts

ZERO = "0000-00-00 00:00:00"


def dated(number, local, utc, **fields):
    return item(number, wp__post_date=local, wp__post_date_gmt=utc, **fields)


# A blog in central Europe: an hour before UTC in winter, two in summer.
PAIRS = (
    dated(1, "2008-01-15 12:00:00", "2008-01-15 11:00:00"),
    dated(2, "2008-07-15 12:00:00", "2008-07-15 10:00:00"),
    dated(3, "2009-03-28 12:00:00", "2009-03-28 11:00:00"),
    dated(4, "2009-03-30 12:00:00", "2009-03-30 10:00:00"),
)


def hints(*parts):
    return {record.source_id: record.published.hint for record in posts(*parts)}


@pytest.mark.parametrize(
    ("local", "hint"),
    [
        ("2008-02-01 09:00:00", 60),
        ("2008-08-01 09:00:00", 120),
        ("2009-03-29 01:30:00", 60),
        ("2009-03-29 03:30:00", 120),
        ("2015-08-01 09:00:00", 120),
    ],
)
def test_other_dates_of_the_file_prove_the_offset_across_the_change_of_clocks(local, hint):
    assert hints(dated(9, local, ZERO), *PAIRS)["9"] == hint


def test_what_winter_alone_says_proves_nothing_of_summer():
    winter = PAIRS[0], PAIRS[2]
    assert hints(dated(9, "2008-08-01 09:00:00", ZERO), *winter)["9"] is None
    assert hints(dated(9, "2008-02-01 09:00:00", ZERO), *winter)["9"] == 60


def test_a_clock_that_was_set_by_hand_is_that_of_its_neighbours():
    by_hand = (
        dated(1, "2008-07-01 12:00:00", "2008-07-01 03:15:00"),
        dated(2, "2008-07-20 12:00:00", "2008-07-20 03:15:00"),
        dated(3, "2008-09-01 12:00:00", "2008-09-01 12:00:00"),
    )
    assert hints(dated(9, "2008-07-10 09:00:00", ZERO), *by_hand)["9"] == 525
    assert hints(dated(9, "2008-08-10 09:00:00", ZERO), *by_hand)["9"] is None


def test_a_time_that_the_clock_left_out_proves_nothing_against_its_zone():
    # Central Europe's clocks went from 2 to 3: WordPress makes half past one UTC of half past two.
    left_out = dated(5, "2009-03-29 02:30:00", "2009-03-29 01:30:00")
    assert hints(dated(9, "2008-08-01 09:00:00", ZERO), *PAIRS, left_out)["9"] == 120


def test_the_feeds_date_proves_the_offset_where_nothing_else_does():
    feed = "Sun, 01 Feb 2009 09:30:00 +0000"
    assert hints(dated(9, "2009-02-01 12:00:00", ZERO, pubDate=feed))["9"] == 150
    assert hints(dated(9, "2009-02-01 12:00:00", ZERO, pubDate="Mon, 30 Nov -0001 00:00:00 +0000"))["9"] is None


def test_comments_go_by_the_same_clock():
    answer = comment(5, comment_date="2008-08-02 09:00:00", comment_date_gmt=ZERO)
    record = posts(*PAIRS, item(9, answer))[-1]
    assert record.comments[0].submitted.hint == 120


def test_a_draft_has_no_file_looked_through():
    (record,) = posts(dated(9, "2008-08-01 09:00:00", ZERO, wp__status="draft"))
    assert (record.published.iso(), record.published.hint) == ("2008-08-01T09:00:00", None)


def test_no_pairs_no_zones():
    assert zones_of([]) == []
    assert Clock().offset_at(dt.datetime(2009, 3, 1)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("machine", ["UTC", "Pacific/Auckland", "America/New_York", "Asia/Kolkata"])
def test_the_moment_is_exact_wherever_the_machine_stands(machine, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        shelf = Shelf(tmp_path)
        feed = "Sun, 01 Nov 2009 05:30:00 +0000"
        zero = dated(8, ZERO, ZERO, pubDate=feed)
        shelf.run(*PAIRS, dated(7, "2009-03-29 03:30:00", ZERO), zero)
        known = {post.original_id: post.published_at for post in Post.objects.all()}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert {key: at.astimezone(dt.UTC).isoformat()[:16] for key, at in known.items()} == {
        "1": "2008-01-15T11:00",
        "2": "2008-07-15T10:00",
        "3": "2009-03-28T11:00",
        "4": "2009-03-30T10:00",
        "7": "2009-03-29T01:30",
        "8": "2009-11-01T05:30",
    }


@pytest.mark.django_db
def test_the_blogs_zone_comes_before_what_the_file_hints_at(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(*PAIRS, dated(7, "2009-02-01 12:00:00", ZERO), wish=Wish(timezone="America/New_York"))
    post = Post.objects.get(original_id="7")
    assert post.published_at.astimezone(dt.UTC).isoformat() == "2009-02-01T17:00:00+00:00"


@pytest.mark.django_db
def test_the_moment_is_exact_by_a_mean_time_that_was_seconds_off(tmp_path):
    Shelf(tmp_path).run(dated(7, "1911-01-01 12:00:00", "1911-01-01 11:40:28"), wish=Wish(timezone="Europe/Amsterdam"))
    assert Post.objects.get().published_at.astimezone(dt.UTC).isoformat() == "1911-01-01T11:40:28+00:00"


@pytest.mark.parametrize("utc", ["", ZERO, "2009-05-06"])
def test_a_day_without_a_time_is_no_midnight(utc):
    (record,) = posts(dated(9, "2009-05-06", utc, pubDate="Wed, 06 May 2009 10:00:00 +0000"))
    assert (record.published.iso(), record.issues) == ("2009-05-06", ())
    (whole,) = posts(dated(9, "2009-05-06", "2009-05-06 10:30:00"))
    assert whole.published.iso() == "2009-05-06T10:30:00Z"


@pytest.mark.django_db
def test_no_zero_date_is_the_beginning_of_our_era(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(dated(7, "-0001-11-30 00:00:00", ZERO, pubDate="Mon, 30 Nov -0001 00:00:00 +0000"), dated(8, ZERO, ZERO))
    assert set(Post.objects.values_list("published_year", "published_at")) == {(None, None)}


@pytest.mark.parametrize(
    "text", [b"_date>" * 30_000, b"_date>" + b" " * 100_000, b"_date>2009-01-01 00:00:00</" * 5000]
)
def test_looking_for_pairs_takes_time_in_proportion(text):
    from importers.readers.wxr.clock import _PAIR

    started = time.monotonic()
    _PAIR.findall(text)
    assert time.monotonic() - started < 1
