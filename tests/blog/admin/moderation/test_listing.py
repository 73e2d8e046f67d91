"""Filters narrow and pages follow each other, whatever way the database is asked."""

import datetime as dt

import pytest
from django.http import QueryDict

from blog.admin.moderation.filters import Filters
from blog.admin.moderation.listing import Listing
from blog.counting import counts
from blog.models import Feedback
from tests import cast

pytestmark = pytest.mark.django_db


def keys(query=""):
    return Listing(Filters(QueryDict(query)), counts()).page().keys


FILTERS = {
    "": {"plain", "french", "rated"},
    "tab=all": {"plain", "french", "rated", "spam", "mention"},
    "tab=spam": {"spam", "mention"},
    "tab=spam&kind=comment": {"spam"},
    "tab=spam&kind=mention": {"mention"},
    "tab=all&kind=mention": {"mention"},
    "language=fr": {"french"},
    "source=old": {"french"},
    "tab=all&author=RITA@mail.example": {"rated"},
    "tab=all&author=spam": {"spam"},
    "tab=all&author=rated&address=192.0.2.7": {"rated"},
    "tab=all&address=192.0.2.7": {"rated", "spam"},
    "address=192.0.2.7": {"rated"},
    "tab=all&reason=blocked_words": {"spam"},
    "tab=all&since=2015-01-01": {"rated"},
    "tab=all&since=2009-06-04&until=2009-06-04": {"plain", "french", "spam", "mention"},
    "tab=all&q=pelican": {"plain"},
    "tab=spam&q=pelican": set(),
    "q=pelican&language=fr": set(),
    "q=": {"plain", "french", "rated"},
    "tab=nonsense&kind=nonsense&since=x&until=9999-12-31&post=x&order=x": {"plain", "french", "rated"},
    "q=%00&author=%00": {"plain", "french", "rated"},
}


@pytest.fixture
def voices():
    post = cast.a_post(language="en")
    old = cast.a_source(slug="old")
    cast.a_comment(post, author_name="plain", body="a pelican")
    cast.a_comment(cast.a_post(language="fr", source=old), author_name="french")
    cast.a_comment(
        post, author_name="rated", score=2.5, author_email="Rita@mail.example", author_address="192.0.2.7",
        submitted_at=dt.datetime(2015, 3, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    cast.a_comment(
        post, author_name="spam", status="spam", author_address="192.0.2.7", decided_by="blocked_words", score=1
    )
    cast.a_trackback(post, author_name="mention", status="spam")
    return post


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
@pytest.mark.parametrize("query", FILTERS)
def test_filters_narrow_whatever_leads(voices, monkeypatch, query, few):
    monkeypatch.setattr("blog.admin.moderation.listing.FEW", few)
    monkeypatch.setattr("blog.admin.moderation.listing.FEW_POSTS", 1 if few else 0)
    if not few:
        monkeypatch.setattr("blog.feedback_search.RARE", 0)
        monkeypatch.setattr("blog.feedback_search.MATCHES", 0)
    names = dict(Feedback.objects.values_list("pk", "author_name"))
    assert {names[key] for key in keys(query)} == FILTERS[query]
    assert {names[key] for key in keys(f"{query}&post={voices.pk}")} == FILTERS[query] - {"french"}
    whole = Listing(Filters(QueryDict(query)), counts()).everything()
    assert {row.author_name for row in whole} == FILTERS[query]


@pytest.mark.parametrize("order", ["", "oldest", "score"])
@pytest.mark.parametrize("asked", ["q=zebrawood", "author=Zebra"])
def test_what_matches_is_found_on_its_tab_however_much_newer_matches_on_others(monkeypatch, order, asked):
    monkeypatch.setattr("blog.feedback_search.RARE", 1)
    monkeypatch.setattr("blog.feedback_search.MATCHES", 2)
    post, known = cast.a_post(), {"author_name": "Zebra", "body": "zebrawood"}
    real = [cast.a_comment(post, status="approved", **known).pk for _ in range(2)]
    for _ in range(4):
        cast.a_comment(post, status="spam", **known)
    query = f"tab=approved&{asked}&order={order}"
    assert keys(query) == real[:: 1 if order == "oldest" else -1]
    assert Listing(Filters(QueryDict(f"tab=all&{asked}")), counts()).everything().count() == 6


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
@pytest.mark.parametrize("narrowed", ["", "since=2001-01-01", "language=en"])
@pytest.mark.parametrize("order", ["", "oldest", "score"])
def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch, few, order, narrowed):
    monkeypatch.setattr("blog.admin.moderation.listing.FEW", few)
    monkeypatch.setattr("blog.admin.moderation.listing.WINDOW", 4)
    monkeypatch.setattr("blog.admin.moderation.listing.FEW_POSTS", 0)
    post = cast.a_post(language="en")
    at = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
    made = [cast.a_comment(post, score=(n % 3) - 1, submitted_at=at + dt.timedelta(n % 4)) for n in range(11)]
    listing = Listing(Filters(QueryDict(f"order={order}&{narrowed}")), counts())
    found, after, pages = [], "", 0
    while pages < 30:
        page = listing.page(after, number=2)
        found += page.keys
        after, pages = page.after, pages + 1
        if not after:
            break
    by_time = sorted(made, key=lambda comment: (comment.submitted_at, comment.pk), reverse=order != "oldest")
    if order == "score":
        by_time.sort(key=lambda comment: -comment.score)
    assert found == [comment.pk for comment in by_time]


def test_the_most_suspect_first_are_the_same_in_another_order_though_nearly_all_have_no_score(monkeypatch):
    monkeypatch.setattr("blog.admin.moderation.listing.FEW", 0)
    post = cast.a_post()
    plain = [cast.a_comment(post).pk for _ in range(3)]
    liked, suspect = cast.a_comment(post, score=-2).pk, cast.a_comment(post, score=3).pk
    assert keys("order=score") == [suspect, *reversed(plain), liked]


DATED = {
    "moment": {"submitted_at": dt.datetime(2009, 6, 4, 8, 30, tzinfo=dt.UTC)},
    "no zone": {"submitted_at": None, "submitted_text": "2009-06-04T23:59:00"},
    "no time": {"submitted_at": None, "submitted_text": "2009-06-04"},
    "no day": {"submitted_at": None, "submitted_text": "2009-06"},
    "no month": {"submitted_at": None, "submitted_text": "2009"},
    "later": {"submitted_at": dt.datetime(2011, 1, 1, 7, 0, 0, 900_000, tzinfo=dt.UTC)},
    "no date": {"submitted_at": None, "submitted_text": "last summer"},
    "no such date": {"submitted_at": None, "submitted_text": "20090604235900123456"},
}
OLDEST = ["no date", "no such date", "no month", "no day", "no time", "moment", "no zone", "later"]


@pytest.fixture
def dated():
    """Feedback that was stored in an order of its own; the undated in that of OLDEST."""
    for post in (cast.a_post(), cast.a_post()):
        for name in ("later", "no zone", "no date", "moment", "no such date", "no month", "no time", "no day"):
            cast.a_comment(
                post, author_name=name, author_email="rita@mail.example", author_address="192.0.2.7", body="a pelican",
                decided_by="links", **DATED[name],
            )  # fmt: skip
    return post


def names_of(query):
    names = dict(Feedback.objects.values_list("pk", "author_name"))
    return [names[key] for key in keys(query)]


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
@pytest.mark.parametrize("tab", ["", "tab=all"])
@pytest.mark.parametrize(
    "narrowed", ["", "address=192.0.2.7", "author=rita@mail.example", "reason=links", "q=pelican", "post={post}"]
)
def test_the_order_is_that_in_which_they_were_sent_whatever_leads(dated, monkeypatch, tab, few, narrowed):
    monkeypatch.setattr("blog.admin.moderation.listing.FEW", few)
    query = f"{tab}&{narrowed.format(post=dated.pk)}"
    oldest = OLDEST if narrowed.startswith("post") else [name for name in OLDEST for _ in range(2)]
    undated = oldest[: len(oldest) // 4]
    told = names_of(f"{query}&order=oldest")
    assert sorted(told[: len(undated)]) == sorted(undated)
    assert told[len(undated) :] == oldest[len(undated) :]
    assert names_of(query) == told[::-1]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("since=2009-06-04&until=2009-06-04", {"moment", "no zone", "no time"}),
        ("since=2009-06-01&until=2009-06-30", {"moment", "no zone", "no time", "no day"}),
        ("since=2009-01-01&until=2009-12-31", {"moment", "no zone", "no time", "no day", "no month"}),
        ("until=2009-05-31", {"no month"}),
        ("since=2009-06-05", {"later"}),
    ],
)
def test_a_day_asked_for_is_that_of_the_date_as_printed_where_no_zone_is_known(dated, asked, names):
    assert set(names_of(asked)) == names


@pytest.mark.parametrize("after", ["x", "1~2~3", "nan~4", "-1", "~", "9" * 30, "2009-01-01~x", "9" * 30 + "~1"])
def test_a_page_after_nonsense_is_the_first(voices, after):
    listing = Listing(Filters({}), counts())
    assert listing.page(after).keys == listing.page().keys
