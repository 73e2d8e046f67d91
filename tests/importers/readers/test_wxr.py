"""Sound exports: what each element becomes."""

import pytest

from importers.readers import sniff
from importers.records import AttachmentRecord, AuthorRecord, PostRecord, SiteRecord, Skipped, TermRecord

from .exports import HEAD, SourceFile, codes, comment, export, field, issues, item, of, post, posts, read

AUTHOR = (
    "<wp:author>"
    + field("wp:author_login", "ines")
    + field("wp:author_email", "ines@example.org")
    + field("wp:author_display_name", "Inês &amp; Co")
    + "</wp:author>"
)
CATEGORIES = (
    "<wp:category><wp:category_nicename>shore</wp:category_nicename><wp:category_parent></wp:category_parent>"
    "<wp:cat_name><![CDATA[Shore]]></wp:cat_name></wp:category>"
    "<wp:category><wp:category_nicename>low-tide</wp:category_nicename><wp:category_parent>shore</wp:category_parent>"
    "<wp:cat_name><![CDATA[Low &amp; lower]]></wp:cat_name></wp:category>"
    "<wp:tag><wp:tag_slug>%d0%bc%d0%be%d1%80%d0%b5</wp:tag_slug><wp:tag_name><![CDATA[Море]]></wp:tag_name></wp:tag>"
)


def term(domain, nicename, name):
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>'


def test_the_channel_says_what_the_blog_is_called():
    (site,) = of(SiteRecord, read(export()))
    assert (site.name, site.tagline) == ("The Tide Table", "Notes & errata")
    assert (site.url, site.language) == ("http://tide.example.org/blog/", "en-GB")


def test_authors_and_terms_come_as_declared_with_parents_and_readable_slugs():
    records = read(export(AUTHOR, CATEGORIES))
    assert of(AuthorRecord, records) == [AuthorRecord("Inês & Co", "ines", "ines@example.org")]
    assert [(t.taxonomy, t.slug, t.name, t.parent, t.declared) for t in of(TermRecord, records)] == [
        ("category", "shore", "Shore", "", True),
        ("category", "low-tide", "Low & lower", "shore", True),
        ("tag", "море", "Море", "", True),
    ]


def test_a_post_carries_all_that_its_item_says():
    extra = field("excerpt:encoded", "Short.") + "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
    extra += "<wp:meta_value><![CDATA[99]]></wp:meta_value></wp:postmeta>" + term("category", "low-tide", "Low")
    (record,) = posts(AUTHOR, CATEGORIES, item(370, extra, wp__is_sticky=1, wp__comment_status="open"))
    assert (record.origin, record.source_id, record.kind) == ("export.xml#item-370", "370", "post")
    assert (record.title, record.slug, record.body) == ("Post 370", "post-370", "Text of post 370.")
    assert (record.body_format, record.excerpt, record.status) == ("wordpress", "Short.", "published")
    assert (record.author.name, record.author.login) == ("Inês & Co", "ines")
    assert [category.parent for category in record.categories] == ["shore"]
    assert (record.sticky, record.comments_open, record.featured_image_id) == (True, True, "99")
    assert record.meta["postmeta"] == [["_thumbnail_id", "99"]]
    assert record.raw.startswith(b"<item>")
    assert record.raw.endswith(b"</item>")


def test_an_item_is_found_under_every_address_it_had():
    record = post(item(4, wp__post_type="page", guid="http://tide.example.org/blog/?page_id=4"))
    assert record.kind == "page"
    assert record.original_url == "http://tide.example.org/blog/post-4/"
    assert set(record.legacy_urls) == {
        "http://tide.example.org/blog/?page_id=4",
        "http://tide.example.org/blog/?p=4",
        "http://tide.example.org/blog/post-4/",
    }


@pytest.mark.parametrize(
    ("namespace", "prefix"),
    [
        ("http://wordpress.org/export/1.0/", "wp"),
        ("https://wordpress.org/export/1.2/", "wp"),
        ("http://wordpress.org/export/1.1/", "w"),
    ],
)
def test_versions_schemes_and_prefixes_do_not_matter(namespace, prefix):
    data = export(AUTHOR, item(5)).decode().replace("http://wordpress.org/export/1.2/", namespace)
    data = data.replace("xmlns:wp=", f"xmlns:{prefix}=").replace("<wp:", f"<{prefix}:").replace("</wp:", f"</{prefix}:")
    records = read(data.encode())
    assert [record.source_id for record in of(PostRecord, records)] == ["5"]
    assert [author.login for author in of(AuthorRecord, records)] == ["ines"]


def test_the_excerpt_is_not_the_text():
    extra = field("excerpt:encoded", "short")
    assert (post(item(1, extra)).excerpt, post(item(1, extra)).body) == ("short", "Text of post 1.")


@pytest.mark.parametrize(
    ("stated", "status", "code"),
    [
        ("publish", "published", None),
        ("draft", "draft", None),
        ("auto-draft", "draft", None),
        ("pending", "in_review", None),
        ("private", "private", None),
        ("trash", "archived", None),
        ("future", "draft", "scheduled-draft"),
        ("wc-shipped", "draft", "status-unknown"),
        (None, "draft", "status-unknown"),
    ],
)
def test_nothing_becomes_public_that_was_not(stated, status, code):
    record = post(item(wp__status=stated))
    assert record.status == status
    assert [issue.code for issue in record.issues] == ([code] if code else [])
    assert record.meta["status"] == (stated or "")


@pytest.mark.parametrize(
    ("stated", "status", "code"),
    [
        ("Publish", "published", None),
        (" PUBLISH\n", "published", None),
        ("Private ", "private", None),
        ("Draft", "draft", None),
        ("Future", "draft", "scheduled-draft"),
        ("Trash", "archived", None),
        ("publish ed", "draft", "status-unknown"),
        ("unpublish", "draft", "status-unknown"),
    ],
)
def test_a_status_is_the_same_in_capitals_and_with_blanks_as_for_the_database_it_came_from(stated, status, code):
    record = post(item(wp__status=stated))
    assert (record.status, record.meta["status"]) == (status, stated.strip())
    assert [issue.code for issue in record.issues] == ([code] if code else [])
    assert post(item(wp__status=stated, wp__post_password="sesame")).status == (
        "private" if status == "published" else status
    )


def test_types_and_switches_count_in_capitals_too():
    parts = (
        item(7, wp__post_type="Page", wp__comment_status="Open"),
        item(8, wp__post_type="ATTACHMENT", wp__status="Inherit", wp__attachment_url="http://tide.example.org/a.jpg"),
        item(9, wp__post_type="Nav_Menu_Item"),
    )
    records = read(export(*parts))
    assert [(one.kind, one.comments_open) for one in of(PostRecord, records)] == [("page", True)]
    assert [one.has_page for one in of(AttachmentRecord, records)] == [True]
    assert [one.kind for one in of(Skipped, records)] == ["post"]


@pytest.mark.parametrize("password", ["sesame", "se</wp:post_password>same", "sesame]sesame"])
def test_a_password_makes_private_and_stands_in_no_field(password):
    record = post(item(wp__post_password=password, content__encoded="Behind the door."))
    assert record.status == "private"
    assert [issue.code for issue in record.issues] == ["private-password"]
    assert "same" not in repr(record)
    assert b"<wp:post_password>***</wp:post_password>" in record.raw
    assert b"Behind the door." in record.raw


@pytest.mark.parametrize(
    ("local", "utc", "feed", "iso"),
    [
        ("2009-03-01 12:00:00", "2009-03-01 11:00:00", "", "2009-03-01T11:00:00Z"),
        ("0000-00-00 00:00:00", "2009-03-01 11:00:00", "", "2009-03-01T11:00:00Z"),
        ("2009-03-01 12:00:00", "2010-03-01 11:00:00", "", "2010-03-01T11:00:00Z"),
        ("2009-03-01 12:00:00", "0000-00-00 00:00:00", "", "2009-03-01T12:00:00"),
        ("", "", "Sun, 01 Mar 2009 11:00:00 +0000", "2009-03-01T11:00:00Z"),
        ("", "", "Sun, 01 Mar 2009 11:00:00 -0000", "2009-03-01T11:00:00Z"),
        ("", "", "Sun, 01 Mar 2009 11:00:00 PST", "2009-03-01T19:00:00Z"),
        ("", "", "2009-03-01T11:00:00+05:30", "2009-03-01T05:30:00Z"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("-0001-11-30 00:00:00", "0000-00-00 00:00:00", "Tue, 30 Nov 1999 00:00:00 +0000", None),
    ],
)
def test_a_date_is_the_surest_of_those_the_item_states(local, utc, feed, iso):
    record = post(item(wp__post_date=local, wp__post_date_gmt=utc, pubDate=feed))
    assert (record.published and record.published.iso()) == iso
    assert [issue.code for issue in record.issues] == ([] if iso else ["date-missing"])


def test_a_feeds_date_that_nobody_can_read_is_named():
    record = post(item(wp__post_date="", wp__post_date_gmt="", pubDate="sab, 06 giu 2009 11:00:00 +0200"))
    assert [issue.code for issue in record.issues] == ["date-unreadable", "date-missing"]


def test_the_wall_clock_keeps_its_offset():
    assert post(item()).published.offset == 60


def test_a_draft_takes_no_date_from_the_feed():
    feed = "Sun, 01 Mar 2009 11:00:00 +0000"
    assert post(item(wp__status="draft", wp__post_date="", wp__post_date_gmt="", pubDate=feed)).published is None


def test_a_date_that_cannot_be_read_is_named():
    record = post(item(wp__post_date="1 March", wp__post_date_gmt=""))
    assert [issue.code for issue in record.issues] == ["date-unreadable", "date-missing"]


def test_terms_without_a_nicename_are_found_by_name_and_not_counted_twice():
    extra = "<category><![CDATA[Low &amp; lower]]></category>" + term("category", "low-tide", "Low &amp; lower")
    extra += '<category domain="tag"><![CDATA[Night Walks]]></category>' + term("tag", "night-walks", "Night Walks")
    extra += '<category domain="category"><![CDATA[Unheard of]]></category>'
    (record,) = posts(CATEGORIES, item(1, extra))
    assert [category.slug for category in record.categories] == ["low-tide", "unheard-of"]
    assert [tag.slug for tag in record.tags] == ["night-walks"]


def test_other_taxonomies_are_kept_beside_the_post():
    record = post(item(1, term("series", "winter", "Winter")))
    assert record.meta["terms"] == [{"taxonomy": "series", "slug": "winter", "name": "Winter"}]
    assert record.categories == record.tags == ()


def test_custom_types_are_posts_that_say_so():
    record = post(item(wp__post_type="recipe"))
    assert (record.kind, record.meta["post_type"]) == ("post", "recipe")


@pytest.mark.parametrize("post_type", ["nav_menu_item", "revision", "oembed_cache", "wp_global_styles", "wp_block"])
def test_what_is_no_writing_is_skipped_with_a_reason(post_type):
    records = read(export(item(3, wp__post_type=post_type)))
    (skipped,) = of(Skipped, records)
    assert (skipped.kind, skipped.issue.code, skipped.issue.where) == ("post", "item-skipped", "export.xml#item-3")
    assert post_type in skipped.issue.message
    assert not of(PostRecord, records)


def test_attachments_keep_address_alt_and_parent():
    extra = field("wp:attachment_url", "http://tide.example.org/up/boat.jpg") + field("excerpt:encoded", "A boat.")
    extra += "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
    extra += "<wp:meta_value><![CDATA[blue boat]]></wp:meta_value></wp:postmeta>" + comment(1)
    records = read(export(item(8, extra, wp__post_type="attachment", wp__status="inherit", wp__post_parent=7)))
    (found,) = of(AttachmentRecord, records)
    assert (found.url, found.caption, found.alt) == ("http://tide.example.org/up/boat.jpg", "A boat.", "blue boat")
    assert (found.parent_id, found.origin) == ("7", "export.xml#item-8")
    assert [skipped.kind for skipped in of(Skipped, records)] == ["comment"]


def test_an_item_without_an_id_has_an_ordinal():
    assert [record.origin for record in posts(item(1), item(None))] == ["export.xml#item-1", "export.xml#item@2"]


def test_an_empty_item_is_refused_and_stops_nothing():
    records = read(export("<item><wp:status>publish</wp:status></item>", item(2)))
    assert codes(records) == ["item-invalid"]
    assert [record.source_id for record in of(PostRecord, records)] == ["2"]


def test_unknown_fields_are_kept():
    record = post(item(1, "<wp:mood>calm</wp:mood>"))
    assert record.meta["other"] == [["mood", "calm"]]


def test_an_export_is_recognised_by_its_content_whatever_its_name():
    assert sniff(SourceFile("old.txt", content=export(item()))) == "wxr"
    assert sniff(SourceFile("feed.xml", content=b"<rss><channel><item/></channel></rss>")) != "wxr"


def test_an_export_without_items_says_so():
    (issue,) = issues(read(export()))
    assert issue.code == "file-empty"


def test_a_namespace_for_names_without_a_prefix_hides_nothing_of_the_blog():
    head = HEAD.replace('<rss version="2.0"', '<rss version="2.0" xmlns="http://backend.userland.com/rss2"')
    site, found, *_ = read(export(item(7), head=head))
    assert (site.name, site.language, found.title) == ("The Tide Table", "en-GB", "Post 7")
