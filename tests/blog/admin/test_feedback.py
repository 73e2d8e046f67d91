"""Feedback and repairs at the desk: decided, journalled, undone, and shown without harm."""

import re

import pytest
from django.urls import reverse

from blog import moderation
from blog.models import Comment, ModerationEvent, TextRepair
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.client_of(cast.moderator())


def act(client, model, action, objects, **more):
    url = reverse(f"admin:blog_{model}_changelist") + ("?status=all" if model in ("comment", "trackback") else "")
    chosen = {"action": action, "_selected_action": [obj.pk for obj in objects]}
    return client.post(url, chosen | more, follow=True)


@pytest.mark.parametrize(
    ("action", "status"), [("approve", "approved"), ("mark_spam", "spam"), ("trash", "trash"), ("hold", "pending")]
)
@pytest.mark.parametrize("model", ["comment", "trackback"])
def test_actions_move_feedback_with_a_reason(client, model, action, status):
    make = {"comment": cast.a_comment, "trackback": cast.a_trackback}[model]
    feedback = [make(status="trash" if status != "trash" else "spam") for _ in range(2)]
    act(client, model, action, feedback, reason="because")
    for item in feedback:
        item.refresh_from_db()
        assert item.status == status
    events = ModerationEvent.objects.all()
    assert {(event.by.username, event.reason, event.to_status) for event in events} == {("maud", "because", status)}
    assert len({event.batch for event in events}) == 1


def test_a_message_leads_to_the_undo_of_the_whole_action(client):
    comments = [cast.a_comment() for _ in range(3)]
    page = act(client, "comment", "mark_spam", comments).content.decode()
    url = reverse("admin:blog_moderationevent_undo", args=[ModerationEvent.objects.first().batch])
    assert url in page
    assert client.get(url).status_code == 200
    assert Comment.objects.filter(status="spam").count() == 3
    client.post(url)
    assert Comment.objects.filter(status="pending").count() == 3


def test_an_undo_names_what_was_moved_again_since(client):
    comments = [cast.a_comment() for _ in range(2)]
    act(client, "comment", "mark_spam", comments)
    batch = ModerationEvent.objects.first().batch
    act(client, "comment", "approve", comments[:1])
    page = client.post(reverse("admin:blog_moderationevent_undo", args=[batch]), follow=True).content.decode()
    assert "1 item was moved again since" in page
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["approved", "pending"]


def test_the_journal_offers_the_undo_of_the_action_it_is_narrowed_to(client):
    act(client, "comment", "trash", [cast.a_comment()])
    url, batch = reverse("admin:blog_moderationevent_changelist"), ModerationEvent.objects.get().batch
    undo = reverse("admin:blog_moderationevent_undo", args=[batch])
    assert undo in client.get(url, {"batch": batch}).content.decode()
    assert undo not in client.get(url).content.decode()
    assert client.get(url, {"batch": "no uuid"}, follow=True).status_code == 200


def test_buttons_on_the_page_move_one_and_keep_its_words(client):
    comment = cast.a_comment(body="a  b\n")
    page = reverse("admin:blog_comment_change", args=[comment.pk])
    assert "Mark as spam" in client.get(page).content.decode()
    client.post(reverse("admin:blog_comment_moderate", args=[comment.pk]), {"status": "spam", "reason": "pills"})
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("spam", "a  b\n")
    assert "pills" in client.get(page).content.decode()


def field(page, name):
    """The value of a hidden field on a page."""
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def test_a_list_that_is_old_does_not_move_what_somebody_else_decided_since(client):
    comments = [cast.a_comment() for _ in range(3)]
    seen = field(client.get(reverse("admin:blog_comment_changelist")).content.decode(), "seen")
    moderation.approve([comments[0].pk], by=cast.moderator("mina"))
    page = act(client, "comment", "mark_spam", comments, seen=seen).content.decode()
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["approved", "spam", "spam"]
    assert "1 was decided by somebody else meanwhile and stays as it is." in page
    assert "mina approved this at" in page
    assert "2 items were marked as spam." in page


def test_a_page_that_is_old_moves_nothing_and_says_who_was_first(client):
    comment = cast.a_comment()
    url = reverse("admin:blog_comment_change", args=[comment.pk])
    seen = field(client.get(url).content.decode(), "seen")
    moderation.trash([comment.pk], by=cast.moderator("mina"))
    sent = {"status": "approved", "seen": seen}
    page = client.post(reverse("admin:blog_comment_moderate", args=[comment.pk]), sent, follow=True).content.decode()
    assert "mina moved this to the trash at" in page
    assert Comment.objects.get().status == "trash"
    client.post(reverse("admin:blog_comment_moderate", args=[comment.pk]), sent | {"seen": field(page, "seen")})
    assert Comment.objects.get().status == "approved"


def test_words_that_somebody_else_changed_since_are_not_written_over_unasked(client):
    comment = cast.a_comment(body="Their words.")
    url = reverse("admin:blog_comment_change", args=[comment.pk])
    shown = field(client.get(url).content.decode(), "v")
    moderation.edit(comment, {"body": "Without the insult."}, by=cast.moderator("mina"))
    sent = {"author_name": "Nadia", "author_email": "", "author_url": "", "body": "Their words.", "v": shown}
    page = client.post(url, sent).content.decode()
    assert "mina edited this at" in page
    assert "What you typed is here still" in page
    assert "Their words.</textarea>" in page
    assert Comment.objects.get().body == "Without the insult."
    assert client.post(url, sent | {"v": field(page, "v")}).status_code == 302
    assert Comment.objects.get().author_name == "Nadia"


def test_an_unknown_status_is_ignored(client):
    comment = cast.a_comment()
    client.post(reverse("admin:blog_comment_moderate", args=[comment.pk]), {"status": "ham"})
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert client.get(reverse("admin:blog_comment_moderate", args=[comment.pk])).status_code == 405


def test_the_status_is_not_a_field_of_the_form(client):
    comment = cast.a_comment()
    sent = {"author_name": "Nadia", "author_email": "", "author_url": "", "body": "b", "status": "approved"}
    client.post(reverse("admin:blog_comment_change", args=[comment.pk]), sent)
    comment.refresh_from_db()
    assert (comment.author_name, comment.status, comment.body_html) == ("Nadia", "pending", "<p>b</p>")
    assert set(ModerationEvent.objects.get().changes) == {"author_name", "author_email", "body"}


def test_nothing_that_a_comment_holds_is_executed(client):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    parent = cast.a_comment(author_name=evil, author_email=evil, author_url="javascript:alert(1)", body=evil)
    comment = cast.a_comment(parent.post, parent=parent, body=evil, body_format="html", author_name=evil)
    trackback = cast.a_trackback(title=evil, blog_name=evil, body=evil)
    act(client, "comment", "hold", [comment], reason=evil)
    act(client, "comment", "trash", [parent], reason=evil)
    for name, args in (
        ("comment_changelist", []),
        ("comment_change", [comment.pk]),
        ("comment_change", [parent.pk]),
        ("trackback_changelist", []),
        ("trackback_change", [trackback.pk]),
        ("moderationevent_changelist", []),
    ):
        page = client.get(reverse(f"admin:blog_{name}", args=args) + "?", {"status": "all"} if not args else {})
        page = page.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_a_repair_is_reverted_and_applied_from_the_list_and_what_lost_its_place_is_named():
    client = cast.client_of(cast.editor())
    post, other = cast.a_post(body="<p>It’s rain.</p>"), cast.a_post(title="Café", body="x")
    good, lost = cast.a_repair(post, "body", "â€™", "’"), cast.a_repair(other, "title", "Ã©", "é")
    type(other).objects.filter(pk=other.pk).update(title="Coffee")
    page = act(client, "textrepair", "revert_selected", [good, lost]).content.decode()
    assert "1 repair was changed" in page
    assert "does not stand at its place any more" in page
    post.refresh_from_db()
    assert post.body == "<p>Itâ€™s rain.</p>"
    act(client, "textrepair", "apply_selected", [good])
    assert set(TextRepair.objects.values_list("state", flat=True)) == {"applied"}


def test_repairs_stand_beside_their_post_with_before_and_after_and_lead_back_to_it():
    client = cast.client_of(cast.editor())
    post = cast.a_post(body="<p>It’s rain.</p>")
    repair = cast.a_repair(post, "body", "â€™", "’")
    page_url = reverse("admin:blog_post_change", args=[post.pk])
    page = client.get(page_url).content.decode()
    assert "<del><mark>â€™</mark></del>" in page
    assert "<ins><mark>’</mark></ins>" in page
    revert = reverse("admin:blog_textrepair_revert", args=[repair.pk])
    assert client.post(revert, {"next": page_url})["Location"] == page_url
    away = client.post(reverse("admin:blog_textrepair_apply", args=[repair.pk]), {"next": "https://evil.example/"})
    assert away["Location"] == reverse("admin:blog_textrepair_change", args=[repair.pk])


def test_an_old_address_is_stored_under_the_key_that_finds_it():
    client, post = cast.client_of(cast.editor()), cast.a_post()
    add = reverse("admin:blog_legacyurl_add")
    sent = {"address": "http://Old.example:80/Archives/?utm_source=x&p=3", "post": post.pk, "target_path": ""}
    assert client.post(add, sent).status_code == 302
    legacy = post.legacy_urls.get()
    assert (legacy.host, legacy.path, legacy.query) == ("old.example", "/Archives", "p=3")
    assert client.post(add, sent).status_code == 200
    assert client.post(add, sent | {"address": "/x", "target_path": "/y"}).status_code == 200
    assert client.post(add, {"address": "/x", "post": "", "target_path": ""}).status_code == 200


def test_a_category_cannot_stand_below_itself():
    from blog.models import Category

    client = cast.client_of(cast.editor())
    top = Category.objects.create(name="Top", slug="top")
    low = Category.objects.create(name="Low", slug="low", parent=top)
    page = reverse("admin:blog_category_change", args=[top.pk])
    assert client.post(page, {"name": "Top", "slug": "top", "parent": low.pk, "description": ""}).status_code == 200
    assert client.post(page, {"name": "Tip", "slug": "tip", "parent": "", "description": ""}).status_code == 302
    low.refresh_from_db()
    assert low.path == "tip/low"
