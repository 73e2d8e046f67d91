"""The front page, posts and pages as readers and editors see them."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.models import Attachment, Author, Post, TranslationNote
from tests.cast import a_comment, a_post, a_source, a_trackback, client_of, editor, moderator

pytestmark = pytest.mark.django_db


def page(client, post):
    response = client.get(post.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_post_says_where_when_and_by_whom(client):
    source = a_source(name="The Old Blog", timezone="America/New_York")
    post = a_post(
        title="Rope & tar",
        author=Author.objects.create(name="Élise", slug="elise"),
        source=source,
        original_url="http://old.example/rope",
        published_at=dt.datetime(2008, 6, 26, 20, 43, tzinfo=dt.UTC),
        published_year=2008,
        published_month=6,
        published_day=26,
    )
    html = page(client, post)
    assert "Rope &amp; tar" in html
    assert '<time datetime="2008-06-26T20:43:00Z">26 June 2008, 16:43 EDT</time>' in html
    assert "Originally published at http://old.example/rope on The Old Blog" in text_of(html)
    assert reverse("blog:author", args=["elise"]) in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", " javascript:x", "/x"])
def test_an_address_that_is_no_web_address_is_never_linked(client, address):
    author = Author.objects.create(name="A", slug="a", url=address)
    post = a_post(original_url=address, author=author)
    a_comment(post, author_url=address, status="approved")
    a_trackback(post, author_url=address, status="approved", title="T")
    assert f'href="{address}"' not in page(client, post)
    assert f'href="{address}"' not in client.get(author.get_absolute_url()).content.decode()


def test_a_posts_text_is_marked_with_its_language_and_direction(client):
    html = page(client, a_post(language="ar", title="مرفأ"))
    assert '<html lang="en">' in html
    assert '<h1 lang="ar" dir="rtl">' in html


def test_the_interface_speaks_the_posts_language_where_we_have_it(client, settings):
    assert '<html lang="fr">' in page(client, a_post(language="fr-CA"))
    assert '<html lang="it">' in page(client, a_post(language="it"))
    assert '<html lang="en">' in page(client, a_post(language="de"))
    settings.SITE_LANGUAGE = "fr"
    assert '<html lang="fr">' in page(client, a_post(language="de"))


def test_translations_are_linked_both_ways(client):
    original = a_post(title="The book", language="en")
    french = a_post(title="Le livre", language="fr", translation_of=original)
    italian = a_post(title="Il libro", language="it", translation_of=original)
    draft = a_post(title="Das Buch", language="de", translation_of=original, status="draft")
    html = page(client, french)
    assert f'<a href="{original.get_absolute_url()}" hreflang="en" lang="en" dir="ltr">The book</a>' in html
    assert f'hreflang="it" href="http://127.0.0.1:8000{italian.get_absolute_url()}"' in html
    assert draft.get_absolute_url() not in html
    assert french.get_absolute_url() in page(client, original)


def test_public_notes_are_shown_and_private_ones_never(client):
    post = a_post(body="<p>faire la nique au vent</p>", language="fr", translation_of=a_post(language="en"))
    TranslationNote.objects.create(post=post, visibility="public", text="A phrase of sailors.", exact="la nique")
    TranslationNote.objects.create(post=post, visibility="private", text="Between us.", exact="vent")
    html = page(client, post)
    assert "A phrase of sailors." in html
    assert 'id="note-1"' in html
    assert "Between us." not in html
    assert "Between us." not in page(client_of(editor()), post)


@pytest.mark.parametrize("status", ["draft", "in_review", "private", "archived"])
def test_what_is_not_public_exists_for_editors_only(client, status):
    post = a_post(title="Hidden", status=status)
    assert client.get(post.get_absolute_url()).status_code == 404
    assert client_of(moderator()).get(post.get_absolute_url()).status_code == 404
    response = client_of(editor()).get(post.get_absolute_url())
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "readers do not see this" in response.content.decode()
    assert reverse("admin:blog_post_change", args=[post.pk]) in response.content.decode()


def test_what_is_scheduled_exists_for_editors_only(client):
    later = timezone.now() + dt.timedelta(hours=1)
    parts = {"published_year": later.year, "published_month": later.month, "published_day": later.day}
    post = a_post(title="Later", published_at=later, **parts)
    assert client.get(post.get_absolute_url()).status_code == 404
    assert "Scheduled" in page(client_of(editor()), post)
    for address in ("/", "/archive/", f"/{later.year}/", "/feed/", "/sitemap-posts.xml"):
        assert post.get_absolute_url() not in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["post", "page"])
def test_pages_are_the_same_for_every_visitor_and_may_be_kept(kind):
    post = a_post(kind=kind)
    client = Client()
    client.cookies["anything"] = "else"
    first = client.get(post.get_absolute_url())
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert first["Cache-Control"].startswith("public")
    second = client.get(post.get_absolute_url(), headers={"accept-language": "fr", "if-none-match": first["ETag"]})
    assert second.status_code == 304


def test_a_kept_page_is_outdated_as_soon_as_a_comment_is_approved_or_taken_away(client):
    post = a_post()
    comment = a_comment(post)
    first = client.get(post.get_absolute_url())["ETag"]
    type(comment).objects.update(status="approved")
    second = client.get(post.get_absolute_url(), headers={"if-none-match": first})
    assert second.status_code == 200
    type(comment).objects.update(status="spam")
    assert client.get(post.get_absolute_url(), headers={"if-none-match": second["ETag"]}).status_code == 200


def test_approved_comments_stand_in_their_threads_and_trackbacks_apart(client):
    post = a_post()
    first = a_comment(post, status="approved", body="first words")
    answer = a_comment(post, status="approved", body="answering words", parent=first)
    a_comment(post, body="waiting words")
    a_comment(post, status="spam", body="spam words")
    a_trackback(post, status="approved", title="Elsewhere", body="trackback words")
    html = page(client, post)
    assert "2 comments" in html
    assert "1 trackback" in html
    assert "waiting words" not in html
    assert "spam words" not in html
    comments, trackbacks = html.split('id="trackbacks"')
    assert "trackback words" in trackbacks
    assert "trackback words" not in comments
    assert comments.index("first words") < comments.index('class="answers"') < comments.index("answering words")
    for feedback in (first, answer):
        assert f'id="{feedback.anchor}"' in html
        assert f"{reverse('blog:comment', args=[post.pk])}?parent={feedback.pk}" in html


def test_the_lists_of_a_thread_are_balanced(client):
    post = a_post()
    parent = None
    for _depth in range(9):
        parent = a_comment(post, status="approved", parent=parent)
    a_comment(post, status="approved")
    html = page(client, post)
    assert html.count("<ol") == html.count("</ol>")
    assert html.count("<li>") + html.count("<li ") == html.count("</li>")


def test_neighbours_are_public_posts_in_time(client):
    posts = [
        a_post(title=f"day {day}", published_year=2009, published_month=6, published_day=day) for day in (1, 2, 3, 4)
    ]
    Post.objects.filter(pk=posts[2].pk).update(status="draft")
    context = client.get(posts[1].get_absolute_url()).context
    assert (context["previous_post"], context["next_post"]) == (posts[0], posts[3])


def test_what_has_no_date_is_nobodys_neighbour(client):
    undated, dated, other = a_post(published_year=None), a_post(), a_post(published_year=None)
    for post in (undated, dated, other):
        context = client.get(post.get_absolute_url()).context
        assert (context["previous_post"], context["next_post"]) == (None, None)


def test_a_path_answers_in_any_unicode_form(client):
    post = a_post(title="Café", slug="café")
    assert client.get("/2009/06/cafe\u0301/").status_code == 200
    assert client.get("/2009/06/caf%C3%A9/").status_code == 200
    assert client.get("/2009/06/caf%C3%A9")["Location"] == post.get_absolute_url()


def test_the_front_page_begins_with_what_is_sticky_and_shows_it_once(client, settings):
    sticky = a_post(title="Sticky", sticky=True, published_year=2001, published_month=1)
    for number in range(12):
        a_post(title=f"n{number}")
    first = client.get("/")
    assert first.context["featured"] == sticky
    assert len(first.context["posts"]) == settings.POSTS_PER_PAGE
    second = client.get("/?page=2")
    assert sticky not in second.context["posts"]
    assert len(second.context["posts"]) == 2


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "٢", "9" * 4000, "1.0", ""])
def test_there_is_no_other_page_than_there_are(client, number):
    a_post()
    assert client.get("/", {"page": number}).status_code == 404


def test_an_empty_blog_says_so(client):
    assert "Nothing has been published here yet" in client.get("/").content.decode()


def test_a_featured_image_is_shown_if_its_file_is_kept(client):
    gone = Attachment.objects.create(original_url="http://far.example/a.png", media_type="image/png")
    kept = Attachment.objects.create(file="attachments/a.png", media_type="image/png", alt="A rope")
    assert "<img" not in page(client, a_post(featured_image=gone))
    assert '<img src="/media/attachments/a.png" alt="A rope">' in page(client, a_post(featured_image=kept))


def test_a_page_stands_below_its_parent(client):
    parent = a_post(kind="page", title="About", slug="about")
    child = a_post(kind="page", title="Us", slug="us", parent=parent)
    assert child.get_absolute_url() == "/about/us/"
    assert 'href="/about/"' in page(client, child)


def test_titles_and_names_are_text(client):
    author = Author.objects.create(name="<b>Ann</b>", slug="ann", bio="<i>x</i>")
    post = a_post(title="<script>alert(1)</script>", excerpt="<script>x</script>", author=author, tags=("<u>",))
    a_comment(post, status="approved", author_name="<script>y</script>", body="<script>z</script>")
    for address in ("/", post.get_absolute_url(), author.get_absolute_url(), "/archive/", "/feed.json"):
        html = client.get(address).content.decode()
        if not address.endswith("json"):
            assert "<script" not in html
            assert "<b>Ann" not in html
