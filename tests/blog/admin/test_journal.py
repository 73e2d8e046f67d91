"""The journal in the admin: what it shows, how it leaves as a file, and undoing from there."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import journal, moderation
from blog.models import Comment, ModerationEvent
from tests import cast

pytestmark = pytest.mark.django_db
URL = "/admin/blog/moderationevent/"
EXPORT = URL + "export/"


@pytest.fixture
def client(maud):
    return cast.client_of(maud)


def page(client, **asked):
    response = client.get(URL, asked)
    assert response.status_code == 200
    return response.content.decode()


def rows(client, **asked):
    response = client.get(EXPORT, asked)
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_empty_journal_says_what_will_stand_there(client):
    assert "Nothing has been decided yet" in page(client)
    assert "Nothing in the journal is like that" in page(client, q="x")


def test_an_action_on_many_opens_and_leads_to_the_whole_of_it(client, maud):
    post = cast.a_post()
    keys = [cast.a_comment(post).pk for _ in range(7)]
    moderation.mark_spam(keys, by=maud, reason="a campaign")
    batch = ModerationEvent.objects.first().batch
    shown = page(client)
    assert (shown.count('<li class="journal-line">'), shown.count("<details")) == (1, 1)
    assert f"?batch={batch}" in shown
    assert shown.count("/change/") == journal.SHOWN + shown.count("auth/user")
    whole = page(client, batch=str(batch))
    assert whole.count('<li class="journal-line">') == 7
    assert reverse("admin:blog_moderationevent_undo", args=[batch]) in whole


def test_an_edit_shows_its_difference(client, maud):
    moderation.edit(cast.a_comment(body="It rained <b>hard</b>."), {"body": "It rained <b>much</b>."}, by=maud)
    shown = page(client)
    assert "It rained &lt;b&gt;" in shown
    assert "<mark>" in shown
    assert "edited" in shown


def test_one_of_an_action_is_undone_alone(client, maud):
    post = cast.a_post()
    keys = [cast.a_comment(post).pk for _ in range(3)]
    moderation.mark_spam(keys, by=maud)
    event = ModerationEvent.objects.get(feedback=keys[1])
    url = reverse("admin:blog_moderationevent_undo_one", args=[event.pk])
    assert url in page(client, batch=str(event.batch))
    assert "1 item goes back" in client.get(url).content.decode()
    assert Comment.objects.filter(status="spam").count() == 3
    client.post(url)
    assert list(Comment.objects.exclude(status="spam").values_list("pk", flat=True)) == [keys[1]]
    assert "1 entry undone" in page(client)


def test_what_was_moved_since_is_said_before_it_is_undone(client, maud):
    post = cast.a_post()
    keys = [cast.a_comment(post).pk for _ in range(2)]
    moderation.mark_spam(keys, by=maud)
    batch = ModerationEvent.objects.first().batch
    moderation.approve(keys[:1], by=maud)
    assert "1 was moved again since" in page(client, batch=str(batch))
    assert "1 was moved again since and stays" in client.get(f"{URL}undo/{batch}/").content.decode()


def test_all_that_matches_is_exported_and_no_cell_is_a_formula(client, maud, monkeypatch):
    monkeypatch.setattr(journal, "WRITTEN", 2)
    post = cast.a_post(title='=HYPERLINK("https://spam.example")')
    keys = [cast.a_comment(post, author_name="+1;@x").pk for _ in range(5)]
    moderation.mark_spam(keys, by=maud, reason=" -2+3\ncmd")
    moderation.edit(Comment.objects.first(), {"body": "mended"}, by=maud)
    moderation.approve(keys[:1], by=maud)
    found = rows(client, to_status="spam", kind="moves")
    assert [int(row["feedback"]) for row in found] == keys[::-1]
    assert {(row["by"], row["from"], row["to"]) for row in found} == {("maud", "pending", "spam")}
    assert {row["post"][:2] for row in found} == {"'="}
    assert {row["author"] for row in found} == {"'+1;@x"}
    assert {row["reason"] for row in found} == {"' -2+3\ncmd"}
    assert json.loads(rows(client, kind="edits")[0]["changes"])["body"][1] == "mended"
    assert len(rows(client)) == 7


def test_an_export_asks_as_often_for_each_portion(client, maud, monkeypatch):
    monkeypatch.setattr(journal, "WRITTEN", 10)
    post = cast.a_post()
    moderation.mark_spam([cast.a_comment(post).pk for _ in range(35)], by=maud)
    rows(client)
    with CaptureQueriesContext(connection) as captured:
        assert len(rows(client)) == 35
    assert sum('FROM "blog_moderationevent"' in query["sql"] for query in captured) == 4


def test_feedback_that_is_gone_is_still_named(client, maud):
    comment = cast.a_comment(cast.a_post(title="A storm"))
    moderation.mark_spam([comment.pk], by=maud)
    ModerationEvent.objects.update(about={"kind": "comment", "id": comment.pk, "post": 1, "title": "A storm"})
    comment.delete()
    assert "on “A storm”, gone" in page(client)
    assert rows(client)[0]["post"] == "A storm"


def test_what_is_undone_is_not_undone_again_and_what_moves_nothing_not_at_all(client, maud):
    comment = cast.a_comment()
    moderation.mark_spam([comment.pk], by=maud)
    url = reverse("admin:blog_moderationevent_undo", args=[ModerationEvent.objects.get().batch])
    client.post(url)
    again = client.post(url, follow=True).content.decode()
    assert "This is undone already." in again
    assert "moved again since and stays" not in again.partition("journal-line")[0]
    event = ModerationEvent.objects.create(about={"exported": 2})
    nothing = client.get(reverse("admin:blog_moderationevent_undo", args=[event.batch]), follow=True).content.decode()
    assert "There is nothing to undo." in nothing
