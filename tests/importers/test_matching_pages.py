"""Pages of posts that are here already, and captures of one page: united, filled, never overwritten, undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import Comment, Feedback, LegacyURL, Post, Source
from blog.publishing import save_post
from importers.loading.examining import open_page
from importers.loading.sources import Wish
from importers.models import ImportedItem, ImportRun, PageReview
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests import cast
from tests.importers.archived import HOST, SENTENCES, archive, page
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers import exports as wxr
from tests.importers.readers.movable import comment, entry

pytestmark = pytest.mark.django_db

BELL = f"{HOST}/2009/03/bell/"
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
JONAS = ("Jonas", "It was me who took the bell, and I am sorry.")
IDA = ("Ida", "No, it was me, and I would do it again tomorrow.")
WISH = Wish(slug="tide", name="Tide Table", url=HOST, timezone="Europe/Rome")


class Desk:
    """A folder from which exports and pages are imported as one source."""

    def __init__(self, folder):
        self.folder = folder

    def export(self, *entries, **options):
        path = self.folder / "export.txt"
        if entries:
            path.write_text("".join(entries))
        return run_import([path], "movable_type", Options(wish=WISH, **options))

    def pages(self, *captures, name="crawl.warc.gz", **options):
        path = self.folder / name
        if captures:
            path.write_bytes(archive(*captures))
        return run_import([path], "pages", Options(wish=WISH, **options))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def bell(*sections, **head):
    stated = {"TITLE": "The bell of the ferry", "AUTHOR": "Ines", "BASENAME": "bell", "DATE": "03/01/2009 10:00:00 AM"}
    return entry(*sections, **({"body": BODY} | stated | head))


def said(name_and_text, day=2):
    name, text = name_and_text
    return comment(text, author=name, date=f"03/0{day}/2009 10:00:00 AM", EMAIL=f"{name}@example.org")


def everything():
    """All rows, but for when posts were last written, and for what reviewing noted."""
    tables = dump(without=("first_run_id", "run_id", "updated_at", "besides"))
    return {name: rows for name, rows in tables.items() if rows and name not in ("importers_pagereview", "blog_source")}


def authors():
    return sorted(Comment.objects.values_list("author_name", flat=True))


def test_a_page_of_an_exported_post_fills_what_is_missing_and_its_comments_are_united(desk):
    desk.export(bell(said(JONAS), AUTHOR=None))
    report = desk.pages((BELL, page(comments=[JONAS, IDA])))
    assert counts(report, "post") == {"updated": 1}
    assert counts(report, "comment") == {"created": 1, "unchanged": 1}
    assert report.unbalanced() == []
    post = Post.objects.get()
    assert (post.body, post.author.name, post.original_url) == (BODY, "Ines", BELL)
    assert authors() == ["Ida", "Jonas"]
    assert Comment.objects.get(author_name="Jonas").author_email == "Jonas@example.org"
    assert LegacyURL.objects.filter(post=post, path="/2009/03/bell").exists()
    assert "by its title and its date" in next(issue.message for issue in report.issues if issue.code == "post-matched")


def test_an_exports_text_is_never_overwritten(desk):
    desk.export(bell(body=BODY.replace("six", "seven")))
    desk.pages((BELL, page(sentences=(*SENTENCES, "And one more sentence that the export does not have at all."))))
    assert Post.objects.get().body == BODY.replace("six", "seven")


def test_what_an_editor_emptied_stays_empty(desk):
    desk.export(bell())
    post = Post.objects.get()
    post.author = None
    save_post(post)
    desk.pages((BELL, page()))
    assert Post.objects.get().author is None


def test_a_lost_post_is_restored_beside_the_others(desk):
    desk.export(bell())
    other = page("The lamp at the point", sentences=tuple(sentence[::-1] for sentence in SENTENCES), day=5)
    report = desk.pages((BELL, page()), (f"{HOST}/lamp/", other))
    assert counts(report, "post") == {"created": 1, "updated": 1}
    assert sorted(Post.objects.values_list("title", flat=True)) == ["The bell of the ferry", "The lamp at the point"]


def test_a_second_run_of_both_changes_nothing(desk):
    desk.export(bell(said(JONAS)))
    desk.pages((BELL, page(comments=[JONAS, IDA])))
    before = everything()
    again = desk.pages()
    assert counts(again, "post") == {"unchanged": 1}
    assert counts(again, "comment") == {"unchanged": 2}
    assert counts(desk.export(), "post") == {"unchanged": 1}
    assert everything() == before


def test_undoing_the_pages_leaves_the_export_as_it_was(desk):
    desk.export(bell(said(JONAS), AUTHOR=None))
    before = everything()
    report = desk.pages((BELL, page(comments=[JONAS, IDA])))
    assert undo_run(report.run).kept == []
    assert {name: rows for name, rows in everything().items() if name != "blog_author"} == {
        name: rows for name, rows in before.items() if name != "blog_author"
    }


def test_a_dry_run_says_the_same(desk):
    desk.export(bell(said(JONAS)))
    captures = [(BELL, page(comments=[JONAS, IDA]))]
    rehearsed = desk.pages(*captures, dry_run=True)
    assert Comment.objects.count() == 1
    assert rehearsed.as_dict()["kinds"] == desk.pages(*captures).as_dict()["kinds"]


def test_pages_first_then_the_export_gives_one_post_with_the_exports_words(desk):
    desk.pages((BELL, page(comments=[JONAS, IDA])))
    path = Post.objects.get().path
    report = desk.export(bell(said(JONAS), body=BODY.replace("six", "seven"), TAGS="ferry"))
    assert counts(report, "post") == {"updated": 1}
    assert counts(report, "comment") == {"updated": 1}
    post = Post.objects.get()
    assert (post.body, post.path) == (BODY.replace("six", "seven"), path)
    assert post.original_url == BELL
    assert authors() == ["Ida", "Jonas"]
    assert Comment.objects.get(author_name="Jonas").author_email == "Jonas@example.org"
    before = everything()
    assert counts(desk.export(), "post") == {"unchanged": 1}
    assert counts(desk.pages(), "post") == {"unchanged": 1}
    assert counts(desk.pages(), "comment") == {"unchanged": 2}
    assert everything() == before


def test_undoing_the_export_gives_the_pages_back(desk):
    desk.pages((BELL, page(comments=[JONAS, IDA])))
    before = everything()
    report = desk.export(bell(said(JONAS), body=BODY.replace("six", "seven")))
    assert undo_run(report.run).kept == []
    assert everything() == before
    assert counts(desk.export(), "post") == {"updated": 1}


def test_what_an_editor_wrote_into_a_page_stays_when_the_export_comes(desk):
    desk.pages((BELL, page()))
    post = Post.objects.get()
    post.body = "<p>Ours.</p>"
    save_post(post)
    report = desk.export(bell(body=BODY.replace("six", "seven")))
    assert Post.objects.get().body == "<p>Ours.</p>"
    assert "conflict" in codes(report)


def test_of_two_captures_the_fuller_wins_and_nothing_is_lost(desk):
    short = page(sentences=SENTENCES[:2], comments=[JONAS])
    long = page(comments=[IDA])
    report = desk.pages((BELL, short), (BELL, long, {"date": "2010-01-01T00:00:00Z"}))
    assert report.unbalanced() == []
    assert counts(report, "post") == {"created": 1, "updated": 1}
    post = Post.objects.get()
    assert "lamp at the point" in post.body
    assert authors() == ["Ida", "Jonas"]
    before = everything()
    assert counts(desk.pages(), "post") == {"unchanged": 2}
    assert everything() == before
    assert undo_run(report.run).kept == []
    assert not Post.objects.exists()
    assert not ImportedItem.objects.exists()


def test_a_shorter_capture_overwrites_nothing_whenever_it_comes(desk):
    desk.pages((BELL, page(comments=[JONAS, IDA])))
    body = Post.objects.get().body
    report = desk.pages((BELL, page(sentences=SENTENCES[:2], comments=[JONAS])), name="later.warc.gz")
    assert Post.objects.get().body == body
    assert counts(report, "comment") == {"unchanged": 1}
    assert authors() == ["Ida", "Jonas"]


def test_pages_of_other_addresses_are_other_posts_though_they_say_the_same(desk):
    desk.pages((BELL, page()), (f"{HOST}/2010/03/bell/", page()))
    assert Post.objects.count() == 2


def test_a_page_whose_address_is_of_another_post_is_a_post_of_its_own(desk):
    canonical = f'<link rel="canonical" href="{BELL}">'
    sentences = tuple(sentence[::-1] for sentence in SENTENCES)
    desk.pages((BELL, page()), (f"{BELL}?p=2", page("The lamp", sentences=sentences, head=canonical, day=9)))
    assert Post.objects.count() == 2


def test_saved_files_without_an_address_are_matched_by_title_and_date(desk):
    desk.export(bell(said(JONAS)))
    folder = desk.folder / "saved"
    folder.mkdir()
    (folder / "bell.html").write_text(page(comments=[JONAS, IDA]))
    report = run_import([folder], "pages", Options(wish=WISH))
    assert counts(report, "comment") == {"created": 1, "unchanged": 1}
    (folder / "bell.html").write_text(page(comments=[JONAS, IDA, ("Mo", "A third voice that came much later.")]))
    again = run_import([folder], "pages", Options(wish=WISH))
    assert counts(again, "comment") == {"created": 1, "unchanged": 2}
    assert Post.objects.count() == 1
    assert undo_run(again.run).kept == []
    assert authors() == ["Ida", "Jonas"]


def test_the_same_words_of_two_readers_stay_two_and_a_comment_deleted_here_stays_deleted(desk):
    thanks = ("Jonas", "Thanks!"), ("Ida", "Thanks!")
    desk.export(bell(said(thanks[0]), said(JONAS)))
    Comment.objects.get(body=JONAS[1]).delete()
    report = desk.pages((BELL, page(comments=[*thanks, JONAS])))
    assert sorted(Comment.objects.values_list("author_name", "body_html").distinct()) == [
        ("Ida", "<p>Thanks!</p>"),
        ("Jonas", "<p>Thanks!</p>"),
    ]
    assert counts(report, "comment")["skipped"] == 1
    assert Feedback.objects.count() == 2


def test_undoing_the_export_below_pages_that_joined_it_keeps_the_post(desk):
    report = desk.export(bell(said(JONAS)))
    desk.pages((BELL, page(comments=[JONAS, IDA])))
    kept = {kept.kind for kept in undo_run(report.run).kept}
    assert "post" in kept
    assert Post.objects.count() == 1


def test_the_text_of_a_page_captured_many_times_is_no_furniture(desk):
    captures = [
        (BELL, page(comments=[JONAS, IDA][:number]), {"date": f"201{number}-01-01T00:00:00Z"}) for number in range(3)
    ]
    desk.pages(*captures, (f"{HOST}/lamp/", page("The lamp", sentences=tuple(s[::-1] for s in SENTENCES))))
    assert all(sentence in Post.objects.get(title="The bell of the ferry").body for sentence in SENTENCES)
    assert authors() == ["Ida", "Jonas"]


def test_a_list_of_posts_is_none_of_them(desk):
    desk.export(bell())
    others = tuple(f"Sentence {number} is of quite another post about other things." for number in range(30))
    desk.pages((f"{HOST}/archives/", page("", sentences=(*SENTENCES, *others), day=20)))
    assert Post.objects.count() == 2


def test_a_page_without_title_and_date_is_known_by_its_text(desk):
    desk.export(bell(said(JONAS)))
    (desk.folder / "bell.txt").write_text("\n\n".join(SENTENCES))
    report = run_import([desk.folder / "bell.txt"], "pages", Options(wish=WISH))
    assert [issue.message for issue in report.issues if issue.code == "post-matched"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("order", [("export", "pages"), ("pages", "export")])
def test_a_page_that_bears_the_number_of_an_exported_post_joins_it_in_either_order(tmp_path, order):
    numbered = page(comments=[IDA]).replace("<body>", '<body class="single postid-7">')
    export = wxr.export(wxr.item(7, title="The bell of the ferry", content__encoded=BODY))
    (tmp_path / "export.xml").write_bytes(export)
    (tmp_path / "crawl.warc.gz").write_bytes(archive((f"{HOST}/blog/post-7/", numbered)))
    paths = {"export": (tmp_path / "export.xml", "wxr"), "pages": (tmp_path / "crawl.warc.gz", "pages")}

    def run(what):
        return run_import([paths[what][0]], paths[what][1], Options(wish=WISH))

    reports = [run(what) for what in order]
    assert [report.unbalanced() for report in reports] == [[], []]
    assert (Post.objects.get().body, Comment.objects.count()) == (BODY, 1)
    for what in order:
        # The export told the blog's language, so that its pages are looked at again.
        assert counts(run(what), "post") == {"unchanged": 1}
    before = everything()
    for what in order:
        assert counts(run(what), "post") == {"unchanged": 1}
    assert everything() == before
    for key in ImportRun.objects.order_by("-pk").values_list("pk", flat=True):
        assert undo_run(key).kept == []
    assert not Post.objects.exists()


def test_an_archived_page_keeps_its_address_when_it_is_reviewed(desk):
    desk.pages((BELL, page(comments=[JONAS])))
    opened = open_page(PageReview.objects.select_related("item__source").get())
    assert opened.record.original_url == BELL


def test_the_desk_shows_runs_and_items_that_joined_a_post(desk):
    desk.export(bell(said(JONAS)))
    report = desk.pages((BELL, page(comments=[JONAS, IDA])))
    client = cast.client_of(cast.editor())
    joined = ImportedItem.objects.get(kind="capture")
    for name, key in (("importrun", report.run), ("importeditem", joined.pk)):
        address = reverse(f"admin:importers_{name}_change", args=[key])
        response = client.get(address)
        assert response.status_code == 200
        assert "The bell of the ferry" in response.content.decode()
    assert client.get(reverse("admin:importers_importeditem_changelist")).status_code == 200
    assert client.get(reverse("admin:blog_post_change", args=[Post.objects.get().pk])).status_code == 200


def test_a_page_in_doubt_brings_comments_that_wait(desk):
    desk.export(bell(said(JONAS)))
    html = page(comments=[JONAS, IDA]).replace("2 Responses", "5 Responses")
    report = desk.pages((BELL, html))
    assert dict(Comment.objects.values_list("author_name", "status")) == {"Jonas": "approved", "Ida": "pending"}
    assert "1 comments and trackbacks wait" in next(i.message for i in report.issues if i.code == "feedback-held")
    before = everything()
    again = desk.pages()
    assert (counts(again, "comment"), everything()) == ({"unchanged": 2}, before)


def test_a_comment_without_words_is_taken_for_the_one_of_its_author_and_day(desk):
    desk.export(bell(said(JONAS), said(IDA)))
    report = desk.pages((BELL, page(comments=[("Jonas", ""), IDA])))
    assert sorted(Comment.objects.values_list("author_name", flat=True)) == ["Ida", "Jonas"]
    assert report.unbalanced() == []


@pytest.mark.parametrize(("asked", "slugs"), [("tide", ["tide"]), ("", ["salt-and-kettle", "tide"])])
def test_the_source_that_was_asked_for_outweighs_a_mere_name_on_the_page(desk, tmp_path, asked, slugs):
    desk.export(bell())
    html = page().replace(f"<a href='{HOST}/'>Tide Table</a>", "Tide Table").replace("Tide Table", "Salt and Kettle")
    (tmp_path / "bell.html").write_text(html)
    report = run_import([tmp_path / "bell.html"], "pages", Options(wish=Wish(slug=asked)))
    assert sorted(Source.objects.values_list("slug", flat=True)) == slugs
    assert counts(report, "post") == ({"unchanged": 1} if asked else {"created": 1})
    assert "other-source" not in codes(report)


def test_another_blog_than_the_one_asked_for_is_told_of(desk):
    desk.export(bell())
    report = desk.pages(("http://dune.example.org/2009/03/bell/", page().replace(HOST, "http://dune.example.org")))
    (issue,) = [issue for issue in report.issues if issue.code == "other-source"]
    assert "http://dune.example.org" in issue.message
    assert Source.objects.count() == 2


def test_what_is_known_of_feedback_is_asked_once_for_all_pages_that_join_posts(desk):
    titles = [f"The bell of boat {number}" for number in range(8)]
    desk.export(*(bell(said(JONAS), TITLE=title, BASENAME=f"bell_{at}") for at, title in enumerate(titles)))

    def asked(first, last):
        captures = [(f"{HOST}/2009/03/bell_{at}/", page(titles[at], comments=[(*IDA, 3)])) for at in range(first, last)]
        with CaptureQueriesContext(connection) as queries:
            report = desk.pages(*captures, name=f"crawl-{first}.warc.gz")
        assert codes(report).count("post-matched") == last - first
        looks = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        return sum('FROM "blog_feedback"' in sql and '"post_id"' in sql for sql in looks), len(queries)

    few, many = asked(0, 2), asked(2, 8)
    assert few[0] == many[0]
    assert many[1] - few[1] <= 4 * 10
