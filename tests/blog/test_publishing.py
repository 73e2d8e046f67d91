"""Posts get their address once, keep it, and become public in one place."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from blog import publishing
from blog.models import LegacyURL, Post
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_new_post_gets_a_path_from_date_and_title():
    assert cast.a_post(title="Heavy rain").path == "2009/06/heavy-rain"
    assert cast.a_post(title="Heavy rain", published_year=2009, published_month=None).path == "2009/heavy-rain"
    assert cast.a_post(title="Heavy rain", published_year=None).path == "undated/heavy-rain"


def test_a_taken_path_gets_a_suffix():
    assert [cast.a_post(title="Rain").path for _ in range(3)] == ["2009/06/rain", "2009/06/rain-2", "2009/06/rain-3"]


def test_a_path_is_kept_when_title_and_date_change():
    post = cast.a_post(title="Rain")
    post.title, post.published_month = "Snow", 7
    assert publishing.save_post(post).path == "2009/06/rain"
    assert not LegacyURL.objects.exists()


def test_a_path_changed_by_hand_leaves_a_legacy_url_and_may_be_changed_back():
    post = cast.a_post(title="Rain")
    post.path = "weather/rain"
    publishing.save_post(post)
    assert LegacyURL.objects.get().path == "/2009/06/rain"
    post.path = "2009/06/rain"
    publishing.save_post(post)
    assert LegacyURL.objects.get().path == "/weather/rain"


def test_a_post_born_here_is_dated_and_addressed_when_it_is_published():
    post = cast.a_post(title="Rain", published_year=None, status="draft")
    publishing.publish(post)
    today = timezone.localtime()
    assert post.date_parts == (today.year, today.month, today.day)
    assert post.path == f"{today:%Y/%m}/rain"


def test_a_path_given_by_hand_stays_when_the_post_is_published():
    post = cast.a_post(title="Rain", published_year=None, status="draft", path="hello")
    assert publishing.publish(post).path == "hello"


@pytest.mark.parametrize("born", ["elsewhere", "of a translation"])
def test_an_undated_post_of_another_blog_stays_undated(born):
    fields = {"source": cast.a_source()} if born == "elsewhere" else {"translation_of": cast.a_post()}
    post = cast.a_post(published_year=None, status="draft", **fields)
    assert publishing.publish(post).date_parts == ()


def test_unpublishing_takes_a_post_out_of_public_sight():
    post = cast.a_post()
    publishing.unpublish(post, Post.Status.ARCHIVED)
    assert not Post.objects.public().exists()


def test_a_post_of_the_future_is_not_public_yet():
    later = timezone.now() + dt.timedelta(days=2)
    post = cast.a_post(
        published_at=later, published_year=later.year, published_month=later.month, published_day=later.day
    )
    assert not post.is_public
    assert Post.objects.scheduled().get() == post


def test_an_undated_address_with_a_suffix_says_the_date_too_once_it_is_public():
    for _ in range(2):
        post = cast.a_post(title="Same", published_year=None, status="draft")
    assert post.path == "undated/same-2"
    today = timezone.localtime()
    assert publishing.publish(post).path == f"{today:%Y/%m}/same"


def test_an_undated_address_that_was_chosen_stays():
    post = cast.a_post(title="Same", published_year=None, status="draft", path="undated/same-old-song")
    assert publishing.publish(post).path == "undated/same-old-song"


@pytest.mark.parametrize(
    "path", ["a?b", "a#b", "a%20b", "a/../b", "./a", "a/.", "..", "a\x01b", "a\nb", "a//b", "a\\b", "x" * 381, "admin"]
)
def test_an_address_that_no_browser_would_ask_for_is_refused(path):
    assert not publishing.is_possible(path)


@pytest.mark.parametrize("path", ["about", "2009/06/rain-2", "été/雨", "a.b/c..d", "x" * 380])
def test_other_addresses_are_possible(path):
    assert publishing.is_possible(path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [publishing.save_post, publishing.publish])
def test_two_posts_of_one_title_at_once_get_an_address_each(act):
    def second():
        act(Post(title="Same", published_year=None))
        connection.close()

    thread = Thread(target=second, daemon=True)
    with transaction.atomic():
        first = act(Post(title="Same", published_year=None))
        if connection.vendor == "postgresql":
            thread.start()
            while not waits_for_a_lock():
                assert thread.is_alive()
    if connection.vendor == "postgresql":
        thread.join()
    else:
        act(Post(title="Same", published_year=None))  # SQLite lets in one writer at a time
    other = Post.objects.exclude(pk=first.pk).get()
    assert other.path == f"{first.path}-2"


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("path", ["search", "2008", "2008/06", "2008/06/12", "tag/x-y-z", "feed", "admin/a-b-c"])
def test_where_another_page_answers_no_post_is_put(path):
    assert publishing.is_reserved(path)


@pytest.mark.parametrize("path", ["2008/06/a-b-c", "2008/06/rain", "2008/6", "about/a-b-c-d", "search-and-find-it"])
def test_what_no_page_answers_is_free_for_posts(path):
    assert not publishing.is_reserved(path)
