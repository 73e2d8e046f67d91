"""The journal as it is read: narrowed, an action of many as one line, at the same cost whatever its length."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from blog import journal, moderation
from blog.journal import Narrowing
from blog.models import ModerationEvent
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return cast.a_post(title="A storm", source=cast.a_source())


def comments(post, number):
    return [cast.a_comment(post, source=post.source).pk for _ in range(number)]


def actions(**narrowed):
    return journal.actions(Narrowing.of(narrowed)).lines


def test_an_action_on_many_is_one_line_with_what_it_moved(post):
    keys = comments(post, 8)
    moderation.approve(keys[:3])
    moderation.mark_spam(keys, reason="links")
    (many, three) = actions()
    assert (many.total, three.total) == (8, 3)
    assert many.moved == [("approved", "spam", 3), ("pending", "spam", 5)]
    assert len(many.events) == journal.SHOWN
    assert three.events[0].moved_since
    assert not many.events[0].moved_since


def test_pages_follow_each_other_without_gap_or_repetition_whatever_lies_between(post, monkeypatch):
    monkeypatch.setattr(journal, "ACTIONS_ON_A_PAGE", 3)
    monkeypatch.setattr(journal, "READ", 4)
    key = comments(post, 1)[0]
    # Two concurrent actions whose events stand in between each other, among single ones.
    batches = [uuid.UUID(int=n) for n in (1, 2, 3, 3, 4, 3, 4, 3, 3, 5, 5, 5, 5, 5, 5, 6, 4, 7)]
    for batch in batches:
        ModerationEvent.objects.create(batch=batch, feedback_id=key, from_status="pending", to_status="spam")
    shown, before, pages = [], None, 0
    while True:
        page = journal.actions(Narrowing(), before)
        shown += [line.batch.int for line in page.lines]
        pages += 1
        if page.older is None:
            break
        before = page.older
    assert shown == [7, 4, 6, 5, 3, 2, 1]
    assert pages == 3


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"by": "maud"}, {"approve"}),
        ({"by": "nobody"}, {"rule", "undo"}),
        ({"rule": "links"}, {"rule"}),
        ({"from_status": "pending", "to_status": "spam"}, {"rule"}),
        ({"kind": "edits"}, {"edit"}),
        ({"kind": "undos"}, {"undo"}),
        ({"kind": "moves"}, {"approve", "rule"}),
        ({"post": "other"}, {"rule"}),
        ({"source": "other"}, {"rule"}),
        ({"since": "2010-01-02"}, {"edit", "rule", "undo"}),
        ({"until": "2010-01-01"}, {"approve"}),
        ({"q": "lantern"}, {"approve", "edit", "undo"}),
        ({"q": "Reason money"}, {"rule"}),
        ({"by": "x", "since": "9999-12-31", "batch": "x"}, {"approve", "edit", "rule", "undo"}),
        ({"post": "²", "to_status": "burnt", "kind": "x"}, {"approve", "edit", "rule", "undo"}),
    ],
)
def test_it_is_narrowed_by(narrowed, found, post):
    maud, other = cast.moderator(), cast.a_post(source=cast.a_source())
    comment, spam = cast.a_comment(post, body="The lantern"), cast.a_comment(other, source=other.source)
    events = ModerationEvent.objects
    moderation.approve([comment.pk], by=maud)
    approve = events.get()
    moderation.edit(comment, {"body": "The lantern!"}, by=cast.editor())
    moderation.mark_spam([spam.pk], rule="links", reason="The reason: money")
    moderation.undo(approve.batch)
    events.filter(pk=approve.pk).update(at=dt.datetime(2010, 1, 1, 23, 59, tzinfo=dt.UTC))
    named = {
        event.batch: name
        for event, name in zip(events.order_by("pk"), ("approve", "edit", "rule", "undo"), strict=True)
    }
    keys = {"maud": maud.pk, "other": {"post": other.pk, "source": other.source_id}}
    asked = {}
    for name, value in narrowed.items():
        known = keys.get(value, value)
        asked[name] = str(known[name] if isinstance(known, dict) else known)
    assert {named[line.batch] for line in actions(**asked)} == found


def test_rules_are_named_once_each(post):
    for rule in ("links", "links", "words", ""):
        moderation.mark_spam(comments(post, 1), rule=rule)
    assert journal.rules() == ["links", "words"]


def test_words_are_looked_for_in_stretches(post, monkeypatch):
    monkeypatch.setattr(journal, "SEARCHED", 3)
    moderation.mark_spam(comments(post, 1), reason="lantern")
    for _ in range(4):
        moderation.mark_spam(comments(post, 1))
    page = journal.actions(Narrowing(q="lantern"))
    assert (page.lines, page.searched_to is not None) == ([], True)
    page = journal.actions(Narrowing(q="lantern"), page.older)
    assert [line.first.reason for line in page.lines] == ["lantern"]


def test_what_was_moved_since_is_counted_before_an_undo(post):
    keys = comments(post, 3)
    moderation.mark_spam(keys)
    batch = ModerationEvent.objects.first().batch
    moderation.approve(keys[:1])
    assert journal.moved_since(batch) == 1
    one = ModerationEvent.objects.get(batch=batch, feedback=keys[1])
    undone = moderation.undo(batch, only=[one.pk])
    assert (undone.restored, undone.conflicts) == (1, [])
    (action,) = [line for line in actions() if line.batch == batch]
    assert (action.taken_back, action.is_undone) == (1, False)


def test_everything_is_read_in_portions(post, monkeypatch):
    monkeypatch.setattr(journal, "WRITTEN", 2)
    moderation.mark_spam(comments(post, 5))
    found = [event.pk for event in journal.all_events(Narrowing())]
    assert found == sorted(found, reverse=True)
    assert len(found) == 5


def test_a_day_ends_at_midnight_here(post, settings):
    settings.TIME_ZONE = "Europe/Paris"
    moderation.mark_spam(comments(post, 1))
    with timezone.override("Europe/Paris"):
        ModerationEvent.objects.update(at=dt.datetime(2010, 6, 1, 22, 30, tzinfo=dt.UTC))
        assert actions(since="2010-06-02", until="2010-06-02")
        assert not actions(until="2010-06-01")
