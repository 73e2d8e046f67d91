"""Whatever was repaired and in whatever order it is taken back, what stands there are the bytes that stood there."""

import random

import pytest

from blog import publishing, repairing
from blog.models import TextRepair
from blog.text import mojibake, placing
from tests import cast
from tests.blog.text.test_placing import CHAINS, PIECES

pytestmark = pytest.mark.django_db

State = TextRepair.State


def repaired(garbled):
    post = cast.a_post(body=garbled)
    repairing.repair_stored(type(post), post.pk, ["body"], lambda name, text: mojibake.repair_html(text))
    post.refresh_from_db()
    return post


def rows():
    return list(TextRepair.objects.exclude(level="lost").order_by("pk"))


def must_be(garbled):
    made = [(row.offset, row.before, row.after) for row in rows() if row.state == State.APPLIED]
    return placing.replaced(garbled, made)


@pytest.mark.parametrize("seed", range(24))
def test_any_of_the_repairs_of_a_text_are_taken_back_and_made_again_in_any_order(seed):
    chance = random.Random(seed)  # texts of a test
    garbled = CHAINS[seed % len(CHAINS)]("".join(chance.choices(PIECES, k=chance.randint(3, 60))))
    post = repaired(garbled)
    assert post.body == must_be(garbled)
    for _ in range(6):
        some = chance.sample(rows(), chance.randint(0, len(rows())))
        state = chance.choice([State.APPLIED, State.REVERTED])
        if some and chance.random() < 0.5:
            changed = repairing.change_all(TextRepair.objects.filter(pk__in=[row.pk for row in some]), state, None)
            assert changed.refusals == []
        else:
            for row in some:
                row.refresh_from_db()
                if row.state != state:
                    (repairing.apply if state == State.APPLIED else repairing.revert)(row, None)
        post.refresh_from_db()
        assert post.body == must_be(garbled)
    repairing.change_all(TextRepair.objects.all(), State.REVERTED, None)
    post.refresh_from_db()
    assert post.body == garbled


def test_losses_that_repeat_themselves_are_taken_back_each_at_its_place():
    garbled = "â€œaâ€? bâ€? " * 30
    post = repaired(garbled)
    for row in random.Random(1).sample(rows(), len(rows())):
        repairing.revert(row, None)
    post.refresh_from_db()
    assert post.body == garbled


def test_a_repair_made_later_takes_in_the_one_that_it_stands_on():
    post = repaired("<p>a Ã©tage</p>")
    assert post.body == "<p>a étage</p>"
    step = mojibake.Step(post.body.index("é"), "ét", "eT", "UTF-8 read as cp1252", mojibake.repair("Ã©").steps[0].level)

    def again(name, text):
        return mojibake.Repair(text, text.replace("ét", "eT"), (step,))

    repairing.repair_stored(type(post), post.pk, ["body"], again)
    post.refresh_from_db()
    assert post.body == "<p>a eTage</p>"
    (row,) = rows()
    assert (row.before, row.after) == ("Ã©t", "eT")
    repairing.revert(row, None)
    post.refresh_from_db()
    assert post.body == "<p>a Ã©tage</p>"


def test_repairs_of_another_time_are_taken_back_with_those_of_before():
    garbled = f"<p>Ã© et Ã©</p><p>{'and so on ' * 9}</p>"
    post = repaired(garbled)
    post.body += "<p>Ã¨</p>"
    publishing.save_post(post)
    repairing.repair_stored(type(post), post.pk, ["body"], lambda name, text: mojibake.repair_html(text))
    changed = repairing.change_all(TextRepair.objects.all(), State.REVERTED, None)
    post.refresh_from_db()
    assert (post.body, changed.refusals) == (f"{garbled}<p>Ã¨</p>", [])
    assert repairing.change_all(TextRepair.objects.all(), State.APPLIED, None).number == 3
    post.refresh_from_db()
    assert post.body == f"{garbled}<p>Ã¨</p>".replace("Ã©", "é").replace("Ã¨", "è")


def test_what_a_person_edited_is_told_or_placed_exactly():
    post = repaired("<p>" + "Ã© " * 40 + "</p><p>The cafÃ© by the sea.</p>")
    post.body = post.body.replace("é é é", "é written é é", 1)
    publishing.save_post(post)
    written = post.body
    changed = repairing.change_all(TextRepair.objects.all(), State.REVERTED, None)
    post.refresh_from_db()
    assert changed.number + len(changed.refusals) == 41
    assert "cafÃ© by" in post.body
    back = repairing.change_all(TextRepair.objects.all(), State.APPLIED, None)
    post.refresh_from_db()
    assert (post.body, back.refusals) == (written, [])


def test_a_text_that_repeats_itself_may_be_written_in_anywhere_but_beside_a_repair():
    post = repaired("<p>" + "Ã© la Ã© la " * 40 + "</p>")
    post.body = post.body[:3] + "Written at the beginning. " + post.body[3:-4] + " And at the end.</p>"
    publishing.save_post(post)
    changed = repairing.change_all(TextRepair.objects.all(), State.REVERTED, None)
    post.refresh_from_db()
    assert (changed.number, len(changed.refusals)) == (77, 3)
    assert post.body.count("Ã© la") == 77
    assert post.body.startswith("<p>Written at the beginning. é la é la Ã© la")
