"""Old spam and trash goes when someone has looked at it, threads stay whole, addresses lose their last part."""

import datetime as dt
import json
import os
import signal

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django.utils import timezone

from blog import counting, moderation, retention, ruling
from blog.models import Comment, Feedback, ModerationEvent, ModerationRule, TextRepair
from importers.models import ImportedItem
from tests import cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD = NOW - dt.timedelta(days=100)


@pytest.fixture
def post():
    return cast.a_post(title="A storm")


def old(post, status="spam", looked=True, **fields):
    """A comment that came 100 days ago."""
    comment = cast.a_comment(post, status=status, **fields)
    seen = OLD if looked else None
    Feedback.objects.filter(pk=comment.pk).update(received_at=OLD, submitted_at=OLD, looked_at=seen)
    return comment


def left():
    return set(Feedback.objects.values_list("pk", flat=True))


def test_what_someone_looked_at_long_ago_is_deleted_and_the_rest_stays(post, maud):
    old(post)
    old(post, "trash")
    moved_with_all = old(post, looked=False)
    ModerationEvent.objects.create(feedback_id=moved_with_all.pk, from_status="pending", to_status="spam", by=maud)
    ModerationEvent.objects.update(at=OLD)
    unseen, approved, pending = old(post, looked=False), old(post, "approved"), old(post, "pending")
    ruled = old(post, looked=False)
    ModerationEvent.objects.create(feedback_id=ruled.pk, from_status="pending", to_status="spam", rule="links")
    ModerationEvent.objects.filter(rule="links").update(at=OLD)
    young = cast.a_comment(post, status="spam", looked_at=NOW)
    moved = old(post, "approved")
    moderation.mark_spam([moved.pk], by=maud)
    done = retention.run()
    assert (done.spam, done.trash) == (1, 1)
    assert left() == {comment.pk for comment in (moved_with_all, unseen, approved, pending, ruled, young, moved)}


def test_the_journal_says_what_was_there_and_what_emptied_it(post, maud):
    comment = old(post)
    moderation.edit(comment, {"body": "call 555"}, by=maud)
    ModerationEvent.objects.create(feedback_id=comment.pk, from_status="pending", to_status="spam", by=maud)
    ModerationEvent.objects.update(at=OLD)
    Feedback.objects.update(looked_at=OLD)
    retention.run()
    edit, move, emptied = ModerationEvent.objects.order_by("pk")
    about = {"kind": "comment", "id": comment.pk, "post": post.pk, "title": "A storm"}
    assert (move.about, move.feedback) == (about, None)
    assert (edit.about, edit.changes) == (about | {"edited": True}, {})
    assert (emptied.rule, emptied.about) == ("retention", {"emptied": 1, "spam": 1, "trash": 0})


def test_what_has_an_answer_that_stays_stays_and_so_does_what_it_answers(post):
    top = old(post)
    middle = old(post, parent=top)
    cast.a_comment(post, parent=middle, status="approved")
    gone = old(post)
    old(post, parent=gone)
    done = retention.run()
    assert (done.spam, done.kept_for_replies) == (2, 2)
    assert {top.pk, middle.pk} < left()


def test_nothing_is_deleted_or_masked_where_the_days_are_none_or_it_is_a_dry_run(post, settings):
    comment = old(post, author_address="192.0.2.77")
    done = retention.run(dry_run=True)
    assert (done.spam, done.addresses) == (1, 0)
    settings.RETENTION_DAYS = settings.ANONYMISE_IPS_AFTER_DAYS = 0
    assert retention.run() == retention.Retained()
    comment.refresh_from_db()
    assert comment.author_address == "192.0.2.77"
    assert not ModerationEvent.objects.exists()


def test_what_was_imported_leaves_a_tombstone_and_repairs_go_along(post):
    comment = old(post, body="It’s")
    cast.a_repair(comment, "body", "â€™", "’")
    ImportedItem.objects.create(source=cast.a_source(), kind="comment", identity="c1", object_id=comment.pk)
    retention.run()
    assert ImportedItem.objects.get().tombstone == "deleted-here"
    assert not TextRepair.objects.exists()
    assert counting.number("spam") == 0


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("2001:db8::1%eth0", "2001:db8::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("192.0.2.0", "192.0.2.0"),
        ("2001:db8:1::", "2001:db8:1::"),
        ("unknown", ""),
    ],
)
def test_an_address_keeps_its_network(address, masked):
    assert retention.mask(address) == masked


def test_old_addresses_are_masked_in_few_statements_and_once(post, django_assert_max_num_queries):
    for n in range(40):
        old(post, "approved", author_address=f"198.51.100.{n}")
    imported = cast.a_comment(post, author_address="203.0.113.9")  # sent in 2009, stored today
    young = cast.a_comment(post, author_address="203.0.113.9", submitted_at=NOW)
    with django_assert_max_num_queries(12):
        assert retention.run().addresses == 40 - 1
    there = Comment.objects.exclude(pk__in=[imported.pk, young.pk])
    assert set(there.values_list("author_address", flat=True)) == {"198.51.100.0"}
    imported.refresh_from_db()
    young.refresh_from_db()
    assert (imported.author_address, young.author_address) == ("203.0.113.9", "203.0.113.9")
    assert retention.run().addresses == 0


@pytest.mark.parametrize(
    ("address", "blocked", "told"),
    [
        ("192.0.2.77", "192.0.2.77", "The IP address 192.0.2.0 is blocked (192.0.2.0/24)."),
        ("192.0.2.77", "192.0.0.0/16", "The IP address 192.0.2.0 is blocked (192.0.0.0/16)."),
        ("2001:db8:1:2::3", "2001:db8:1:2::/64", "The IP address 2001:db8:1:: is blocked (2001:db8:1::/48)."),
    ],
)
def test_an_address_is_masked_in_what_a_rule_found_and_in_the_journal_too(post, address, blocked, told):
    rule = ModerationRule.objects.get(kind="blocked_addresses")
    rule.values = {"networks": [blocked]}
    rule.save()
    comment = cast.a_comment(post, author_address=address)
    ruling.receive(comment)
    comment.save()
    ruling.journal(comment)
    assert address in ModerationEvent.objects.get().reason
    Feedback.objects.update(received_at=OLD)
    retention.run()
    comment.refresh_from_db()
    event = ModerationEvent.objects.get()
    assert (event.reason, ruling.reason_of_event(event)) == (told, told)
    assert address not in str(comment.findings)
    assert comment.findings[0]["code"] == "blocked-network"


def test_the_command_says_what_it_did(post, capsys):
    old(post, author_address="192.0.2.1")
    call_command("retain", "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found == {"dry_run": True, "spam": 1, "trash": 0, "kept_for_replies": 0, "addresses": 0, "error": None}
    call_command("retain")
    assert "Deleted 1 spam" in capsys.readouterr().out
    assert not left()


def test_the_command_takes_sigterm_for_ctrl_c_and_loses_nothing(post, capsys):
    old(post)

    def stop(**kwargs):
        os.kill(os.getpid(), signal.SIGTERM)

    pre_delete.connect(stop, sender=Feedback)
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("retain")
    finally:
        pre_delete.disconnect(stop, sender=Feedback)
    assert ended.value.code == 3
    assert "running again goes on" in capsys.readouterr().err
    assert len(left()) == 1


def test_a_deletion_in_the_admin_is_told_by_the_journal_too(post, maud):
    comment = cast.a_comment(post)
    moderation.mark_spam([comment.pk], by=maud)
    cast.client_of(cast.editor()).post(f"/admin/blog/comment/{comment.pk}/delete/", {"post": "yes"})
    assert not left()
    assert ModerationEvent.objects.get().about["title"] == "A storm"


def test_a_dry_run_counts_the_addresses_that_the_run_masks(post, settings):
    settings.ANONYMISE_IPS_AFTER_DAYS = 30
    old(post, author_address="192.0.2.77")
    for name in ("192.0.2.77", "192.0.2.78"):
        old(post, "approved", author_address=name)
    would = retention.run(dry_run=True)
    assert (would.spam, would.addresses) == (1, 2)
    assert retention.run() == would
