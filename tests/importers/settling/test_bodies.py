"""Bodies are rewritten once when all is stored; an update takes them for what the file brought."""

import pytest

from blog import publishing, search
from blog.models import Post
from importers import rewriting
from importers.models import ImportChange, ImportedItem
from importers.rewriting import Rewritten
from importers.settling import bodies
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db


def shouting(found):
    """A rewriter that makes "shout" loud where the post of the id beside it is here."""

    def gather(asked):
        here = set(Post.objects.filter(source=asked[0].source_id).values_list("original_id", flat=True))
        found.append([body.post_id for body in asked])

        def rewrite(body):
            words = body.text.split()
            said = ["LOUD" if word == "shout8" and "8" in here else word for word in words]
            return Rewritten(" ".join(said), missing="shout8" in said)

        return rewrite

    return gather


@pytest.fixture
def asked(monkeypatch):
    """The posts that the rewriter was asked about, chunk by chunk."""
    found = []
    wish = {"shouting": lambda body, body_format, hosts: "shout" in body}
    monkeypatch.setattr(rewriting, "WISHES", wish)
    monkeypatch.setattr(bodies, "REWRITERS", {"shouting": shouting(found)})
    return found


def quiet(title="Post 7", body="One shout8 here."):
    return item(7, title=title, content__encoded=body)


def post():
    return Post.objects.get(original_id="7")


def test_a_body_is_rewritten_when_what_it_speaks_of_comes_later_in_the_file(shelf, asked):
    shelf.run(quiet(), item(8), item(9))
    assert post().body == "One LOUD here."
    assert "LOUD" in post().body_html
    assert [found.pk for found in search.find("loud")] == [post().pk]
    assert asked == [[post().pk]]
    assert not ImportedItem.objects.filter(unsettled=True).exists()


def test_a_run_that_brings_the_rest_settles_what_an_earlier_one_could_not(shelf, asked):
    shelf.run(quiet())
    assert ImportedItem.objects.get(unsettled=True).object_id == post().pk
    report = shelf.run(quiet(), item(8))
    assert counts(report, "post") == {"created": 1, "updated": 1}
    assert post().body == "One LOUD here."
    change = ImportChange.objects.get(run=report.run, item__object_id=post().pk, item__kind="post")
    assert change.before["body"][1] == "One shout8 here."


@pytest.mark.parametrize("rest", [(), (item(8),)])
def test_an_unchanged_file_writes_nothing_and_does_not_look_at_hopeless_bodies_again(shelf, asked, rest):
    shelf.run(quiet(), *rest)
    before, number = dump(), len(asked)
    shelf.run()
    assert dump() == before
    assert len(asked) == number


def test_an_update_of_the_title_leaves_the_settled_body_alone(shelf, asked):
    shelf.run(quiet(), item(8))
    report = shelf.run(quiet(title="Another"), item(8))
    assert (post().title, post().body) == ("Another", "One LOUD here.")
    assert codes(report) == []


def test_an_editor_s_body_stays_when_the_source_changed_the_title_only(shelf, asked):
    shelf.run(quiet(), item(8))
    edited = post()
    edited.body = "Mine, shout8."
    publishing.save_post(edited)
    report = shelf.run(quiet(title="Another"), item(8), item(10))
    assert (post().title, post().body) == ("Another", "Mine, shout8.")
    assert codes(report) == []


def test_a_body_that_changed_at_the_source_is_settled_again(shelf, asked):
    shelf.run(quiet(), item(8))
    report = shelf.run(quiet(body="Two shout8 now."), item(8))
    assert counts(report, "post") == {"updated": 1, "unchanged": 1}
    assert post().body == "Two LOUD now."
    change = ImportChange.objects.get(run=report.run)
    assert (change.before["body"][1], change.after["body"][1]) == ("One LOUD here.", "Two LOUD now.")
    before = dump()
    shelf.run()
    assert dump() == before


def test_a_body_that_changed_on_both_sides_is_a_conflict_told_once(shelf, asked):
    shelf.run(quiet(), item(8))
    edited = post()
    edited.body = "Mine."
    publishing.save_post(edited)
    assert codes(shelf.run(quiet(body="Two shout8 now."), item(8))) == ["conflict"]
    assert post().body == "Mine."
    assert codes(shelf.run(quiet(title="Another", body="Two shout8 now."), item(8))) == []
    assert post().body == "Mine."


def test_a_forced_update_overwrites_an_editor_s_body_with_a_settled_one(shelf, asked):
    shelf.run(quiet(), item(8))
    edited = post()
    edited.body = "Mine."
    publishing.save_post(edited)
    shelf.run(quiet(), item(8), update="force")
    assert post().body == "One LOUD here."
    before = dump()
    shelf.run(update="force")
    assert dump() == before


def test_undoing_the_run_that_settled_a_body_restores_it_and_importing_again_redoes_it(shelf, asked):
    shelf.run(quiet())
    report = shelf.run(quiet(), item(8))
    assert undo_run(report.run).exit_status == 0
    assert post().body == "One shout8 here."
    shelf.run()
    assert post().body == "One LOUD here."


def test_undoing_an_update_and_importing_it_again_settles_it_again(shelf, asked):
    shelf.run(quiet(), item(8))
    report = shelf.run(quiet(body="Two shout8 now."), item(8))
    assert undo_run(report.run).exit_status == 0
    assert post().body == "One LOUD here."
    shelf.run()
    assert post().body == "Two LOUD now."


def test_undoing_the_first_run_removes_settled_posts(shelf, asked):
    report = shelf.run(quiet(), item(8))
    assert undo_run(report.run).exit_status == 0
    assert not Post.objects.exists()


def test_a_rewriter_that_fails_on_a_body_leaves_it_and_says_so(shelf, monkeypatch, asked):
    def failing(asked):
        def rewrite(body):
            if "shout9" in body.text:
                raise ValueError("too loud")
            return Rewritten(body.text.replace("shout8", "LOUD"))

        return rewrite

    monkeypatch.setattr(bodies, "REWRITERS", {"shouting": failing})
    report = shelf.run(quiet(), item(8, content__encoded="shout9"))
    assert codes(report) == ["body-unsettled"]
    assert post().body == "One LOUD here."
    assert Post.objects.get(original_id="8").body == "shout9"


@pytest.mark.parametrize("number", [3, 60])
def test_a_chunk_costs_the_same_number_of_queries_whatever_it_holds(
    shelf, asked, django_assert_max_num_queries, number, monkeypatch
):
    monkeypatch.setattr(search, "index", lambda posts: None)  # the index is brought up to date row by row
    quiet_ones = [item(n, content__encoded="One shout8") for n in range(10, 10 + number)]
    shelf.run(*quiet_ones)
    with django_assert_max_num_queries(67):
        shelf.run(*quiet_ones, item(8))
    assert Post.objects.filter(body="One LOUD").count() == number


def test_large_bodies_are_rewritten_a_few_at_a_time(shelf, asked, monkeypatch):
    monkeypatch.setattr(bodies, "CHUNK_LENGTH", 100)
    shelf.run(*(item(n, content__encoded="shout8 " + "x" * 60) for n in range(1, 6)))
    assert [len(chunk) for chunk in asked] == [2, 2, 1]
