"""An export cut at any byte: what stands before the cut is what the whole file says, and the cut is named."""

from dataclasses import replace

import pytest

from importers.decoding import ReadError
from importers.records import AttachmentRecord, AuthorRecord, PostRecord, Refused, Skipped, TermRecord
from importers.running import run_import
from tests.importers.blogs import counts

from .exports import codes, comment, export, field, item, of, read

AUTHOR = f"<wp:author>{field('wp:author_login', 'ines')}{field('wp:author_display_name', 'Ines')}</wp:author>\n"
CATEGORY = (
    f"<wp:category>{field('wp:category_nicename', 'mud')}{field('wp:cat_name', 'Mud &amp; sand')}</wp:category>\n"
)
DATA = export(
    AUTHOR,
    CATEGORY,
    item(1, comment(1) + comment(2, comment_type="pingback"), content__encoded="a ]]]]><![CDATA[> b </item> <item> c"),
    item(2, wp__post_type="attachment", wp__attachment_url="http://tide.example.org/a.jpg"),
    "<!-- <item></item> -->",
    item(3, wp__post_type="nav_menu_item"),
    item(4, comment(3), title="Été", wp__post_type="page"),
)
KINDS = (AuthorRecord, TermRecord, PostRecord, AttachmentRecord, Skipped)


def whole(records):
    return [record for record in records if isinstance(record, KINDS) and not _is_tally(record)]


def _is_tally(record):
    """What is left out is told again at the end of the file, by type."""
    return isinstance(record, Skipped) and "×" in record.issue.message


def test_wherever_an_export_is_cut_nothing_is_lost_before_it_or_made_up():
    everything = whole(read(DATA))
    starts = [DATA.index(b"<item>\n<title>")]
    for end in range(0, len(DATA) - len(b"</rss>\n"), 3):
        try:
            records = read(DATA[:end])
        except ReadError:
            assert end < starts[0]
            continue
        found = whole(records)
        if found and getattr(found[-1], "is_cut", False):
            last, there = found.pop(), everything[len(found)]
            kept = {"raw": b"", "issues": (), "comments": (), "trackbacks": (), "status": "draft", "is_cut": True}
            assert replace(last, raw=b"", issues=()) == replace(there, **kept)
            assert not of(Refused, records)
        if found and any("among" in issue.message for issue in getattr(found[-1], "issues", ())):
            last, there = found[-1], everything[len(found) - 1]
            kept = len(last.comments), len(last.trackbacks)
            there = replace(there, comments=there.comments[: kept[0]], trackbacks=there.trackbacks[: kept[1]])
            assert replace(last, raw=b"", issues=()) == replace(there, raw=b"", issues=())
            found.pop()
            kinds = {"comment", "trackback"}
            assert {one.kind for one in of(Refused, records)} <= kinds
        assert found == everything[: len(found)]
        refused = of(Refused, records)
        assert "file-cut" in codes(records)
        # One element at most is not whole: the one that the cut goes through.
        assert len(refused) <= 1
        assert DATA[:end].count(b"</wp:post_type>\n</item>") <= len(found) + len(refused)
    assert len(found) == len(everything)


def test_an_item_that_is_cut_in_its_fields_before_it_says_what_it_is_is_refused():
    start = DATA.rindex(b"<item>\n")
    for end in range(start + len(b"<item>"), DATA.rindex(b"</wp:post_type>") + len(b"</wp:post_type>") - 1, 5):
        (refused,) = of(Refused, read(DATA[:end]))
        assert (refused.kind in ("post", "page"), refused.issue.code, refused.comments) == (True, "file-cut", 0)


@pytest.mark.django_db
def test_an_item_that_is_cut_among_its_comments_is_stored_with_the_whole_ones_and_completed_later(tmp_path):
    data = export(AUTHOR, item(1), item(2, "".join(comment(n) for n in range(1, 6))))
    path = tmp_path / "export.xml"
    place = data.index(b"Comment 4")
    path.write_bytes(data[:place])
    report = run_import([path], "wxr")
    assert (counts(report, "post"), counts(report, "comment")) == ({"created": 2}, {"created": 3, "failed": 1})
    assert (report.exit_status, report.unbalanced()) == (2, [])
    named = [issue for issue in report.issues if issue.code == "file-cut"]
    assert any("with the 3 that are whole" in issue.message for issue in named)
    begun = data.rindex(b"</wp:comment>", 0, place) + len(b"</wp:comment>")
    assert f"export.xml#byte-{begun}" in [issue.where for issue in named]
    path.write_bytes(data)
    again = run_import([path], "wxr")
    assert (counts(again, "post"), counts(again, "comment")) == ({"unchanged": 2}, {"unchanged": 3, "created": 2})
    assert again.exit_status == 0
    path.write_bytes(data[:place])
    assert "gone-at-source" not in [issue.code for issue in run_import([path], "wxr").issues]


@pytest.mark.django_db
@pytest.mark.parametrize("tenth", range(1, 11))
def test_a_cut_export_is_stored_up_to_the_cut_and_ends_with_2(tmp_path, tenth):
    items = [item(n, comment(n)) for n in range(1, 6)]
    data = export(AUTHOR, *items)
    first = data.index(b"</item>") + len(b"</item>")
    end = first + (len(data) - len(b"</rss>\n") - first) * tenth // 11
    path = tmp_path / "export.xml"
    path.write_bytes(data[:end])
    report = run_import([path], "wxr")
    stored = data[:end].count(b"</item>")
    among = data[:end].count(b"<wp:comment>") > stored
    cut = data[:end].count(b"<item>") - stored - among
    stored += among
    assert counts(report, "post") == {"created": stored} | ({"failed": 1} if cut else {})
    assert (report.exit_status, report.unbalanced()) == (2, [])
    assert "file-cut" in [issue.code for issue in report.issues]
    path.write_bytes(data)
    again = run_import([path], "wxr")
    assert counts(again, "post") == {"created": 5 - stored, "unchanged": stored} if stored < 5 else {"unchanged": 5}
    assert again.exit_status == 0
