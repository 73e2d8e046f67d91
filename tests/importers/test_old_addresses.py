"""Every address that an old blog had answers here with the page or one redirect to it; what was never public, never."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from blog.models import Attachment, Author, Category, Feedback, LegacyURL, Post, Tag
from importers.asking import Asked
from importers.checking import check
from tests.cast import a_post, a_source
from tests.importers.blogs import Shelf, dump
from tests.importers.library import picture, shelve
from tests.importers.readers.exports import HEAD, comment, export, field, item

pytestmark = pytest.mark.django_db

OLD = "http://tide.example.org"
BASE = f"{OLD}/blog"


def declared(name, **fields):
    return f"<wp:{name}>" + "".join(field(f"wp:{key}", value) for key, value in fields.items()) + f"</wp:{name}>\n"


def borne(domain, slug, name):
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'


ASKED = Asked(taxonomies=(("genre", "tag"), ("mood", "category")))
PARTS = (
    declared("author", author_id=3, author_login="Ines.Moreau", author_display_name="Inès"),
    declared("category", term_id=5, category_nicename="sea", category_parent="", cat_name="Sea"),
    declared("category", term_id=6, category_nicename="fog-banks", category_parent="sea", cat_name="Fog banks"),
    declared("category", term_id=8, category_nicename="secret", category_parent="", cat_name="Secret"),
    declared("category", term_id=9, category_nicename="empty", category_parent="", cat_name="Empty"),
    declared("term", term_id=21, term_taxonomy="genre", term_slug="rock", term_name="Rock"),
    declared("tag", term_id=7, tag_slug="%c3%a9t%c3%a9", tag_name="été"),
    item(
        7,
        extra=comment(12)
        + borne("category", "fog-banks", "Fog banks")
        + borne("post_tag", "%c3%a9t%c3%a9", "été")
        + borne("genre", "rock", "Rock")
        + borne("mood", "low-tide", "Low tide"),
        dc__creator="Ines.Moreau",
        link=f"{BASE}/2009/03/caf%c3%a9/",
        guid=f"{BASE}/?p=7",
        wp__post_name="caf%c3%a9",
    ),
    declared("term", term_id=22, term_taxonomy="genre", term_slug="%c3%a9t%c3%a9", term_name="été"),
    item(8, wp__post_type="page", link=f"{BASE}/about/us/", wp__post_name="us"),
    item(
        9,
        wp__post_type="attachment",
        link=f"{BASE}/2009/03/cafe/quay/",
        wp__attachment_url=f"{BASE}/wp-content/uploads/2009/03/quay.jpg",
        wp__post_parent="7",
        wp__status="inherit",
    ),
    item(
        10,
        wp__post_type="attachment",
        link=f"{BASE}/lone/",
        wp__attachment_url=f"{BASE}/wp-content/uploads/2009/03/lone.pdf",
        wp__status="inherit",
    ),
    item(
        12,
        wp__post_type="page",
        dc__creator="ines o'moreau@tide.example",
        link=f"{BASE}/signed/",
        wp__post_name="signed",
    ),
    item(11, extra=borne("category", "secret", "Secret"), wp__status="draft", link=f"{BASE}/?p=11"),
)  # fmt: skip


@pytest.fixture
def shelf(tmp_path, settings):
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example", "testserver"]
    shelf = Shelf(tmp_path)
    assert shelf.run(*PARTS, asked=ASKED).exit_status == 0
    for attachment in Attachment.objects.all():
        attachment.file = f"attachments/{attachment.original_id}.bin"
        attachment.save()
    cache.clear()
    return shelf


def fate(client, path, host="tide.example.org"):
    """Return the status and where one redirect leads, below the new site."""
    response = client.get(path, headers={"host": host})
    if response.status_code != 301:
        return response.status_code, ""
    return 301, response["Location"].removeprefix("http://new.example")


def post_path():
    return Post.objects.get(original_id="7", title="Post 7").get_absolute_url()


POST = [
    "/blog/2009/03/caf%c3%a9/",
    "/blog/2009/03/caf%C3%A9",
    "/blog/2009/03/cafe%CC%81/",
    "/blog/2009/03/CAF%c3%A9/",
    "/blog/2009/03/caf%c3%a9/?replytocom=12",
    "/blog/2009/03/caf%c3%a9/2/",
    "/blog/2009/03/caf%c3%a9/comment-page-1/",
    "/blog/2009/03/caf%c3%a9/trackback/",
    "/blog/2009/03/caf%c3%a9/embed/",
    "/blog/index.php/2009/03/caf%c3%a9/",
    "/blog/?p=7",
    "/blog/index.php?p=7&cpage=2",
    "/blog/?page_id=7",
    "/blog/?attachment_id=9",
    "/blog/?p=9",
    "/blog/2009/03/cafe/quay/",
    "/blog/2009/03/cafe/attachment/quay/",
    "/blog/wp-trackback.php?p=7",
    "/blog/wp-trackback.php/7",
    "/blog/?p=007",
    "/blog/?p=7/",
    "/blog/?name=caf%c3%a9",
    "/blog/?year=2009&monthnum=3&name=caf%C3%A9",
    "/blog/index.php?name=caf%c3%a9&cpage=2",
    "/blog/2009/03/caf%c3%a9/trackback",
    "/blog/2009/03/caf%c3%a9/comment-page-2/?replytocom=12",
    "/blog/index.php/2009/03/caf%c3%a9/trackback/",
]


@pytest.mark.parametrize("host", ["tide.example.org", "www.tide.example.org", "new.example"])
def test_an_address_of_a_post_leads_to_it(client, shelf, host):
    assert {address: fate(client, address, host) for address in POST} == dict.fromkeys(POST, (301, post_path()))
    assert client.get(post_path()).status_code == 200


OF_THE_BLOG = {
    "/blog/about/us/": "/us/",
    "/blog/?page_id=8": "/us/",
    "/blog/2009/03/": "/2009/03/",
    "/blog/2009/3": "/2009/03/",
    "/blog/archives/2009/03/": "/2009/03/",
    "/archives/2009/": "/2009/",
    "/blog/2009/03/01/": "/2009/03/01/",
    "/blog/2009/03/page/2/": "/2009/03/",
    "/blog/2009/03/feed/": "/feed/",
    "/blog/?m=200903": "/2009/03/",
    "/blog/?m=20090301": "/2009/03/01/",
    "/blog/?year=2009&monthnum=3": "/2009/03/",
    "/blog/category/sea/fog-banks/": "/category/sea/fog-banks/",
    "/blog/category/fog-banks": "/category/sea/fog-banks/",
    "/blog/category/sea/page/3/": "/category/sea/",
    "/blog/category/sea/fog-banks/feed/": "/category/sea/fog-banks/feed/",
    "/blog/category/sea/feed/atom/": "/category/sea/feed/atom/",
    "/blog/?cat=6": "/category/sea/fog-banks/",
    "/blog/?cat=6&feed=rss2": "/category/sea/fog-banks/feed/",
    "/blog/?category_name=sea/fog-banks": "/category/sea/fog-banks/",
    "/blog/category/empty/": "/category/empty/",
    "/blog/category/empty/feed/": "/category/empty/feed/",
    "/blog/?cat=9": "/category/empty/",
    "/blog/tag/%c3%a9t%C3%A9/": "/tag/%C3%A9t%C3%A9/",
    "/blog/tag/%c3%a9t%c3%a9/feed/rss/": "/tag/%C3%A9t%C3%A9/feed/",
    "/blog/?tag=%c3%a9t%c3%a9": "/tag/%C3%A9t%C3%A9/",
    "/blog/?tag_id=7": "/tag/%C3%A9t%C3%A9/",
    "/blog/?tag_id=7&feed=atom": "/tag/%C3%A9t%C3%A9/feed/atom/",
    "/blog/?taxonomy=post_tag&term=%c3%a9t%c3%a9": "/tag/%C3%A9t%C3%A9/",
    "/blog/?taxonomy=category&term=fog-banks": "/category/sea/fog-banks/",
    "/blog/genre/rock/": "/tag/rock/",
    "/blog/genre/rock/page/2/": "/tag/rock/",
    "/blog/genre/rock/feed/": "/tag/rock/feed/",
    "/blog/?genre=rock": "/tag/rock/",
    "/blog/?genre=rock&paged=2": "/tag/rock/",
    "/blog/?taxonomy=genre&term=rock": "/tag/rock/",
    "/blog/genre/%c3%a9t%c3%a9/": "/tag/%C3%A9t%C3%A9/",
    "/blog/?genre=%c3%a9t%C3%A9": "/tag/%C3%A9t%C3%A9/",
    "/blog/mood/low-tide/": "/category/low-tide/",
    "/blog/author/Ines.Moreau/": "/author/inès/",
    "/blog/author/ines-moreau/": "/author/inès/",
    "/blog/author/ines-moreau/feed/": "/author/inès/feed/",
    "/blog/?author=3": "/author/inès/",
    "/blog/?author_name=ines-moreau": "/author/inès/",
    "/blog/?author_name=Ines-Moreau": "/author/inès/",
    "/blog/?author_name=ines%20o%27moreau@tide.example": "/author/ines-o-moreau-tide-example/",
    "/blog/?category_name=Sea/Fog-Banks": "/category/sea/fog-banks/",
    "/blog/?cat=": "/",
    "/blog/?p=0": "/",
    "/blog/?tag=&author=&paged=2": "/",
    "/blog/?feed=rss2&cat=": "/feed/",
    "/blog/?m=20090301120000": "/2009/03/01/",
    "/blog/?feed=rss2": "/feed/",
    "/blog/?feed=atom": "/feed/atom/",
    "/blog/?feed=comments-rss2": "/feed/",
    "/blog/feed/": "/feed/",
    "/blog/feed/rss2/": "/feed/",
    "/blog/feed/atom/": "/feed/atom/",
    "/blog/comments/feed/": "/feed/",
    "/blog/wp-rss2.php": "/feed/",
    "/blog/rss.xml": "/feed/",
    "/blog/comments/feed/atom/": "/feed/atom/",
    "/blog/feed/rdf/": "/feed/",
    "/blog/rss2/": "/feed/",
    "/blog/wp-atom.php": "/feed/atom/",
    "/blog/wp-rss2.php?cat=6": "/category/sea/fog-banks/feed/",
    "/blog/category/sea/rss2/": "/category/sea/feed/",
    "/blog/?feed=rss2&tag=%c3%a9t%c3%a9": "/tag/%C3%A9t%C3%A9/feed/",
    "/blog/?pagename=about/us": "/us/",
    "/blog/search/low+tide/": "/search/?q=low+tide",
    "/blog/search/%c3%a9t%c3%a9/page/2/": "/search/?q=%C3%A9t%C3%A9",
    "/blog/search/fog/feed/rss2/": "/search/?q=fog",
    "/blog/page/2/": "/",
    "/blog/?paged=2": "/",
    "/blog/?paged=2&feed=rss2": "/feed/",
    "/blog/index.php": "/",
    "/blog/": "/",
    "/blog": "/",
    "/blog/?s=fog": "/search/?q=fog",
    "/blog/lone/": "/media/attachments/10.bin",
    "/blog/wp-content/uploads/2009/03/quay.jpg": "/media/attachments/9.bin",
    "/blog/wp-content/uploads/2009/03/quay-300x200.jpg": "/media/attachments/9.bin",
    "/blog/wp-content/uploads/2009/03/quay-300x200@2x.jpg": "/media/attachments/9.bin",
    "/blog/wp-content/uploads/2009/03/quay-scaled.jpg": "/media/attachments/9.bin",
}


@pytest.mark.parametrize("host", ["tide.example.org", "new.example"])
def test_an_address_of_the_blog_leads_to_the_like_of_it(client, shelf, host):
    expected = {address: (301, target.replace("inès", "in%C3%A8s")) for address, target in OF_THE_BLOG.items()}
    assert {address: fate(client, address, host) for address in OF_THE_BLOG} == expected
    pages = {target for _, target in expected.values() if "/media/" not in target}
    assert {client.get(page, headers={"host": "new.example"}).status_code for page in pages} == {200}


def test_the_feed_of_a_post_is_that_of_its_comments(client, shelf):
    feed = reverse("blog:comment_feed", kwargs={"pk": Post.objects.get(original_id="7").pk})
    for address in (
        "/blog/2009/03/caf%c3%a9/feed/",
        "/blog/?feed=rss2&p=7",
        "/blog/2009/03/caf%c3%a9/feed/rss2/",
        "/blog/2009/03/caf%c3%a9/rdf/",
        "/blog/wp-commentsrss2.php?p=7",
    ):
        assert fate(client, address) == (301, feed)
    assert fate(client, "/blog/2009/03/caf%c3%a9/atom/") == (301, f"{feed}atom/")


NEVER_PUBLIC = [
    "/blog/?p=11", "/blog/category/secret/", "/blog/?cat=8", "/blog/?p=404", "/blog/2009/04/", "/blog/tag/none/",
    "/blog/?cat=404", "/blog/nothing/feed/", "/blog/?author=404", "/blog/2009/03/caf%c3%a9/quay/7x/",
    "/blog/wp-content/uploads/2009/03/none.jpg", "/blog/wp-trackback.php?p=404", "/blog/wp-trackback.php?p=11",
    "/blog/?name=post-11", "/blog/?name=none", "/blog/?pagename=none", "/blog/wp-login.php",
    "/blog/?tag_id=404", "/blog/?tag_id=21", "/blog/?attachment=none", "/blog/?cat=&tag=none",
]  # fmt: skip


@pytest.mark.parametrize("host", ["tide.example.org", "new.example"])
def test_what_was_never_public_answers_like_what_never_was(client, shelf, host):
    assert {address: fate(client, address, host) for address in NEVER_PUBLIC} == dict.fromkeys(NEVER_PUBLIC, (404, ""))


@pytest.mark.parametrize("host", ["tide.example.org", "new.example"])
def test_what_is_sent_to_an_old_address_is_not_taken_in(client, shelf, host):
    for address in ("/blog/wp-trackback.php?p=7", "/blog/2009/03/caf%c3%a9/trackback/", "/blog/"):
        assert client.post(address, {"url": "http://x.example/"}, headers={"host": host}).status_code == 405


def test_an_attachment_of_a_hidden_post_leads_nowhere_but_its_file_was_always_there(client, shelf):
    Post.objects.filter(original_id="7").update(status="private")
    assert fate(client, "/blog/?attachment_id=9") == (404, "")
    assert fate(client, "/blog/wp-content/uploads/2009/03/quay.jpg")[0] == 301


def test_the_picture_of_a_private_post_is_public_at_its_old_address_as_every_upload_of_wordpress_is(
    client, tmp_path, settings
):
    settings.ALLOWED_HOSTS = ["new.example"]
    folder = shelve(tmp_path / "uploads", named={"2009/03/quay.png": picture()})
    Shelf(tmp_path).run(
        item(7, wp__status="private", content__encoded='<img src="/blog/wp-content/uploads/2009/03/quay.png">'),
        uploads=str(folder),
    )
    cache.clear()
    assert fate(client, "/blog/?p=7") == (404, "")
    status, place = fate(client, "/blog/wp-content/uploads/2009/03/quay.png")
    assert status == 301
    assert place.endswith(Attachment.objects.get().address)


LINKING = (
    '<a href="http://tide.example.org/blog/?p=7#comment-12">There</a>,  or &lt;here&gt;: '
    "http://tide.example.org/blog/about/us/ "
    '<a href="http://tide.example.org/blog/2009/03/caf%c3%a9/">é</a>'
)


def test_a_comment_keeps_its_links_as_they_were_written_and_the_old_addresses_in_it_answer(client, shelf):
    shelf.run(item(20, extra=comment(30, comment_content=LINKING)), asked=ASKED)
    cache.clear()
    stored = Feedback.objects.get(original_id="30")
    assert stored.body == LINKING
    links = re.findall('href="([^"]+)"', stored.body_html)
    assert links == [
        "http://tide.example.org/blog/?p=7#comment-12",
        "http://tide.example.org/blog/about/us/",
        "http://tide.example.org/blog/2009/03/caf%c3%a9/",
    ]
    for link, target in zip(links, (post_path(), "/us/", post_path()), strict=True):
        assert fate(client, link.removeprefix(OLD).partition("#")[0]) == (301, target)
    assert client.get(post_path()).content.decode().count('id="comment-12"') == 1


def test_an_attachment_whose_file_is_not_here_leads_to_its_post(client, shelf):
    Attachment.objects.update(file="")
    assert fate(client, "/blog/2009/03/cafe/quay/") == (301, post_path())
    assert fate(client, "/blog/wp-content/uploads/2009/03/quay.jpg") == (404, "")


def test_terms_and_authors_that_were_renamed_here_are_found_by_the_source_s_own_words(client, shelf):
    category = Category.objects.get(slug="fog-banks")
    category.slug = "mist"
    category.save()
    Tag.objects.filter(slug="été").update(slug="summer")
    Author.objects.filter(login="Ines.Moreau").update(slug="inky")
    assert fate(client, "/blog/category/sea/fog-banks/") == (301, "/category/sea/mist/")
    assert fate(client, "/blog/?cat=6") == (301, "/category/sea/mist/")
    assert fate(client, "/blog/tag/%c3%a9t%c3%a9/") == (301, "/tag/summer/")
    assert fate(client, "/blog/author/ines-moreau/") == (301, "/author/inky/")


def test_an_empty_term_has_a_page_of_its_own_for_as_long_as_it_hides_nothing(client, shelf):
    page = client.get("/category/empty/", headers={"host": "new.example"})
    assert page.status_code == 200
    assert b'<meta name="robots" content="noindex">' in page.content
    assert b'content="noindex"' not in client.get("/category/sea/", headers={"host": "new.example"}).content
    Post.objects.get(original_id="11").categories.add(Category.objects.get(slug="empty"))
    assert fate(client, "/blog/category/empty/") == (404, "")
    assert client.get("/category/empty/", headers={"host": "new.example"}).status_code == 404


def test_the_old_address_of_a_draft_never_leads_to_a_page_of_another_blog(client, shelf):
    other = a_source(base_url="http://fog.example.org/blog/")
    there = a_post(source=other, tags=("Rope",))
    Post.objects.filter(pk=there.pk).update(path="2009/05/hidden")
    cache.clear()
    for path in ("/blog/2009/05/hidden/", "/blog/2009/05/hidden/feed/", "/2009/05/hidden/", "/blog/tag/rope/"):
        assert fate(client, path) == (404, ""), path
    assert fate(client, "/blog/2009/05/hidden/", "fog.example.org") == (301, "/2009/05/hidden/")


def test_a_second_run_writes_no_address(shelf):
    before = dump()
    shelf.run(asked=ASKED)
    assert dump() == before


def test_a_second_blog_on_the_same_host_keeps_its_own_addresses(client, shelf, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    head = HEAD.replace("org/blog/", "org/notes/").replace("The Tide Table", "Notes")
    second = Shelf(other)
    second.path.write_bytes(export(item(7, link=f"{OLD}/notes/x/", title="Other", guid=f"{OLD}/notes/?p=7"), head=head))
    assert second.run().exit_status == 0
    cache.clear()
    there = Post.objects.get(title="Other").get_absolute_url()
    assert fate(client, "/notes/?p=7") == (301, there)
    assert fate(client, "/notes/feed/") == (301, "/feed/")
    assert fate(client, "/blog/?p=7") == (301, post_path())


def test_looking_up_an_address_costs_few_queries(client, shelf, django_assert_max_num_queries):
    client.get("/blog/?p=1", headers={"host": "tide.example.org"})
    with django_assert_max_num_queries(3):
        fate(client, POST[0])
    assert LegacyURL.objects.filter(category__isnull=False).count() == 11


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        (f"{BASE}/2009/03/low water/", "/blog/2009/03/low%20water/"),
        (f"{BASE}/?post_type=recipe&#038;recipe=soup", "/blog/?post_type=recipe&recipe=soup"),
        (f"{BASE}/?post_type=recipe&amp;lang=en&amp;item=17", "/blog/?post_type=recipe&item=17&lang=en"),
    ],
)
def test_an_address_as_html_spells_it_answers_as_browsers_ask_for_it(client, shelf, link, asked):
    other = f"{BASE}/?post_type=recipe&#038;recipe=stew"
    recipe = {"wp__post_type": "recipe", "guid": None}
    shelf.run(item(16, link=other, **recipe), item(17, link=link, **recipe), *PARTS)
    cache.clear()
    post = Post.objects.get(original_id="17")
    assert fate(client, asked) == (301, post.get_absolute_url())
    (found,) = check([link]).fates
    assert (found.fate, found.leads_to) == ("redirect", post.get_absolute_url())
