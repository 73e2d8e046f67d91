"""What an import stores, and what it says of it."""

import pytest
from django.db import connection

from blog import search
from blog.models import Author, Category, Comment, Feedback, LegacyURL, Post, Source, TextRepair, Trackback
from importers.loading.sources import Wish
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import KINDS
from importers.running import Options, run_import
from tests.importers.blogs import codes, counts, dump, thread
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db


def category(slug, name, parent=""):
    return (
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name}</wp:cat_name></wp:category>"
    )


def used(domain, slug, name):
    return f'<category domain="{domain}" nicename="{slug}">{name}</category>'


def test_a_post_is_stored_with_its_feedback_terms_and_author(shelf):
    report = shelf.run(
        category("birds", "Birds"),
        category("waders", "Waders", "birds"),
        item(
            7,
            extra=used("category", "waders", "Waders")
            + used("post_tag", "low-tide", "Low tide")
            + comment(1)
            + comment(2, comment_type="pingback", comment_author="Elsewhere", comment_content="[…] says […]"),
        ),
    )
    assert report.exit_status == 0
    post = Post.objects.get()
    assert (post.title, post.path, post.status) == ("Post 7", "2009/03/post-7", "published")
    assert post.published_at.isoformat() == "2009-03-01T11:00:00+00:00"
    assert post.author.login == "ines"
    assert post.author.user is None
    assert [category.path for category in post.categories.all()] == ["birds/waders"]
    assert [tag.slug for tag in post.tags.all()] == ["low-tide"]
    assert Comment.objects.get().anchor == "comment-1"
    assert Trackback.objects.get().kind == "pingback"
    assert post.body_html == "<p>Text of post 7.</p>"
    assert not report.unbalanced()


def test_what_comes_in_is_closed_for_mentions_until_an_editor_opens_it(shelf):
    shelf.run(item(7, extra="<wp:ping_status>open</wp:ping_status>"))
    assert not Post.objects.get().trackbacks_open
    Post.objects.update(trackbacks_open=True)
    shelf.run(item(7, content__encoded="Other text.", extra="<wp:ping_status>closed</wp:ping_status>"))
    assert Post.objects.get().trackbacks_open


def test_a_reply_whose_parent_comes_later_keeps_its_parent(shelf):
    shelf.run(thread())
    assert Feedback.objects.get(original_id="2").parent == Feedback.objects.get(original_id="1")


def test_every_kind_has_all_six_keys(shelf):
    kinds = shelf.run(item(7)).as_dict()["kinds"]
    assert list(kinds) == list(KINDS)
    assert all(list(row) == ["seen", "created", "updated", "unchanged", "skipped", "failed"] for row in kinds.values())


def test_a_second_run_writes_nothing_but_its_run(shelf):
    shelf.run(category("birds", "Birds"), thread(), item(8, extra=used("category", "birds", "Birds")))
    before = dump()
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        report = shelf.run()
    writing = [sql for sql in statements if sql.split()[0].upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE")]
    assert writing
    assert [sql for sql in writing if "importers_importrun" not in sql] == []
    assert dump() == before
    assert counts(report, "post") == {"unchanged": 2}
    assert counts(report, "comment") == {"unchanged": 2}
    assert counts(report, "author") == {"unchanged": 1}
    assert counts(report, "category") == {"unchanged": 1}


def test_the_number_of_statements_does_not_grow_with_the_batch(shelf, django_assert_max_num_queries):
    def statements(number):
        with connection.execute_wrapper(lambda execute, *args: seen.append(args[0]) or execute(*args)):
            shelf.run(*(item(1000 * number + n, extra=comment(n)) for n in range(number)))

    seen = []
    statements(2)
    few = len(seen)
    seen.clear()
    statements(40)
    assert len(seen) <= few


def test_old_addresses_lead_to_the_post(shelf):
    shelf.run(item(7, guid="http://tide.example.org/blog/?p=7"))
    post = Post.objects.get()
    keys = {(url.host, url.path, url.query): url.post for url in LegacyURL.objects.all()}
    assert keys["tide.example.org", "/blog/post-7", ""] == post
    assert keys["tide.example.org", "/blog", "p=7"] == post


def test_an_address_that_two_posts_claim_stays_with_the_first(shelf):
    link = "http://tide.example.org/blog/same/"
    report = shelf.run(item(7, link=link), item(8, link=link))
    assert "address-collision" in codes(report)
    assert LegacyURL.objects.get(path="/blog/same").post.original_id == "7"


def test_two_posts_that_want_one_path_both_get_one(shelf):
    report = shelf.run(item(7, wp__post_name="same"), item(8, wp__post_name="same"))
    assert sorted(Post.objects.values_list("path", flat=True)) == ["2009/03/same", "2009/03/same-2"]
    assert codes(report).count("address-collision") == 1


def test_a_bad_item_does_not_stop_the_run(shelf, monkeypatch):
    from importers.loading import posts

    create = posts.PostWriter._create

    def refuse(self, place, *args):
        if place.work.item.identity == "id:8":
            raise ValueError("no room for 8")
        create(self, place, *args)

    monkeypatch.setattr(posts.PostWriter, "_create", refuse)
    report = shelf.run(item(7), item(8, extra=comment(1) + comment(2)), item(9))
    assert counts(report, "post") == {"created": 2, "failed": 1}
    assert counts(report, "comment") == {"failed": 2}
    assert not report.unbalanced()
    assert report.exit_status == 2
    (failed,) = [issue for issue in report.issues if issue.code == "item-failed"]
    assert failed.where.endswith("#item-8")
    assert "no room for 8" in failed.message
    assert sorted(Post.objects.values_list("original_id", flat=True)) == ["7", "9"]


def test_a_full_disk_stops_the_run_with_whole_items(shelf, monkeypatch):
    import errno

    from importers.loading import posts

    def full(self, *args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(posts.PostWriter, "_create", full)
    report = shelf.run(item(7))
    assert report.exit_status == 3
    assert "disk is full" in report.error
    assert not Post.objects.exists()
    assert ImportRun.objects.get().state == "stopped"


def test_an_interrupted_run_continues_when_it_is_run_again(shelf, monkeypatch):
    from importers import batching

    monkeypatch.setattr(batching, "MOST", 2)
    shelf.write(*(item(n) for n in range(1, 6)))

    def interrupt(number):
        raise KeyboardInterrupt

    report = run_import([shelf.path], "wxr", progress=interrupt)
    assert report.exit_status == 3
    assert Post.objects.count() == 2
    assert counts(report, "post") == {"created": 2}
    assert not report.unbalanced()
    again = shelf.run()
    assert counts(again, "post") == {"created": 3, "unchanged": 2}
    assert Post.objects.count() == 5


def test_the_limit_counts_posts_and_pages(shelf):
    report = shelf.run(item(7), item(8), item(9, wp__post_type="page"), limit=2)
    assert Post.objects.count() == 2
    assert report.as_dict()["kinds"]["page"]["seen"] == 0


def test_pages_answer_below_their_parents_whatever_their_order(shelf):
    shelf.run(
        item(7, wp__post_type="page", wp__post_name="boats", wp__post_parent=8),
        item(8, wp__post_type="page", wp__post_name="about", wp__post_parent=9),
        item(9, wp__post_type="page", wp__post_name="house"),
    )
    assert Post.objects.get(original_id="7").path == "house/about/boats"
    assert Post.objects.get(original_id="7").parent.path == "house/about"


def test_pages_that_stand_below_each_other_are_cut_loose(shelf):
    report = shelf.run(
        item(7, wp__post_type="page", wp__post_parent=8), item(8, wp__post_type="page", wp__post_parent=7)
    )
    assert report.exit_status == 0
    assert Post.objects.filter(parent=None).count() == 1


def test_a_parent_that_comes_in_a_later_file_is_found(shelf):
    shelf.run(item(7, wp__post_type="page", wp__post_parent=8))
    assert Post.objects.get().parent is None
    shelf.run(item(8, wp__post_type="page"))
    assert Post.objects.get(original_id="7").parent == Post.objects.get(original_id="8")
    # The page had an address already; that is kept.
    assert Post.objects.get(original_id="7").path == "post-7"


def test_attachments_belong_to_their_post_and_may_be_its_featured_image(shelf):
    thumbnail = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    picture = item(9, wp__post_type="attachment", wp__attachment_url="http://x.example/a.jpg", wp__post_parent=7)
    report = shelf.run(item(7, extra=thumbnail), picture)
    post = Post.objects.get()
    assert counts(report, "attachment") == {"created": 1}
    assert post.featured_image.original_url == "http://x.example/a.jpg"
    assert list(post.attachments.all()) == [post.featured_image]


def test_repairs_are_kept_where_they_were_made(shelf):
    garbled = "it" + "’".encode().decode("cp1252") + "s"
    report = shelf.run(
        item(7, content__encoded=f"So {garbled} late.", extra=comment(1, comment_content=f"{garbled} so"))
    )
    post, remark = Post.objects.get(), Comment.objects.get()
    assert "it’s" in post.body
    assert "it’s" in remark.body
    repairs = {(type(repair.object).__name__, repair.field): repair for repair in TextRepair.objects.all()}
    assert set(repairs) == {("Post", "body"), ("Feedback", "body")}
    assert repairs["Post", "body"].state == "applied"
    assert repairs["Post", "body"].prefix.endswith("So it")
    assert sum(report.repairs.values()) == 2


def test_a_source_is_found_again_by_its_address(shelf):
    shelf.run(item(7))
    shelf.run(item(7), wish=Wish(slug="other"))
    assert list(Source.objects.order_by("pk").values_list("slug", "base_url")) == [
        ("the-tide-table", "http://tide.example.org/blog/"),
        ("other", "http://tide.example.org/blog/"),
    ]
    assert Post.objects.count() == 2
    assert shelf.run(item(7)).source == "the-tide-table"


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (Options(wish=Wish(timezone="Mars/Olympus")), "Mars/Olympus"),
        (Options(wish=Wish(language="klingonish")), "klingonish"),
        (Options(wish=Wish(slug="No Slug")), "no-slug"),
        (Options(encoding="utf-99"), "utf-99"),
        (Options(limit=0), "--limit"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(shelf, options, word):
    report = run_import([shelf.write(item(7)).path], "wxr", options)
    assert report.exit_status == 1
    assert word in report.error
    assert not ImportRun.objects.exists()


def test_the_zone_of_the_source_places_local_times(shelf):
    shelf.run(item(7, wp__post_date_gmt=None), wish=Wish(timezone="Europe/Rome"))
    assert Post.objects.get().published_at.isoformat() == "2009-03-01T11:00:00+00:00"


def test_each_created_item_has_its_change_and_its_raw_source(shelf):
    from importers.packing import unpacked

    shelf.run(thread())
    assert ImportChange.objects.filter(before__isnull=True).count() == ImportedItem.objects.count() == 4
    post = ImportedItem.objects.get(kind="post")
    assert b"<wp:post_id>" in unpacked(post.raw)
    assert set(post.parts.values_list("kind", flat=True)) == {"comment"}
    assert post.provenance["fields"]["title"]["raw"] == "Post 7"


def test_terms_and_authors_that_exist_are_used(shelf):
    Category.objects.create(name="Our birds", slug="birds")
    report = shelf.run(category("birds", "Birds"), item(7, extra=used("category", "birds", "Birds")))
    assert Category.objects.get().name == "Our birds"
    assert counts(report, "category") == {"unchanged": 1}
    assert Author.objects.count() == 1


def test_categories_that_stand_under_each_other_are_cut_loose(shelf):
    report = shelf.run(category("a", "A", "b"), category("b", "B", "a"), item(7))
    assert counts(report, "category") == {"created": 2}
    assert sorted(Category.objects.values_list("path", flat=True)) == ["b", "b/a"]
    assert not report.unbalanced()


def test_a_category_that_is_used_before_its_parent_is_declared_stands_under_it(shelf):
    report = shelf.run(category("waders", "Waders", "birds"), category("birds", "Birds"), item(7))
    assert counts(report, "category") == {"created": 2}
    assert Category.objects.get(slug="waders").path == "birds/waders"


def test_two_authors_of_one_name_are_two(shelf):
    def author(login):
        return (
            f"<wp:author><wp:author_login>{login}</wp:author_login>"
            "<wp:author_display_name>Ines</wp:author_display_name></wp:author>"
        )

    shelf.run(author("ines"), author("ines2"), item(7), item(8, dc__creator="ines2"))
    assert sorted(Author.objects.values_list("slug", "login")) == [("ines", "ines"), ("ines-2", "ines2")]


def test_search_finds_a_new_post_and_a_changed_one_by_all_that_they_hold(shelf):
    def found(words):
        return [post.original_id for post in search.find(words)]

    shelf.run(
        item(
            7,
            content__encoded="<p>Un été à Łódź</p>",
            excerpt__encoded="estuary",
            extra=used("post_tag", "low-tide", "Low tide") + used("category", "birds", "Waders"),
        )
    )
    for words in ("post 7", "ete", "lodz", "estuary", "low tide", "waders", "ines"):
        assert found(words) == ["7"], words
    shelf.run(item(7, content__encoded="<p>Winter</p>"))
    assert found("winter") == ["7"]
    assert found("ete") == []
