"""Several decide at once: each waits for the other in the same order, and what one decided the other does not undo."""

import threading
import time
import uuid

import pytest
from django.db import transaction

from blog import moderation
from blog.models import Feedback
from tests import cast
from tests.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 80


def rows_at_once(tmp_path, *works):
    """Do all of these at the same moment, each on a connection of its own; return what they return, and the rows."""
    at_once, ready = AtOnce(tmp_path), threading.Barrier(len(works))

    def work(number):
        ready.wait(10)
        return works[number]()

    found = at_once(work, range(len(works)))
    return found, at_once.after(lambda: list(Feedback.objects.order_by("pk").values_list("status", flat=True)))


def test_an_undo_and_a_decision_take_what_they_share_in_one_order(tmp_path, monkeypatch):
    monkeypatch.setattr(moderation, "CHUNK", 1)
    post, batch = cast.a_post(), uuid.uuid4()
    # By where they came from, the later ones stand before the earlier ones.
    keys = [cast.a_comment(post, status="spam" if n < MANY // 2 else "pending").pk for n in range(MANY)]
    moderation.trash(keys, batch=batch)
    (moved, undone), statuses = rows_at_once(
        tmp_path, lambda: moderation.approve(keys), lambda: moderation.undo(batch).restored
    )
    assert moved == MANY
    assert undone in (0, MANY)
    assert statuses == ["approved"] * MANY


def while_it_is_approved(tmp_path, act):
    """Approve a comment in a transaction that takes a while, and do something to it meanwhile, as it was shown before.

    Return what came of that, and the rows.
    """
    comment, edith = cast.a_comment(), cast.editor()
    shown, begun = moderation.versions([comment.pk])[comment.pk], threading.Event()

    def approve_slowly():
        with transaction.atomic():
            moderation.approve([comment.pk], by=edith)
            begun.set()
            time.sleep(0.4)  # in which the other one comes to where it has to wait

    def act_meanwhile():
        assert begun.wait(10)
        try:
            return act(comment, shown)
        except moderation.Overtaken:
            return "overtaken"

    (_none, found), statuses = rows_at_once(tmp_path, approve_slowly, act_meanwhile)
    assert statuses == ["approved"]
    return found


def test_all_that_match_leave_what_is_being_decided_in_this_moment(tmp_path):
    maud, seen = cast.moderator(), []

    def mark_what_matches(comment, _shown):
        seen.append(comment.pk)
        return moderation.moderate_unless_later([comment.pk], "spam", 0, by=maud)

    assert while_it_is_approved(tmp_path, mark_what_matches) == (0, seen)


ACTS = {
    "edit": lambda comment, by, shown: moderation.edit(comment, {"body": "else"}, by=by, shown=shown),
    "reply": lambda comment, by, shown: moderation.reply(comment, "Yes.", by, shown=shown),
    "block": lambda comment, by, shown: moderation.block(comment, by, shown=shown),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_is_being_decided_in_this_moment_is_neither_edited_nor_answered_nor_blocked(tmp_path, name):
    maud = cast.moderator()
    assert while_it_is_approved(tmp_path, lambda comment, shown: ACTS[name](comment, maud, shown)) == "overtaken"
