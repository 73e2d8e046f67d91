"""Dates are said as far as they are known, never further."""

import datetime as dt

import pytest
from django.utils import translation

from blog import dating
from blog.models import Feedback, Post, Source

EVENING = dt.datetime(2008, 6, 26, 20, 43, 41, tzinfo=dt.UTC)


def post(zone=None, **fields):
    source = None if zone is None else Source(timezone=zone)
    return Post(source=source, **fields)


def day(**fields):
    return {"published_year": 2008, "published_month": 6, "published_day": 26} | fields


@pytest.mark.parametrize(
    ("known", "words", "machine"),
    [
        (post(), "", ""),
        (post(published_year=2009), "2009", "2009"),
        (post(published_year=2009, published_month=6), "June 2009", "2009-06"),
        (post(**day()), "26 June 2008", "2008-06-26"),
        (post("", **day(published_at=EVENING)), "26 June 2008, 20:43 UTC", "2008-06-26T20:43:41Z"),
        (post("America/New_York", **day(published_at=EVENING)), "26 June 2008, 16:43 EDT", "2008-06-26T20:43:41Z"),
        (post("Not/AZone", **day(published_at=EVENING)), "26 June 2008, 20:43 UTC", "2008-06-26T20:43:41Z"),
        (post("", **day(published_day=27, published_at=EVENING)), "27 June 2008", "2008-06-26T20:43:41Z"),
    ],
)
def test_a_posts_date(known, words, machine):
    assert dating.of_post(known, with_time=True) == (words, machine)


@pytest.mark.parametrize(("language", "words"), [("fr", "26 juin 2008"), ("it", "26 Giugno 2008")])
def test_dates_speak_the_interfaces_language(language, words):
    with translation.override(language):
        assert dating.of_post(post(**day()))[0].lower() == words.lower()


@pytest.mark.parametrize(
    ("printed", "words", "machine"),
    [
        ("2009", "2009", "2009"),
        ("2009-06", "June 2009", "2009-06"),
        ("2009-06-03", "3 June 2009", "2009-06-03"),
        ("2009-06-03T17:14:00", "3 June 2009, 17:14", "2009-06-03T17:14"),
        ("2009-02-31", "2009-02-31", ""),
        ("0000-01", "0000-01", ""),
        ("last Tuesday", "last Tuesday", ""),
        ("", "", ""),
    ],
)
def test_a_comments_date_without_its_zone_is_said_as_printed(printed, words, machine):
    assert dating.of_feedback(Feedback(submitted_text=printed), dt.UTC) == (words, machine)


def test_a_comments_moment_is_said_in_the_given_zone():
    feedback = Feedback(submitted_at=EVENING, submitted_text="ignored")
    assert dating.of_feedback(feedback, dt.UTC) == ("26 June 2008, 20:43 UTC", "2008-06-26T20:43:41Z")
