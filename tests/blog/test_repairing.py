"""A repair is taken back to the byte, applied again, or refused with a reason."""

import pytest

from blog import moderation, publishing, repairing
from blog.models import Category, ModerationEvent, TextRepair
from tests import cast

pytestmark = pytest.mark.django_db

State = TextRepair.State


def test_a_reverted_repair_restores_the_bytes_and_renders_anew():
    post = cast.a_post(body="<p>It’s raining.</p>")
    repair = repairing.revert(cast.a_repair(post, "body", "â€™", "’"), by=cast.editor())
    post.refresh_from_db()
    assert post.body == "<p>Itâ€™s raining.</p>"
    assert "â€™" in post.body_html
    assert repair.state == State.REVERTED
    assert post.history.first().history_user.username == "edith"


def test_a_reverted_repair_can_be_applied_again():
    post = cast.a_post(body="<p>It’s raining.</p>")
    repair = repairing.revert(cast.a_repair(post, "body", "â€™", "’"), by=None)
    assert repairing.apply(repair, by=None).state == State.APPLIED
    post.refresh_from_db()
    assert post.body == "<p>It’s raining.</p>"


def test_a_proposal_is_applied_or_rejected():
    post = cast.a_post(body="<p>1914 â€œ 1918, 1939 â€œ 1945</p>")
    first = cast.a_repair(post, "body", "4 â€œ", "4 –", state=State.PROPOSED)
    second = cast.a_repair(post, "body", "9 â€œ", "9 –", state=State.PROPOSED)
    repairing.apply(first, by=None)
    assert repairing.revert(second, by=None).state == State.REVERTED
    post.refresh_from_db()
    assert post.body == "<p>1914 – 1918, 1939 â€œ 1945</p>"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_neighbours_are_reverted_in_any_order(order):
    post = cast.a_post(body="<p>It’s Jeff’s.</p>")
    repairs = [
        cast.a_repair(post, "body", "â€™", "’", prefix="<p>It", suffix="s Jeff’s.</p>"),
        cast.a_repair(post, "body", "â€™", "’", prefix="<p>It’s Jeff", suffix="s.</p>"),
    ]
    repairing.revert(repairs[order[0]], by=None)
    post.refresh_from_db()
    assert post.body == ["<p>Itâ€™s Jeff’s.</p>", "<p>It’s Jeffâ€™s.</p>"][order[0]]
    repairing.revert(repairs[order[1]], by=None)
    post.refresh_from_db()
    assert post.body == "<p>Itâ€™s Jeffâ€™s.</p>"


def test_of_places_that_are_alike_each_repair_has_its_own():
    line = "x" * 40 + "é" + "y" * 40
    post = cast.a_post(body=f"{line}\n{line}", body_format="text")
    context = {"prefix": "x" * 32, "suffix": "y" * 32}
    cast.a_repair(post, "body", "Ã©", "é", **context)
    second = cast.a_repair(post, "body", "Ã©", "é", **context)
    repairing.revert(second, by=None)
    post.refresh_from_db()
    assert post.body == f"{line}\n{line.replace('é', 'Ã©')}"


def test_a_passage_that_was_edited_since_is_not_touched():
    post = cast.a_post(body="<p>It’s raining.</p>")
    repair = cast.a_repair(post, "body", "â€™", "’")
    post.body = "<p>It’s snowing, isn’t it?</p>"
    publishing.save_post(post)
    with pytest.raises(repairing.AnchorLostError, match="changed since"):
        repairing.revert(repair, by=None)
    post.refresh_from_db()
    repair.refresh_from_db()
    assert (post.body, repair.state) == ("<p>It’s snowing, isn’t it?</p>", State.APPLIED)


def test_a_passage_is_found_when_somebody_wrote_not_far_from_it():
    text = "We talked about the weather, and it’s raining where she isn’t, and where she is’t too."
    post = cast.a_post(body=text, body_format="text")
    repair = cast.a_repair(post, "body", "â€™", "’")
    post.body = text.replace("about", "ABOUT").replace("raining where", "raining WHERE")
    publishing.save_post(post)
    repairing.revert(repair, by=None)
    post.refresh_from_db()
    assert "and itâ€™s raining WHERE she isn’t" in post.body


def test_what_cannot_be_changed_is_told_with_its_name():
    post = cast.a_post(title="Rain", body="It’s raining.", body_format="text")
    cast.a_repair(post, "body", "â€™", "’")
    post.body = "Nothing of it."
    publishing.save_post(post)
    (refusal,) = repairing.change_all(TextRepair.objects.all(), State.REVERTED, None).refusals
    assert refusal.startswith("Rain: ")


def test_nothing_is_done_twice():
    repair = cast.a_repair(cast.a_post(body="<p>It’s.</p>"), "body", "â€™", "’")
    with pytest.raises(repairing.RepairError, match="already"):
        repairing.apply(repair, by=None)
    repairing.revert(repair, by=None)
    with pytest.raises(repairing.RepairError, match="already"):
        repairing.revert(repair, by=None)


def test_every_noun_with_text_can_be_repaired():
    post = cast.a_post(tags=("déjà",))
    category = Category.objects.create(name="Café", slug="cafe")
    author, comment = cast.an_author(name="Zoé"), cast.a_comment(post, body="très bien")
    tag = post.tags.get()
    cases = [(category, "name"), (author, "name"), (comment, "body"), (tag, "name")]
    for owner, field in cases:
        letter = next(c for c in getattr(owner, field) if c in "éèà")
        repairing.revert(cast.a_repair(owner, field, letter.encode().decode("cp1252", "replace"), letter), by=None)
        owner.refresh_from_db()
        assert "Ã" in getattr(owner, field), owner
    assert "Ã" in comment.body_html
    assert (category.path, tag.slug) == ("cafe", "déjà")


def test_a_repair_of_what_is_gone_says_so():
    comment = cast.a_comment(body="très bien")
    gone, no_field = cast.a_repair(comment, "body", "Ã¨", "è"), cast.a_repair(comment, "body", "Ã¨", "è")
    TextRepair.objects.filter(pk=no_field.pk).update(field="submitted_at")
    with pytest.raises(repairing.AnchorLostError, match="no text field"):
        repairing.revert(no_field, by=None)
    comment.delete()
    with pytest.raises(repairing.AnchorLostError, match="not there"):
        repairing.revert(gone, by=None)


@pytest.mark.parametrize("state", ["applied", "proposed"])
def test_a_repair_that_its_field_cannot_hold_is_refused(state):
    post = cast.a_post(title="x" * 499 + ("’" if state == "applied" else "'"))
    before, after = ("â€™", "’") if state == "applied" else ("'", "long")
    repair = cast.a_repair(post, "title", before, after, state=state)
    with pytest.raises(repairing.RepairError, match="500"):
        (repairing.revert if state == "applied" else repairing.apply)(repair, None)
    stored = post.title
    post.refresh_from_db()
    repair.refresh_from_db()
    assert (post.title, repair.state) == (stored, state)


def lost_words():
    return [*TextRepair.objects.lost().open().order_by("pk").values_list("field", "before")]


def test_what_letters_are_lost_from_is_looked_for_again_when_feedback_is_edited_and_when_that_is_undone():
    comment = cast.a_comment(body="Un tr\ufffds vieux caf\ufffd.", author_name="Zo\ufffd")

    moderation.edit(comment, {"author_name": "Zoé", "body": "Un très vieux caf\ufffd."})
    assert lost_words() == [("body", "caf\ufffd")]
    moderation.edit(comment, {"body": "Un très vieux café."})
    assert lost_words() == []
    moderation.undo(ModerationEvent.objects.order_by("-pk").first().batch, by=None)
    assert lost_words() == [("body", "caf\ufffd")]
