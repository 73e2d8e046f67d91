"""What a person decided about a page stands in its post, traced and undone like an import, and no import undoes it."""

import pytest

from blog.models import Feedback, ModerationEvent, Post
from importers.interrupting import Interruption
from importers.loading import deciding
from importers.loading.examining import open_page
from importers.models import ImportChange, ImportRun, PageReview
from importers.reporting import Unusable
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests import cast
from tests.importers.reviews import NEWS, bring, decide, review_of

pytestmark = pytest.mark.django_db
TIP = "Subscribe to the river"


@pytest.fixture
def review(tmp_path):
    bring(tmp_path, news=NEWS)
    return review_of()


def body():
    return Post.objects.get().body


def test_a_page_with_a_failed_count_waits_for_review(review):
    assert (review.state, review.reasons) == ("waiting", ["checksum"])


def test_a_page_of_which_all_is_sure_does_not_wait(tmp_path):
    bring(tmp_path, news=NEWS.replace("2 Comments", "1 Comment"))
    assert review_of().state == "sure"


def test_the_post_follows_what_was_decided(review):
    editor = cast.editor()
    page = decide(decide(review, "furniture", TIP).review, "title", "A day on the river")
    written = deciding.save(page, editor)
    assert written.changed
    assert TIP not in body()
    assert "We rowed until" in body()
    review.refresh_from_db()
    assert (review.state, review.decided, review.reviewed_by) == ("reviewed", True, editor)


def test_a_decision_is_traced_as_a_run_and_as_history(review):
    editor = cast.editor()
    deciding.save(decide(review, "body", TIP), editor)
    deciding.save(decide(review, "furniture", TIP), editor)
    run = ImportRun.objects.filter(reader="review").latest("pk")
    assert (run.started_by, run.state) == (editor, "finished")
    assert run.report["kinds"]["post"]["updated"] == 1
    assert ImportChange.objects.get(run=run, item=review.item).before["body"]
    assert Post.objects.get().history.first().history_user == editor


def test_the_status_is_not_of_the_page(review):
    post = Post.objects.get()
    assert post.status == "draft"
    deciding.save(decide(review, "furniture", TIP), cast.editor())
    post.refresh_from_db()
    assert post.status == "draft"


def test_undoing_the_run_gives_back_what_stood_there(review):
    deciding.save(decide(review, "body", TIP), cast.editor())
    before = body()
    deciding.save(decide(review, "furniture", TIP), cast.editor("ed"))
    assert body() != before
    undo_run(ImportRun.objects.filter(reader="review").latest("pk").pk)
    assert body() == before
    review.refresh_from_db()
    assert (review.state, review.decided) == ("waiting", False)


def test_what_an_editor_wrote_is_kept(review):
    Post.objects.update(body="Mine.", title="Mine")
    written = deciding.save(decide(review, "furniture", TIP, "2 Comments"), cast.editor())
    post = Post.objects.get()
    assert (post.body, post.title) == ("Mine.", "Mine")
    assert {issue.code for issue in written.conflicts} <= {"conflict"}


def test_a_comment_that_is_none_goes_to_the_trash_and_comes_back(review):
    editor = cast.editor()
    said = "The lantern was mine"
    deciding.save(decide(review, "furniture", said, "Peer Holm"), editor)
    comment = Feedback.objects.get()
    assert comment.status == "trash"
    assert ModerationEvent.objects.get().by == editor
    deciding.undo_step(review, review.version)
    deciding.save(open_page(review), editor)
    comment.refresh_from_db()
    assert comment.status == "approved"


def test_a_comment_that_a_person_dealt_with_stays(review):
    Feedback.objects.update(body="Edited here.")
    deciding.save(decide(review, "furniture", "The lantern was mine", "Peer Holm"), cast.editor())
    assert Feedback.objects.get().status == "approved"


def test_a_comment_of_which_the_text_was_cut_otherwise_is_the_same_comment(review):
    before = Feedback.objects.get()
    deciding.save(decide(review, "comment", TIP, "The lantern was mine"), cast.editor())
    after = Feedback.objects.exclude(status="trash").get()
    assert (after.pk, after.author_name) == (before.pk, "Peer Holm")


def test_a_reviewed_page_is_not_overwritten_when_it_comes_again(review, tmp_path):
    deciding.save(decide(review, "furniture", TIP, "The lantern was mine", "Peer Holm"), cast.editor())
    before = body()
    same = run_import([tmp_path], "pages")
    assert same.tally.counts["post", "unchanged"] == 1
    assert "reviewed-here" not in [issue.code for issue in same.issues]
    report = bring(tmp_path, news=NEWS + "\nAnd a line that was not there.\n")
    assert "reviewed-here" in [issue.code for issue in report.issues]
    assert report.tally.counts["post", "skipped"] == 1
    assert body() == before


def test_who_asks_for_it_overwrites_a_reviewed_page_and_it_waits_again(review, tmp_path):
    deciding.save(decide(review, "furniture", TIP, "We rowed until"), cast.editor())
    run_import([tmp_path], "pages", Options(update="force"))
    assert "We rowed until" in body()
    review.refresh_from_db()
    assert (review.state, review.decided, len(review.steps)) == ("waiting", False, 1)


def test_nobody_decides_upon_what_has_changed_meanwhile(review):
    other = PageReview.objects.get(pk=review.pk)
    decide(review, "furniture", TIP)
    with pytest.raises(deciding.Overtaken):
        deciding.add_step(other, 0, {"part": "body", "lines": []})
    assert len(PageReview.objects.get().steps) == 1


def test_nothing_is_written_while_an_import_of_the_blog_is_at_work(review):
    run = ImportRun.objects.get()
    ImportRun.objects.filter(pk=run.pk).update(state="running", holder="elsewhere:1:1")
    page = decide(review, "furniture", TIP)
    with pytest.raises(Unusable, match="at work"):
        deciding.save(page, cast.editor())
    assert not ImportRun.objects.filter(reader="review").exists()


def test_a_run_that_changed_nothing_is_not_kept(review):
    deciding.save(open_page(review), cast.editor())
    assert not ImportRun.objects.filter(reader="review").exists()
    assert PageReview.objects.get().state == "reviewed"


def test_pages_built_alike_follow_but_for_those_that_somebody_decided_upon(tmp_path):
    pages = {name: NEWS.replace("river", name).replace("lantern", f"{name} lamp") for name in ("one", "two", "three")}
    bring(tmp_path, **pages)
    editor = cast.editor()
    tip = "Subscribe to the"
    deciding.save(decide(review_of("three"), "body", tip), editor)
    page = decide(review_of("one"), "furniture", tip)
    keys = list(deciding.alike(page.review).values_list("pk", flat=True))
    assert keys == [review_of("two").pk]
    run = deciding.begin_run(page.review.source_id, editor, ["one.txt"])
    with deciding.ReviewRun(run) as writing:
        deciding.apply_alike(writing, page, [*keys, review_of("three").pk], editor)
    two = review_of("two")
    assert two.decided
    assert two.example == page.review
    assert tip not in Post.objects.get(pk=two.item.object_id).body
    assert list(deciding.alike(page.review)) == []


def test_a_page_is_read_again_in_the_encoding_in_which_it_came(tmp_path):
    text = NEWS.replace("lantern", "Laterne aus Öhringen für Käthe")
    (tmp_path / "news.txt").write_bytes(text.encode("cp850"))
    run_import([tmp_path], "pages", Options(encoding="cp850"))
    assert "Öhringen" in open_page(review_of()).record.comments[0].body


def test_where_the_page_lay_is_not_of_the_page(review):
    Post.objects.update(original_url="http://old.example/news/")
    review.item.written["original_url"] = "http://old.example/news/"
    review.item.save()
    deciding.save(decide(review, "furniture", TIP), cast.editor())
    assert Post.objects.get().original_url == "http://old.example/news/"


def test_a_run_that_is_cancelled_ends_between_two_pages(tmp_path):
    bring(tmp_path, **{name: NEWS.replace("river", name) for name in ("one", "two", "three")})
    page = decide(review_of("one"), "furniture", "Subscribe to the")
    keys = list(deciding.alike(page.review).values_list("pk", flat=True))
    run = deciding.begin_run(page.review.source_id, cast.editor(), ["one.txt"])
    interruption = Interruption()
    interruption.wanted = True
    with pytest.raises(KeyboardInterrupt), deciding.ReviewRun(run, interruption) as writing:
        deciding.apply_alike(writing, page, keys, None)
    run.refresh_from_db()
    assert run.state == "stopped"
    assert not PageReview.objects.filter(decided=True).exists()


def test_undoing_what_was_done_to_pages_built_alike_makes_them_as_they_were(tmp_path):
    bring(tmp_path, **{name: NEWS.replace("river", name) for name in ("one", "two")})
    page = decide(review_of("one"), "furniture", "Subscribe to the")
    before = Post.objects.get(pk=review_of("two").item.object_id).body
    run = deciding.begin_run(page.review.source_id, cast.editor(), ["one.txt"])
    with deciding.ReviewRun(run) as writing:
        deciding.apply_alike(writing, page, [review_of("two").pk], None)
    undo_run(run.pk)
    two = review_of("two")
    assert Post.objects.get(pk=two.item.object_id).body == before
    assert (two.steps, two.decided, two.state, two.reasons) == ([], False, "waiting", ["checksum"])
    assert list(deciding.alike(page.review)) == [two]


def test_a_refused_save_leaves_no_run_behind(review):
    page = decide(review, "furniture", TIP)
    Post.objects.all().delete()
    with pytest.raises(Unusable):
        deciding.save(page, cast.editor())
    assert not ImportRun.objects.filter(reader="review").exists()


def test_what_somebody_decided_while_a_page_was_saved_is_told_and_not_passed_over(review):
    page = decide(review, "furniture", TIP)
    decide(review_of(), "furniture", "2 Comments")
    with pytest.raises(deciding.Overtaken):
        deciding.save(page, cast.editor())
    assert TIP in body()
    assert review_of().state == "waiting"
