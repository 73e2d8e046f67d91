"""What was repaired on import is noted where it was repaired, once, and goes when the text goes."""

import pytest
from django.contrib.contenttypes.models import ContentType

from blog import anchoring, repairing
from blog.models import Attachment, Author, Category, Feedback, Post, Tag, TextRepair
from blog.text import placing
from importers.undoing import undo_run
from tests.importers.blogs import counts
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db

CAFE, NAIVE = (word.encode().decode("cp1252") for word in ("café", "naïve"))


def repairs(model):
    rows = TextRepair.objects.filter(content_type=ContentType.objects.get_for_model(model))
    return sorted(rows.values_list("field", "after"))


def test_a_changed_comment_has_the_repairs_of_its_new_text(shelf):
    shelf.run(item(7, extra=comment(1, comment_content=f"{CAFE} one")))
    assert repairs(Feedback) == [("body", "é")]
    report = shelf.run(item(7, extra=comment(1, comment_content=f"{NAIVE} two")))
    assert repairs(Feedback) == [("body", "ï")]
    assert sum(report.repairs.values()) == 1
    undo_run(report.run)
    assert repairs(Feedback) == [("body", "é")]


def test_repairs_of_authors_terms_and_attachments_are_noted_and_counted_once(shelf):
    terms = "".join(
        f'<category domain="{domain}" nicename="cafe">{CAFE}</category>' for domain in ("post_tag", "category")
    )
    attachment = item(
        9, title=f"{CAFE} door", wp__post_type="attachment", wp__attachment_url="http://tide.example.org/a.jpg"
    )
    report = shelf.run(item(7, dc__creator=CAFE, extra=terms), item(8, dc__creator=CAFE, extra=terms), attachment)
    assert (Tag.objects.get().name, Category.objects.get().name) == ("café", "café")
    assert [repairs(model) for model in (Author, Tag, Category, Attachment)] == [
        [("name", "é")],
        [("name", "é")],
        [("name", "é")],
        [("title", "é")],
    ]
    assert sum(report.repairs.values()) == TextRepair.objects.count()
    again = shelf.run()
    assert sum(again.repairs.values()) == 0
    assert counts(again, "tag") == {"unchanged": 1}


def test_repairs_that_come_by_an_import_or_back_by_undoing_one_stand_in_their_groups(shelf):
    shelf.run(item(7, extra=comment(1, comment_content=f"{CAFE} one")))
    report = shelf.run(item(7, extra=comment(1, comment_content=f"{NAIVE} two")))
    undo_run(report.run)
    (repair,) = TextRepair.objects.all()
    assert list(TextRepair.objects.alike(repair)) == [repair]


def test_words_that_letters_are_lost_from_are_flagged_where_they_stand_and_no_repair_is_counted(shelf):
    words = "The caf\ufffd is closed."
    report = shelf.run(item(7, title="D\ufffdj\ufffd vu", extra=comment(1, comment_content=words)))
    flags = TextRepair.objects.open().order_by("before")
    assert [(flag.field, flag.before, flag.after, flag.level) for flag in flags] == [
        ("title", "D\ufffdj\ufffd", "D\ufffdj\ufffd", "lost"),
        ("body", "caf\ufffd", "caf\ufffd", "lost"),
    ]
    assert (flags[1].object.body, flags[1].prefix, flags[1].suffix) == (words, "The ", " is closed.")
    assert set(report.as_dict()["repairs"].values()) == {0}
    shelf.run(item(7, title="Déjà vu", extra=comment(1, comment_content="The café is closed.")))
    assert not TextRepair.objects.exists()


def places_known():
    """Say whether every repair stands where it says, in a text that nobody but the import wrote."""
    known = []
    for repair in TextRepair.objects.exclude(level="lost"):
        rows = list(anchoring.of_field(repair.object, repair.field))
        text = getattr(repair.object, repair.field)
        known.append(None not in placing.starts(text, [row.mark for row in rows], ()))
    return known


@pytest.mark.parametrize("number", [7, 8])  # itself, settled as it is stored, and another, settled later
def test_links_that_are_settled_and_controls_that_are_taken_out_lose_no_repair_its_place(shelf, number):
    link = '<a href="http://tide.example.org/blog/post-{number}/" title="déjà">là là</a> '.encode().decode(
        "cp1252", "ignore"
    )
    body = f"{CAFE}\x0b, {CAFE}, {link.format(number=number) * 3}{CAFE} \x01{NAIVE}"
    shelf.run(item(7, title=f"\x02{CAFE} \x03{CAFE}", content__encoded=body), item(8))
    post = Post.objects.get(slug="post-7")
    assert "tide.example.org" not in post.body
    assert len(places_known()) > 10
    assert all(places_known())
    settled = post.body
    for state in (TextRepair.State.REVERTED, TextRepair.State.APPLIED):
        assert repairing.change_all(TextRepair.objects.all(), state, None).refusals == []
        post.refresh_from_db()
        assert (CAFE in post.body) == (state == TextRepair.State.REVERTED)
    assert post.body == settled
