"""Of somebody who sent a hundred thousand comments a page costs what it does of anybody: no row is fetched in vain."""

import re
from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict

from blog.admin.moderation import listing as listings
from blog.admin.moderation.filters import TABS, Filters
from blog.admin.moderation.listing import Listing
from blog.counting import counts
from blog.models import Feedback
from tests import cast

pytestmark = pytest.mark.django_db
EMAIL = "flood@mail.example"
MANY = 400


@pytest.fixture
def flood():
    post = cast.a_post()
    Feedback.objects.bulk_create(
        Feedback(
            post=post, anchor=f"f{n}", status=("spam", "spam", "pending", "approved", "trash")[n % 5], body="x",
            author_email=EMAIL if n < MANY else f"voice{n}@mail.example", score=n % 7,
        )
        for n in range(2 * MANY)
    )  # fmt: skip


def listing_of(**query):
    asked = QueryDict(mutable=True)
    asked.update({"author": EMAIL, **query})
    return Listing(Filters(asked), counts())


def plan_as_if_vacuumed():
    """Have the database plan with statistics; PostgreSQL as if it had vacuumed, and looks at the table were dear."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT usesuper FROM pg_user WHERE usename = CURRENT_USER")
            if not cursor.fetchone()[0]:
                pytest.skip("only a superuser may say that pages are visible")
            cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE oid = 'blog_feedback'::regclass")
            cursor.execute("SET LOCAL random_page_cost = 1000; SET LOCAL seq_page_cost = 1000")


def test_the_index_alone_says_what_stands_on_a_page(flood):
    plan_as_if_vacuumed()
    how = "COVERING INDEX feedback_by_email" if connection.vendor == "sqlite" else "Index Only Scan .*feedback_by_email"
    for tab, order in product([name for name, _label in TABS], ["", "oldest", "score"]):
        listing = listing_of(tab=tab, order=order)
        if order == "score" and connection.vendor == "postgresql":
            continue  # which may as well walk by the score, as long as this is a flooder
        told = listing.everything().order_by(*listing.order).values_list(*listing._keys)[:26].explain()
        assert re.search(how, told), (tab, order)
        assert ("TEMP B-TREE" in told or "Sort" in told) == (listing.order[0] == "-score"), (tab, order)


@pytest.mark.parametrize("order", ["", "oldest", "score"])
@pytest.mark.parametrize("tab", [name for name, _label in TABS])
@pytest.mark.parametrize("window", [20_000, 50])
def test_all_of_a_flooder_is_found_page_by_page_once_and_in_order(flood, monkeypatch, tab, order, window):
    monkeypatch.setattr(listings, "WINDOW", window)
    monkeypatch.setattr(listings, "FEW", 10)
    listing, found, after = listing_of(tab=tab, order=order), [], ""
    while True:
        page = listing.page(after, number=30)
        found += page.keys
        if not (after := page.after):
            break
    rows = Feedback.objects.filter(author_email=EMAIL).with_sent()
    rows = rows if tab == "all" else rows.filter(status=tab)
    assert listing.leads == ("status" if (order, window) == ("score", 50) and tab != "all" else "author")
    assert found == list(rows.order_by(*listing.order).values_list("pk", flat=True))
