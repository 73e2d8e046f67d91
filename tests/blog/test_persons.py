"""One person's data: all of it is given, and erased without a trace where threads allow it."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from blog import feedback_search, moderation, persons
from blog.models import AuthorNote, Comment, Feedback, ModerationEvent, ReplyNotice
from importers.erasing import redaction
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.packing import packed, unpacked
from tests import cast

pytestmark = pytest.mark.django_db
JO = "Jo.Quill@mail.example"
TRACES = ("Jo Quill", "jo.quill@mail.example", "198.51.100.77", "https://quill.example/", "I live at the quay")


@pytest.fixture
def post():
    return cast.a_post(title="A storm", language="en")


@pytest.fixture
def world(post):
    """Two comments of Jo, one with an answer, imported; a note, an edit, a decision."""
    fields = {"author_name": "Jo Quill", "author_email": JO.lower(), "author_address": "198.51.100.77"}
    fields |= {"author_url": "https://quill.example/", "source_meta": {"agent": "Jo Quill’s"}}
    first = cast.a_comment(post, body="I live at the quay, number 4.", status="approved", **fields)
    second = cast.a_comment(post, body="Write to jo.quill@mail.example", **fields)
    answer = cast.a_comment(post, parent=first, status="approved", body="So do I.")
    moderation.edit(Feedback.objects.get(pk=second.pk), {"author_name": "Jo Quill."}, by=cast.moderator())
    moderation.mark_spam([second.pk], reason=f"{JO} again, from 198.51.100.77")
    AuthorNote.objects.create(author=f"email:{JO.lower()}", text="Jo Quill writes by night")
    ReplyNotice.objects.create(reply=answer)
    source = cast.a_source()
    run = ImportRun.objects.create(source=source, reader="wxr")
    raw = (
        "<item>The storm<wp:comment><wp:comment_author>Jo Quill</wp:comment_author><wp:comment_author_email>"
        f"{JO}</wp:comment_author_email>I live at the quay, number 4.</wp:comment>"
        "<wp:comment>So do I.</wp:comment></item>"
    )
    whole = ImportedItem.objects.create(
        source=source, kind="post", identity="1", object_id=post.pk, raw=packed(raw.encode())
    )
    for n, comment in enumerate((first, second)):
        item = ImportedItem.objects.create(
            source=source, kind="comment", identity=f"1#{n}", object_id=comment.pk, parent=whole,
            provenance={"author": "Jo Quill"}, written={"author_email": JO.lower()},
        )  # fmt: skip
        ImportChange.objects.create(run=run, item=item, before=None, after={"author_name": "Jo Quill"})
    return first, second, answer


def stored():
    """All that the tables of the blog and of imports hold, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("blog_", "importers_", "django_admin_log")) and "fts" not in table:
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [
                    str(value) for row in cursor.fetchall() for value in row if isinstance(value, str | dict | list)
                ]
    found += [unpacked(raw).decode() for raw in ImportedItem.objects.values_list("raw", flat=True)]
    return "\n".join(found)


def test_all_that_is_stored_is_given_and_that_is_journalled(world):
    first, second, answer = world
    found = persons.export(f" {JO} ")
    assert [item["id"] for item in found["feedback"]] == [first.pk, second.pk]
    assert {item["author_address"] for item in found["feedback"]} == {"198.51.100.77"}
    assert [event["to_status"] for event in found["journal"]] == ["pending", "spam"]
    assert found["notes"][0]["text"] == "Jo Quill writes by night"
    assert found["told_of_replies"][0]["reply"] == answer.pk
    assert [item["provenance"] for item in found["imports"]] == [{"author": "Jo Quill"}] * 2
    assert ModerationEvent.objects.latest("pk").about == {"exported": 2}


def test_what_is_removed_leaves_no_trace_and_a_thread_its_place(world):
    first, second, answer = world
    assert all(trace in stored() for trace in TRACES)
    done = persons.erase(JO)
    assert (done.removed, done.anonymised, done.notes) == (1, 1, 1)
    assert done.elsewhere == {"imported items": 2, "raw sources": 1}
    left = stored()
    assert [trace for trace in (*TRACES, JO) if trace in left] == []
    answer.refresh_from_db()
    first.refresh_from_db()
    assert answer.parent_id == first.pk
    assert first.body == "[Removed at the request of whoever wrote it.]"
    assert not Feedback.objects.filter(pk=second.pk).exists()
    assert "So do I." in left
    assert set(ImportedItem.objects.filter(kind="comment").values_list("tombstone", flat=True)) == {"deleted-here"}
    assert ModerationEvent.objects.latest("pk").about == {"erased": 1, "anonymised": 1}


def test_nobody_finds_them_again_by_their_words(world):
    feedback_search.catch_up()
    assert Feedback.objects.filter(pk__in=feedback_search.matching("quill")).count() == 2
    persons.erase(JO, anonymise=True)
    assert not Feedback.objects.filter(pk__in=feedback_search.matching("quill")).exists()


def test_words_may_stay_without_their_author(world):
    first, second, _answer = world
    done = persons.erase(JO, anonymise=True)
    assert (done.removed, done.anonymised) == (0, 2)
    assert [trace for trace in (*TRACES[:4], JO) if trace in stored()] == []
    texts = list(Comment.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk").values_list("body", flat=True))
    assert texts == ["I live at the quay, number 4.", "Write to […]"]


def test_a_dry_run_changes_nothing(world):
    before = stored()
    done = persons.erase(JO, dry_run=True)
    assert (done.removed, done.anonymised) == (1, 1)
    assert stored() == before


def test_an_undo_brings_nobody_back(world):
    second = world[1]
    batch = ModerationEvent.objects.exclude(changes={}).get().batch
    persons.erase(JO, anonymise=True)
    moderation.undo(batch)
    second.refresh_from_db()
    assert second.author_name == ""


def test_what_is_left_to_others_is_named():
    cast.User.objects.create_user("jo", email=JO)
    cast.an_author(name="Jo Quill", email=JO.lower())
    assert persons.erase(JO).kept == ["login jo", "author Jo Quill"]


def test_what_others_wrote_of_somebody_is_named_and_what_moderators_wrote_is_cleaned(world, post):
    told = cast.a_comment(post, status="approved", author_name="Bob", body="As Jo Quill says (jo.quill@MAIL.example)")
    other = cast.a_comment(post, author_name="Eve", author_email="eve@mail.example", body="Jo is a name.")
    AuthorNote.objects.create(author="email:eve@mail.example", text=f"a sockpuppet of {JO}")
    moderation.mark_spam([other.pk], reason="Jo Quill again, from 198.51.100.77")
    named = persons.export(JO)["named_in"]
    assert named["feedback"] == [told.get_absolute_url()]
    assert named["notes"] == [f"a sockpuppet of {JO}"]
    assert named["reasons"] == ["Jo Quill again, from 198.51.100.77"]
    done = persons.erase(JO)
    assert done.kept == [f"comment {told.pk} on “A storm”, where somebody else names them"]
    assert AuthorNote.objects.get().text == "a sockpuppet of […]"
    assert ModerationEvent.objects.get(feedback=other).reason == "[…] again, from […]"
    told.refresh_from_db()
    assert "Jo Quill" in told.body


@pytest.mark.parametrize("email", ["", "jo", "a\x00@b", "x@" + "y" * 300])
def test_what_is_no_address_finds_nobody(email):
    with pytest.raises(ValueError, match="no e-mail"):
        persons.erase(email)


def test_a_comment_of_a_movable_type_export_is_cut_out_and_a_name_is_no_part_of_a_word():
    raw = (
        b"BODY:\nAnnals of the storm\n-----\nCOMMENT:\nAUTHOR: Ann\nEMAIL: ann@mail.example\nDATE: 1\nMine.\n-----\n"
        b"COMMENT:\nAUTHOR: Ben\nEMAIL: ben@mail.example\nDear Ann, no.\n-----\n--------\n"
    )
    traces = persons.Traces("Ann@mail.example", [1], frozenset({"Ann"}), frozenset(), frozenset(), frozenset())
    cleaned = redaction(traces)(raw).decode()
    assert cleaned == (
        "BODY:\nAnnals of the storm\n-----\nCOMMENT:\n[…]\n-----\n"
        "COMMENT:\nAUTHOR: Ben\nEMAIL: ben@mail.example\nDear […], no.\n-----\n--------\n"
    )


def test_each_comment_of_an_export_is_cut_out_by_itself_and_one_that_nothing_closes_stays():
    raw = (
        b"<item>Ann!<wp:comment>ann@mail.example</wp:comment>\n<wp:comment>ben@mail.example</wp:comment>"
        b"<wp:comment>ANN@mail.example, x</wp:comment><wp:comment>ann@mail.example was here"
    )
    traces = persons.Traces("ann@mail.example", [1], frozenset({"Ann"}), frozenset(), frozenset(), frozenset())
    assert redaction(traces)(raw).decode() == (
        "<item>[…]!<wp:comment><!-- […] --></wp:comment>\n<wp:comment>ben@mail.example</wp:comment>"
        "<wp:comment><!-- […] --></wp:comment><wp:comment>[…] was here"
    )


def test_the_commands_say_what_they_do(world, capsys, tmp_path):
    call_command("erase_person", JO, "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["dry_run"], found["removed"], found["anonymised"]) == (True, 1, 1)
    call_command("export_person", JO, "--output", str(tmp_path / "jo.json"))
    assert len(json.loads((tmp_path / "jo.json").read_text())["feedback"]) == 2
    call_command("erase_person", JO)
    assert "Removed 1; made anonymous: 1" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("erase_person", "nobody")


def test_an_editor_is_asked_twice_before_anything_is_erased(world):
    client, url = cast.client_of(cast.editor()), "/admin/persons/"
    assert client.get(url).status_code == 200
    assert JO in client.post(url, {"email": JO}).content.decode()
    assert "no e-mail address" in client.post(url, {"email": "x"}).content.decode()
    given = client.post(url, {"email": JO, "step": "export"})
    assert len(json.loads(given.content)["feedback"]) == 2
    assert "cannot be undone" in client.post(url, {"email": JO, "step": "erase", "how": "remove"}).content.decode()
    assert Feedback.objects.filter(author_email__iexact=JO).count() == 2
    client.post(url, {"email": JO, "step": "erase", "how": "remove", "sure": "yes"})
    assert not Feedback.objects.filter(author_email__iexact=JO).exists()
    assert ModerationEvent.objects.latest("pk").by.username == "edith"


@pytest.mark.parametrize(
    ("word", "whole", "others"),
    [
        ("1.2.3.4", "IP:{}:80 ({}). ::ffff:{}", "11.2.3.4 1.2.3.45 5.1.2.3.4 1.2.3.4.5"),
        ("2001:db8::1", "{}, IP:{}, [{}]:80", "2001:db8::12 2001:db8::1:2 a:2001:db8::1"),
        ("jo@mail.example", "{}. <{}> mailto:{}?x ...{}", "mojo@mail.example b.jo@mail.example jo@mail.example.org"),
        ("Jo Quill", "{}s Boot", "Jo"),
    ],
)
def test_an_address_is_erased_where_it_is_whole_and_no_part_of_anothers(word, whole, others):
    clean = persons.without(word)
    assert clean(whole.replace("{}", word.upper())) == whole.replace("{}", "[…]")
    assert clean(others) == others


def test_of_a_raw_source_nobody_elses_comment_goes_whose_address_ends_alike(world):
    item = ImportedItem.objects.exclude(raw=b"").get()
    raw = b"<item><wp:comment>mo" + JO.encode() + b" from 198.51.100.771</wp:comment></item>"
    ImportedItem.objects.filter(pk=item.pk).update(raw=packed(raw))
    persons.erase(JO)
    item.refresh_from_db()
    assert unpacked(item.raw) == raw
