"""What was repaired on import is noted where it was repaired, once, and goes when the text goes."""

import pytest
from django.contrib.contenttypes.models import ContentType

from blog.models import Attachment, Author, Category, Feedback, Tag, TextRepair
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, counts
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db

CAFE, NAIVE = (word.encode().decode("cp1252") for word in ("café", "naïve"))


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


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
