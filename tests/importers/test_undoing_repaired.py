"""What repair_mojibake mended after an import is no person's work: undoing the import takes it back all the same."""

import pytest

from blog import auditing
from blog.models import Post, TextRepair
from importers.loading import merging
from importers.models import ImportedItem
from importers.running import run_import
from importers.undoing import undo_run

pytestmark = pytest.mark.django_db


GARBLED = "<p>On va Ã\u00a0 Paris, puis Ã\u00a0 Lyon, câ€™est dit.</p>\n"


@pytest.fixture
def imported(tmp_path):
    """A run whose post was stored garbled, as by a version that did not know this damage."""
    text = "---\ntitle: Paris\ndate: 2009-05-04 10:00:00\n---\n<p>On va ailleurs.</p>\n"
    (tmp_path / "2009-05-04-paris.html").write_text(text, encoding="utf-8")
    report = run_import([tmp_path], "front_matter")
    Post.objects.update(body=GARBLED)
    item = ImportedItem.objects.get(kind="post")
    item.written = merging.with_values(item.written, {"body": ["html", GARBLED]})
    item.save()
    return report.run


def test_what_was_repaired_since_is_undone_with_the_rest(imported):
    auditing.audit(None)
    assert Post.objects.get().body == "<p>On va à Paris, puis à Lyon, c’est dit.</p>\n"
    assert TextRepair.objects.count() == 3
    assert undo_run(imported).kept == []
    assert not Post.objects.exists()


def test_what_a_person_wrote_besides_stays(imported):
    auditing.audit(None)
    Post.objects.update(body="<p>On va à Paris, puis à Nice, c’est dit.</p>\n")
    assert [kept.reason for kept in undo_run(imported).kept if kept.kind == "post"] == ["was changed here since: body"]
    assert Post.objects.exists()
