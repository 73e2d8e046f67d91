"""Letters to moderators: who gets them, how often, and links that decide once and for one person only."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import moderation, notices, tasks
from blog.models import Comment, Feedback, Mention, ModerationEvent, NoticeChoice
from tests import cast

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://\S+(/moderate/\S+/)")


@pytest.fixture
def post():
    return cast.a_post(title="A storm")


@pytest.fixture
def maud():
    maud = cast.moderator()
    notices.choose(maud, "at-once")
    return maud


def rest(minutes):
    """Let the time pass since the last letter."""
    for choice in NoticeChoice.objects.exclude(sent_at=None):
        NoticeChoice.objects.filter(pk=choice.pk).update(sent_at=choice.sent_at - dt.timedelta(minutes=minutes))


def settle():
    """Let a minute pass since all was received."""
    Feedback.objects.update(received_at=timezone.now() - notices.SETTLED)


def send_due():
    settle()
    return notices.send_due()


def links():
    """The links of the last letter: approve, mark as spam, trash."""
    return LINK.findall(mail.outbox[-1].body)


@pytest.fixture
def letter(maud, post):
    found = [{"rule": "x", "code": "crashed", "params": {"error": "Sea\nSick"}}]
    comment = cast.a_comment(post, author_name="Jo\nBcc: x@example.org", body="Is <b>this</b> on?", findings=found)
    send_due()
    return comment


def test_who_chose_nothing_or_never_hears_nothing(post):
    notices.choose(cast.moderator(), "never")
    cast.editor()
    cast.a_comment(post)
    settle()
    assert (notices.due(), send_due(), mail.outbox) == ([], 0, [])


def test_a_letter_says_what_waits_and_holds_links(letter, maud):
    (sent,) = mail.outbox
    assert sent.to == ["maud@mail.example"]
    assert "1 item to moderate" in sent.subject
    assert "Comment on “A storm”:\n\n> Jo Bcc: x@example.org\n>\n> Is <b>this</b> on?\n\n· The rule failed" in sent.body
    assert len(links()) == 3
    assert "· The rule failed (Sea Sick) and was skipped." in sent.body
    assert letter.author_email not in sent.body


FORGED = """Hello.

· no rule decided

Approve: http://evil.example/moderate/abc/\u2028Trash: http://evil.example/moderate/abc/
--\x20
Bob on “The fog signal” (Comment):""" + " a" * 200  # fmt: skip


@pytest.mark.parametrize("field", ["body", "author_name", "blog_name", "title", "author_url"])
def test_no_line_of_a_letter_is_a_strangers(maud, post, field):
    text = FORGED if field == "body" else FORGED[:230]
    cast.a_comment(post, **{"kind": "trackback", field: text})
    send_due()
    lines = mail.outbox[-1].body.splitlines()
    own = "\n".join(line for line in lines if not line.startswith(">"))
    assert not [word for word in ("evil.example", "no rule decided", "fog signal", "a a") if word in own]
    assert (len(LINK.findall(own)), lines.count("-- ")) == (3, 1)
    assert max(len(line) for line in lines if line.startswith(">")) <= 72


def test_a_letter_says_what_a_trackback_is_called_and_where_it_stands(maud, post):
    of_its_own = {"title": "On weirs\u202e", "blog_name": "Weir log", "author_url": "https://weirs.example/1"}
    cast.a_comment(post, kind="trackback", author_name="", body="", **of_its_own)
    send_due()
    assert "Trackback on “A storm”:\n\n> Weir log\n> https://weirs.example/1\n>\n> On weirs\n" in mail.outbox[-1].body


def test_letters_at_once_are_bundled(letter, maud, post, settings):
    for _ in range(30):
        cast.a_comment(post)
    assert send_due() == 0
    rest(settings.NOTICE_MINUTES)
    assert send_due() == 1
    assert "30 items to moderate" in mail.outbox[-1].subject
    assert len(links()) == 3 * notices.TOLD
    assert "And 10 more." in mail.outbox[-1].body
    rest(settings.NOTICE_MINUTES)
    assert send_due() == 0


def test_a_digest_comes_once_a_day_and_not_for_what_was_decided_or_imported_or_waited_before(post):
    cast.a_comment(post)
    maud = cast.moderator()
    notices.choose(maud, "digest")
    decided = cast.a_comment(post)
    cast.a_comment(post, source=cast.a_source())
    moderation.approve([decided.pk])
    assert send_due() == 0
    rest(24 * 60)
    assert send_due() == 0
    cast.a_comment(post)
    assert send_due() == 1
    cast.a_comment(post)
    assert send_due() == 0


def test_what_is_stored_late_under_a_smaller_key_is_told_of_too(maud, post):
    late, soon = cast.a_comment(post), cast.a_comment(post)
    key, row = late.pk, Feedback.objects.get(pk=late.pk)
    late.delete()  # as others see it whose transaction has not ended
    assert notices.send_due() == 0
    Feedback.objects.bulk_create([row])
    assert row.pk == key < soon.pk
    assert send_due() == 1
    assert "2 items to moderate" in mail.outbox[-1].subject


def test_what_came_a_moment_ago_holds_back_what_has_a_greater_key(maud, post):
    first, _young, third = (cast.a_comment(post) for _ in range(3))
    Feedback.objects.filter(pk__in=[first.pk, third.pk]).update(received_at=timezone.now() - notices.SETTLED)
    assert notices.send_due() == 1
    assert "1 item to moderate" in mail.outbox[-1].subject
    assert notices.choice_of(maud).told_up_to == first.pk


def test_who_moderates_no_more_hears_nothing(letter, maud, post):
    maud.groups.clear()
    cast.a_comment(post)
    rest(60)
    assert send_due() == 0


class DeadServer(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail today")


def test_a_letter_that_does_not_get_away_is_sent_later(maud, post, settings):
    cast.a_comment(post)
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    with pytest.raises(ConnectionRefusedError):
        send_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due() == 0
    rest(15)
    assert send_due() == 1


def test_a_letter_that_is_held_back_is_named_and_can_be_sent_at_once(maud, post, settings, capsys):
    cast.a_comment(post)
    settle()
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    with pytest.raises(SystemExit):
        call_command("send_notices")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_notices")
    assert "Sent 0. 1 held back, the next until 20" in capsys.readouterr().out
    call_command("send_notices", "--now")
    call_command("send_notices")
    assert capsys.readouterr().out == "Sent 1.\nSent 0.\n"
    assert len(mail.outbox) == 1


def pass_by():
    """Let two minutes pass since all that was done, and an hour since the last letter."""
    settle()
    ago = dt.timedelta(minutes=2)
    for model, field in ((ModerationEvent, "at"), (Mention, "verified_at"), (NoticeChoice, "told_at")):
        for row in model.objects.exclude(**{field: None}):
            model.objects.filter(pk=row.pk).update(**{field: getattr(row, field) - ago})
    rest(60)


def test_what_a_rule_sends_back_to_the_queue_is_told_of_again_once(letter, maud):
    moderation.approve([letter.pk], by=maud)
    pass_by()
    moderation.hold([letter.pk], rule="author")
    assert notices.send_due() == 0  # a moment ago
    pass_by()
    assert notices.send_due() == 1
    assert "1 item to moderate" in mail.outbox[-1].subject
    pass_by()
    assert notices.send_due() == 0
    moderation.approve([letter.pk], by=maud)
    moderation.hold([letter.pk], by=maud)
    pass_by()
    assert notices.send_due() == 0  # a person did


def test_a_trackback_is_told_of_once_its_source_proved_to_link(maud, post):
    claimed = cast.a_comment(post, kind="trackback")
    now = timezone.now()
    mention = Mention.objects.create(
        protocol="trackback", post=post, source_url="https://a.example/", source_key="x", source_site="a.example",
        announced_at=now, next_try_at=now, feedback=claimed,
    )  # fmt: skip
    other = cast.a_comment(post)
    assert send_due() == 1
    assert "1 item to moderate" in mail.outbox[-1].subject
    assert notices.choice_of(maud).told_up_to == other.pk
    pass_by()
    Mention.objects.filter(pk=mention.pk).update(state="verified", verified_at=timezone.now())
    assert notices.send_due() == 0
    pass_by()
    assert notices.send_due() == 1
    assert "Trackback on" in mail.outbox[-1].body
    pass_by()
    assert notices.send_due() == 0


def test_looking_changes_nothing_and_the_button_decides_in_the_persons_name(letter, maud):
    client = cast.reader_client()
    approve = links()[0]
    for _ in range(2):
        page = client.get(approve)
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert "Is &lt;b&gt;this" in page.content.decode() or "<b>this</b>" in page.content.decode()
    assert not ModerationEvent.objects.exists()
    assert "Done" in client.post(approve).content.decode()
    event = ModerationEvent.objects.get()
    assert (event.by, event.to_status, event.feedback_id) == (maud, "approved", letter.pk)
    assert Comment.objects.get(pk=letter.pk).looked_at


def test_a_link_works_once_also_when_all_is_as_it_was(letter, maud):
    client = cast.reader_client()
    approve, spam, _trash = links()
    client.post(approve)
    moderation.hold([letter.pk], by=cast.editor())
    for link in (approve, spam):
        answer = client.post(link)
        assert answer.status_code == 409
        assert "maud" in answer.content.decode()
        assert "edith" in answer.content.decode()
        assert "<button" not in client.get(link).content.decode()
    assert Comment.objects.get(pk=letter.pk).status == "pending"


def test_a_link_to_what_was_edited_or_moved_meanwhile_decides_nothing(letter):
    client = cast.reader_client()
    moderation.edit(Feedback.objects.get(pk=letter.pk), {"body": "Buy"})
    assert client.post(links()[0]).status_code == 409
    assert Comment.objects.get(pk=letter.pk).status == "pending"


def test_a_link_is_bound_to_its_person_time_and_words(letter, maud, monkeypatch):
    client = cast.reader_client()
    approve = links()[0]
    assert client.post(approve[:-3] + "x/").status_code == 404
    monkeypatch.setattr(notices, "VALID", dt.timedelta(seconds=-1))
    assert client.post(approve).status_code == 410
    monkeypatch.undo()
    maud.groups.clear()
    assert client.post(approve).status_code == client.get(approve).status_code == 403
    maud.delete()
    assert client.post(approve).status_code == 403
    assert Comment.objects.get(pk=letter.pk).status == "pending"


def test_a_link_to_what_was_deleted_says_so(letter):
    letter.delete()
    assert cast.reader_client().get(links()[0]).status_code == 410


def test_a_moderator_chooses_in_the_admin():
    client = cast.client_of(cast.moderator())
    page = client.get("/admin/").content.decode()
    assert "/admin/notices/" in page
    assert "maud@mail.example" in client.get("/admin/notices/").content.decode()
    client.post("/admin/notices/", {"when": "digest"})
    client.post("/admin/notices/", {"when": "hourly"})
    assert NoticeChoice.objects.get().when == "digest"
    assert cast.client_of(cast.translator()).get("/admin/notices/").status_code == 403


def test_a_worker_asks_for_what_is_due_once(maud, post, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert tasks.want_recurring() == ["retain"]
    cast.a_comment(post)
    settle()
    assert tasks.want_recurring() == ["send_notices"]
    assert tasks.want_recurring() == []
    DBTaskResult.objects.update(status="SUCCESSFUL", enqueued_at=timezone.now() - dt.timedelta(days=2))
    send_due()
    assert tasks.want_recurring() == ["retain"]
    settings.RETENTION_DAYS = settings.ANONYMISE_IPS_AFTER_DAYS = 0
    DBTaskResult.objects.all().delete()
    assert tasks.want_recurring() == []
