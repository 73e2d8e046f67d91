"""Bodies that did not change at the source, while a block or an attachment that they show did."""

import pytest

from importers.models import ImportChange, ImportedItem
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.library import UPLOADS, picture, shelve
from tests.importers.readers.exports import item
from tests.importers.test_galleries import block, body_of
from tests.importers.test_galleries import picture as attachment

pytestmark = pytest.mark.django_db

NAMES_IT = item(7, content__encoded='<!-- wp:paragraph --><p>At</p><!-- /wp:paragraph --><!-- wp:block {"ref":50} /-->')
SHOWS_IT = item(8, content__encoded='<img class="wp-image-20" src="http://tide.example.org/uploads/20.jpg"> quay')


def noon(text):
    return block(50, f"<!-- wp:paragraph --><p>{text}</p><!-- /wp:paragraph -->")


@pytest.mark.parametrize("order", [1, -1])
def test_a_changed_block_reaches_the_posts_that_name_it(shelf, order):
    shelf.run(*(NAMES_IT, noon("At noon."))[::order])
    report = shelf.run(*(NAMES_IT, noon("At one."))[::order])
    assert "At one." in body_of().body_html
    assert "noon" not in body_of().body
    assert counts(report, "post") == {"updated": 1, "skipped": 1}
    before = dump()
    again = shelf.run()
    assert (counts(again, "post"), dump()) == ({"unchanged": 1, "skipped": 1}, before)


def test_a_block_within_a_block_reaches_them_too(shelf):
    outer = block(60, '<!-- wp:block {"ref":50} /-->')
    names = item(7, content__encoded='<!-- wp:block {"ref":60} /-->')
    shelf.run(names, outer, noon("At noon."))
    shelf.run(names, outer, noon("At one."))
    assert "At one." in body_of().body


def test_a_changed_alternative_text_reaches_the_pictures_that_took_it(shelf):
    shelf.run(SHOWS_IT, attachment(20, alt="a gull"), item(9))
    report = shelf.run(SHOWS_IT, attachment(20, alt="two gulls"), item(9))
    assert 'alt="two gulls"' in body_of(8).body_html
    assert counts(report, "post") == {"updated": 1, "unchanged": 1}


def test_a_body_that_a_person_edited_stays_and_is_named(shelf):
    shelf.run(NAMES_IT, noon("At noon."))
    post = body_of()
    post.body = "Mine."
    post.save()
    report = shelf.run(NAMES_IT, noon("At one."))
    assert body_of().body == "Mine."
    (issue,) = (issue for issue in report.issues if issue.code == "conflict")
    assert issue.where == "export.xml#item-7"
    assert "conflict" not in codes(shelf.run())


def test_undoing_brings_back_what_the_block_said(shelf):
    shelf.run(NAMES_IT, noon("At noon."))
    body = body_of().body
    report = shelf.run(NAMES_IT, noon("At one."))
    assert ImportChange.objects.filter(run=report.run).count() == 1
    undo_run(report.run)
    assert body_of().body == body


def test_pictures_that_are_kept_here_stay_here(shelf, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = shelve(tmp_path / "uploads", named={"2009/03/20.png": picture()})
    source = f"{UPLOADS}/2009/03/20.png"
    shows = item(8, content__encoded=f'<img class="wp-image-20" src="{source}">')
    kept = {"wp__attachment_url": source}
    shelf.run(shows, attachment(20, alt="a gull", **kept), uploads=str(folder))
    assert "/attachments/" in body_of(8).body
    shelf.run(shows, attachment(20, alt="two gulls", **kept))
    assert 'alt="two gulls"' in body_of(8).body
    assert "/attachments/" in body_of(8).body
    assert not ImportedItem.objects.get(kind="post").written.get("hot_linked")
