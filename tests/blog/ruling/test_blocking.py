"""Whom several actions block stays blocked until the last of them is undone; a hand in the rule goes before all."""

import uuid

import pytest

from blog import moderation, ruling
from blog.models import ModerationEvent, ModerationRule
from blog.ruling import changing
from tests import cast

pytestmark = pytest.mark.django_db
ANN = "ann@mail.example"


def blocked():
    return ModerationRule.objects.get(kind="blocked_addresses").values.get("emails", [])


def write_by_hand(*emails):
    rule = ModerationRule.objects.get(kind="blocked_addresses")
    rule.values = rule.values | {"emails": list(emails)}
    changing.save_rule(rule)


@pytest.fixture
def two():
    """The batches of two moderators who blocked the same person, each at another comment."""
    batches = []
    for by in (cast.moderator(), cast.editor()):
        batches.append(uuid.uuid4())
        moderation.block(cast.a_comment(author_email=ANN), by, batch=batches[-1])
    return batches


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first", "the second"])
def test_undoing_one_of_two_leaves_the_block_and_undoing_both_does_not(two, order):
    for number, left in zip(order, ([ANN], []), strict=True):
        undone = moderation.undo(two[number])
        assert (undone.restored, undone.conflicts, blocked()) == (2, [], left)
    assert ModerationRule.objects.get(kind="blocked_addresses").held_by == {}


def test_an_action_that_is_done_again_blocks_again_beside_the_other(two):
    again = moderation.undo(moderation.undo(two[0]).batch)
    assert (again.restored, again.conflicts) == (2, [])
    moderation.undo(two[1])
    assert blocked() == [ANN]
    moderation.undo(again.batch)
    assert blocked() == []


def test_an_action_on_whom_a_hand_blocks_already_adds_nothing_and_takes_nothing_away():
    write_by_hand(ANN)
    batch = uuid.uuid4()
    moderation.block(cast.a_comment(author_email=ANN), cast.moderator(), batch=batch)
    assert not ModerationEvent.objects.edits().exists()
    assert moderation.undo(batch).restored == 1
    assert blocked() == [ANN]


def test_whom_a_hand_took_out_of_the_rule_only_later_actions_block(two):
    write_by_hand("bo@mail.example")
    later = uuid.uuid4()
    moderation.block(cast.a_comment(author_email=ANN), None, batch=later)
    assert blocked() == ["bo@mail.example", ANN]
    assert len(moderation.undo(two[0]).conflicts) == 1
    assert ANN in blocked()
    moderation.undo(later)
    assert blocked() == ["bo@mail.example"]


def test_a_block_from_before_actions_were_noted_is_undone(two):
    ModerationRule.objects.update(held_by={})
    moderation.undo(two[0])
    assert blocked() == []
    assert ruling.block_author(cast.a_comment(author_email=ANN), None).held_by.keys() == {f"email: {ANN}"}


@pytest.mark.parametrize("values", [[], {"emails": None}, {"emails": [1]}])
def test_a_rule_whose_values_cannot_be_read_still_blocks_whom_a_moderator_names(values):
    ModerationRule.objects.filter(kind="blocked_addresses").update(values=values)
    batch = uuid.uuid4()
    moderation.block(cast.a_comment(author_email="bot@mail.example"), cast.moderator(), batch=batch)
    assert ModerationRule.objects.get(kind="blocked_addresses").values["emails"] == ["bot@mail.example"]
    ModerationRule.objects.filter(kind="blocked_addresses").update(values=values)
    moderation.undo(batch, by=None)
