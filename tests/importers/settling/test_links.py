"""Links among imported posts lead to the addresses here when, and only when, they lead to something here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Attachment, LegacyURL, Post
from importers.models import ImportedItem
from tests.importers.blogs import Shelf, dump
from tests.importers.readers.exports import HEAD, comment, export, item, meta

pytestmark = pytest.mark.django_db

OLD = "http://tide.example.org"
TARGET = "/2009/03/post-8/"


def target(**fields):
    return item(
        8, extra=comment(12), **{"link": f"{OLD}/blog/2008/07/caf%c3%a9/", "guid": f"{OLD}/blog/?p=8", **fields}
    )


def linking(*urls, **fields):
    body = " ".join(f'<a href="{url}">x</a>' for url in urls)
    return item(7, content__encoded=body, **{"link": f"{OLD}/blog/2008/07/seven/", **fields})


def linked():
    """Return where the links of post 7 lead."""
    return [part.split('"')[0] for part in Post.objects.get(original_id="7").body.split('href="')[1:]]


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        (f"{OLD}/blog/2008/07/caf%c3%a9/", TARGET),
        (f"{OLD}/blog/2008/07/caf%C3%A9", TARGET),
        ("https://www.tide.example.org/blog/2008/07/café/", TARGET),
        ("//tide.example.org/blog/2008/07/caf%c3%a9/", TARGET),
        ("/blog/2008/07/caf%c3%a9/", TARGET),
        ("../caf%c3%a9/", TARGET),
        (f"{OLD}/blog/?p=8", TARGET),
        ("/blog/?p=8", TARGET),
        (f"{OLD}/blog/index.php?page_id=8&amp;utm_source=x", TARGET),
        (f"{OLD}/blog/?p=8&#038;cpage=1#comment-12", f"{TARGET}#comment-12"),
        (f"{OLD}/blog/2008/07/caf%c3%a9/#more-8", TARGET),
        (f"{OLD}/blog/2008/07/caf%c3%a9/#section", f"{TARGET}#text-section"),
        (f"{OLD}/blog/2008/07/caf%c3%a9/comment-page-2/#comments", f"{TARGET}#comments"),
        (f"{OLD}/blog/2008/07/caf%c3%a9/?replytocom=12#respond", f"{TARGET}#respond"),
        (f"{OLD}/blog/2009/03/", "/2009/03/"),
        (f"{OLD}/blog/feed/", "/feed/"),
        (f"{OLD}/blog/", "/"),
        (f"{OLD}/blog/author/ines/", "/author/ines/"),
        (f"{OLD}/blog/?m=200903", "/2009/03/"),
        ("?p=8", TARGET),
        ("?p=8#comment-12", f"{TARGET}#comment-12"),
        ("?cpage=2#comments", "/2009/03/post-7/#comments"),
    ],
)
def test_a_link_to_what_is_here_leads_to_its_address_here(shelf, url, leads_to):
    shelf.run(linking(url), target())
    assert linked() == [leads_to]
    assert leads_to in Post.objects.get(original_id="7").body_html
    assert not ImportedItem.objects.filter(unsettled=True).exists()


@pytest.mark.parametrize(
    "url",
    [
        f"{OLD}/blog/2008/07/none/",
        f"{OLD}/blog/?p=404",
        f"{OLD}/blog/2010/01/",
        f"{OLD}/wp-content/uploads/a.jpg",
        f"{OLD}/",
        f"{OLD}/2009/03/",
        f"{OLD}/feed/",
        f"{OLD}/?p=8",
        f"{OLD}/?m=200903",
        f"{OLD}/blogs/2009/03/",
        "/",
        "/feed/",
        "?p=404",
        "http://elsewhere.example/2008/07/caf%c3%a9/",
        "#comment-12",
        "mailto:a@tide.example.org",
        "http://[broken/",
        "javascript:void(0)",
    ],
)
def test_a_link_to_what_is_not_here_stays_as_it_was(shelf, url):
    shelf.run(linking(url), target())
    assert linked() == [url]


@pytest.mark.parametrize("status", ["draft", "private", "pending"])
def test_a_link_to_what_is_not_public_does_not_tell_its_address(shelf, status):
    shelf.run(linking(f"{OLD}/blog/?p=8"), target(wp__status=status))
    assert linked() == [f"{OLD}/blog/?p=8"]


def test_a_link_to_a_file_leads_to_it_when_it_is_here(shelf):
    file = {"wp__post_type": "attachment", "wp__attachment_url": f"{OLD}/blog/wp-content/uploads/tide.pdf"}
    shelf.run(item(9, **file))
    Attachment.objects.update(file="attachments/tide.pdf")
    shelf.run(item(9, **file), linking(f"{OLD}/blog/wp-content/uploads/tide.pdf", "/blog/?attachment_id=9"))
    assert linked() == ["/media/attachments/tide.pdf"] * 2


def test_a_later_run_that_brings_the_target_settles_the_link_and_leaves_settled_ones_alone(shelf):
    other = item(9, link=f"{OLD}/2009/03/post-8/")  # at the address that post 8 has here
    shelf.run(linking(f"{OLD}/blog/?p=8", "/blog/?p=10"), target())
    assert linked() == [TARGET, "/blog/?p=10"]
    shelf.run(linking(f"{OLD}/blog/?p=8", "/blog/?p=10"), target(), other, item(10))
    assert linked() == [TARGET, "/2009/03/post-10/"]


def test_a_link_outside_the_blog_waits_for_nothing(shelf):
    shelf.run(linking(f"{OLD}/notes/", f"{OLD}/blogs/2009/03/"))
    assert not ImportedItem.objects.filter(unsettled=True).exists()


def test_an_unchanged_file_writes_nothing_although_links_lead_nowhere(shelf, django_assert_max_num_queries):
    shelf.run(*(item(n, content__encoded=f'<a href="/blog/?p={n + 500}">x</a>') for n in range(1, 60)), target())
    before = dump()
    with django_assert_max_num_queries(60):
        shelf.run()
    assert dump() == before


@pytest.mark.parametrize("number", [2, 60])
def test_a_chunk_of_links_costs_a_bounded_number_of_queries(shelf, django_assert_max_num_queries, number):
    posts = [
        item(n, content__encoded=f'<a href="/blog/?p={n + 1}">x</a> <a href="/blog/2009/0{n % 9 + 1}/">y</a>')
        for n in range(1, number + 1)
    ]
    with django_assert_max_num_queries(110):
        shelf.run(*posts)
    assert '"/2009/03/post-2/"' in Post.objects.get(original_id="1").body


def test_links_of_a_batch_are_looked_up_without_a_look_through_all_public_posts(shelf):
    shelf.run(target())
    with CaptureQueriesContext(connection) as asked:
        shelf.run(linking(f"{OLD}/blog/2008/07/caf%c3%a9/"), target())
    assert linked() == [TARGET]
    looked_up = [query["sql"] for query in asked if "blog_legacyurl" in query["sql"]]
    assert looked_up
    assert not any("sort_at" in sql for sql in looked_up)


def test_links_of_a_second_blog_to_the_first_are_settled_too(shelf, tmp_path):
    shelf.run(target())
    (tmp_path / "other").mkdir()
    other = Shelf(tmp_path / "other")
    head = HEAD.replace("tide.example.org", "fog.example.org").replace("The Tide Table", "Fog")
    other.path.write_bytes(export(linking(f"{OLD}/blog/?p=8", "/blog/?p=8", link=None), head=head))
    other.run()
    assert linked() == [TARGET, "/blog/?p=8"]


def test_links_to_where_the_blog_was_before_lead_here_at_once(shelf):
    former = "http://tide.wordpress.example"
    shelf.run(linking(f"{former}/?p=8", f"{former}/2008/07/unknown/"), target(guid=f"{former}/?p=8"))
    assert linked() == [TARGET, f"{former}/2008/07/unknown/"]


def test_links_to_a_blog_at_blogger_that_wordpress_took_over_lead_here(shelf):
    kept = meta("blogger_blog", "tide.blogspot.example") + meta("blogger_permalink", "/2006/03/a-day.html")
    shelf.run(linking("http://tide.blogspot.example/2006/03/a-day.html"), item(8, kept))
    assert linked() == [TARGET]
    assert LegacyURL.objects.filter(host="tide.blogspot.example", path="/2006/03/a-day.html").exists()
