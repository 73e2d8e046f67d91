"""Archives by date, and posts by tag, category, author and source."""

import pytest
from django.urls import reverse

from blog.models import Author, Category
from tests.cast import a_post, a_source

pytestmark = pytest.mark.django_db


def titles(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return [post.title for post in response.context["posts"]]


@pytest.fixture
def years():
    a_post(title="day", published_year=2009, published_month=6, published_day=3)
    a_post(title="month", published_year=2009, published_month=6, published_day=None)
    a_post(title="year", published_year=2009, published_month=None, published_day=None)
    a_post(title="other", published_year=2008, published_month=12, published_day=31)
    a_post(title="undated", published_year=None)
    a_post(title="draft", published_year=2009, published_month=7, published_day=1, status="draft")


def test_archives_go_by_the_date_as_far_as_it_is_known(client, years):
    assert titles(client, "/2009/") == ["day", "month", "year"]
    assert titles(client, "/2009/06/") == ["day", "month"]
    assert titles(client, "/2009/06/03/") == ["day"]
    assert titles(client, "/2008/") == ["other"]
    assert titles(client, "/undated/") == ["undated"]


@pytest.mark.parametrize(
    "path", ["2007", "2009/07", "2009/07/01", "2009/13", "2009/02/31", "0000", "9999", "2009/06/00"]
)
def test_a_date_without_posts_is_not_found(client, years, path):
    assert client.get(f"/{path}/").status_code == 404


def test_the_archive_counts_what_is_public(client, years):
    context = client.get("/archive/").context
    assert [(entry["year"], entry["count"]) for entry in context["years"]] == [(2009, 3), (2008, 1)]
    assert dict(context["years"][0]["months"])[6] == 2
    assert dict(context["years"][0]["months"])[7] == 0
    assert context["undated_count"] == 1


def test_a_month_has_its_calendar_with_links_to_days_that_have_posts(client, years):
    html = client.get("/2009/06/").content.decode()
    assert html.count('<th scope="col">') == 7
    assert 'href="/2009/06/03/"' in html
    assert 'href="/2009/06/04/"' not in html
    first_week = html.split("<tbody>")[1].split("</tr>")[0]
    assert first_week.startswith("<tr><td>1</td><td>2</td>")  # June 2009 began on a Monday


def test_dates_lead_to_their_nearest_neighbours(client, years):
    context = client.get("/2009/").context
    assert (context["earlier"], context["later"]) == ((2008,), None)
    context = client.get("/2009/06/03/").context
    assert (context["earlier"], context["later"]) == ((2008, 12, 31), None)
    context = client.get("/2008/12/").context
    assert (context["earlier"], context["later"]) == (None, (2009, 6))


def test_a_tag_lists_its_public_posts_and_pages(client):
    a_post(title="post", tags=("Rope",))
    a_post(title="page", kind="page", tags=("Rope",))
    a_post(title="draft", status="draft", tags=("Rope",))
    a_post(title="other", tags=("Tar",))
    assert set(titles(client, reverse("blog:tag", args=["rope"]))) == {"post", "page"}


def test_a_category_holds_what_is_below_it_each_once(client):
    root = Category.objects.create(name="Root", slug="root")
    below = Category.objects.create(name="Below", slug="below", parent=root)
    namesake = Category.objects.create(name="Rootless", slug="root-less")
    both, other = a_post(title="both"), a_post(title="other")
    both.categories.set([root, below])
    other.categories.set([namesake])
    assert titles(client, "/category/root/") == ["both"]
    assert titles(client, "/category/root/below/") == ["both"]
    html = client.get("/category/root/below/").content.decode()
    assert 'href="/category/root/"' in html


def test_an_author_and_a_source_have_their_page(client):
    author = Author.objects.create(name="Ann", slug="ann", bio="Kept the tide tables.", url="http://ann.example/")
    source = a_source(name="Old", slug="old", tagline="Once upon a time", base_url="http://old.example/")
    a_post(title="mine", author=author, source=source)
    a_post(title="other")
    assert titles(client, "/author/ann/") == ["mine"]
    assert titles(client, "/source/old/") == ["mine"]
    assert "Kept the tide tables." in client.get("/author/ann/").content.decode()
    assert "Once upon a time" in client.get("/source/old/").content.decode()


def test_a_name_in_another_script_is_an_address(client):
    a_post(title="雨の記事", tags=())
    author = Author.objects.create(name="Élise", slug="élise")
    a_post(title="mine", author=author)
    assert titles(client, author.get_absolute_url()) == ["mine"]


@pytest.mark.parametrize("path", ["tag/x", "category/x", "category/x/y", "author/x", "source/x"])
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(f"/{path}/").status_code == 404


def test_an_empty_list_says_so(client):
    a_post(kind="page", author=Author.objects.create(name="Ann", slug="ann"))
    assert "Nothing has been published here yet" in client.get("/author/ann/").content.decode()
    assert "Every post here has its date" in client.get("/undated/").content.decode()


def test_a_list_marks_the_language_of_each_post(client):
    a_post(title="Été", language="fr")
    a_post(title="Summer", language="en")
    html = client.get("/").content.decode()
    assert 'lang="fr" dir="ltr"' in html
    assert '<h2 class="entry-title">' in html or '<h2 class="featured-title">' in html


def test_of_many_sticky_posts_none_is_lost(client):
    for day in range(1, 21):
        a_post(title=f"p{day}", published_year=2009, published_month=6, published_day=day, sticky=day <= 7)
    first, second = titles(client, "/"), titles(client, "/?page=2")
    featured = client.get("/").context["featured"].title
    assert [featured, *first][:6] == ["p7", "p6", "p5", "p4", "p3", "p20"]
    assert sorted([featured, *first, *second]) == sorted(f"p{day}" for day in range(1, 21))
