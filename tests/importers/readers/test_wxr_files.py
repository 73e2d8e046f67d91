"""Whole files: our own fixture, the generator's, and the official importer's test data where it is at hand."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from importers.decoding import SourceFile
from importers.readers import sniff, wxr
from importers.records import AttachmentRecord, AuthorRecord, PostRecord, Refused, Skipped, TermRecord
from importers.surveying import Evidence

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "wxr"
EXPORTS = sorted((ROOT.parent / "shared" / "data" / "wxr").glob("*.xml"))
GENERATOR = ROOT.parent / "shared" / "tools" / "make_wxr.py"


def records_of(path):
    return list(wxr.read(SourceFile(path.name, path), Evidence()))


def count(records):
    found = Counter()
    for record in records:
        if isinstance(record, PostRecord):
            found.update(items=1, comments=len(record.comments), trackbacks=len(record.trackbacks))
            found[record.kind] += 1
        elif isinstance(record, AttachmentRecord):
            found.update(items=1, attachment=1)
        elif isinstance(record, Skipped | Refused):
            found["items" if record.kind in ("post", "page", "attachment") else f"{record.kind}s"] += 1
        elif isinstance(record, AuthorRecord):
            found["authors"] += 1
        elif isinstance(record, TermRecord):
            found[record.taxonomy] += 1
    return found


def elements_of(path):
    """Count a file's elements by its closing tags, the contents of CDATA sections aside."""
    text = re.sub(r"<!\[CDATA\[.*?\]\]>", lambda cdata: cdata[0].replace("<", " "), path.read_text(), flags=re.DOTALL)
    items = re.findall(r"<item>.*?</item>", text, flags=re.DOTALL)
    types = [re.search(r"post_type>\s*(?:\s!\[CDATA\[)?\s*(\w+)", one) for one in items]
    around = re.sub(r"<item>.*?</item>", "", text, flags=re.DOTALL)
    pings = re.findall(r"comment_type>\s*(?:\s!\[CDATA\[)?(?:pingback|trackback)", text)
    found = Counter(one[1] for one in types if one and one[1] in ("page", "attachment"))
    found["items"] = len(items)
    found["trackbacks"] = len(pings)
    found["comments"] = text.count("</wp:comment>") - len(pings)
    found["authors"] = around.count("</wp:author>")
    found["category"] = around.count("</wp:category>")
    found["tag"] = around.count("</wp:tag>")
    return +found


@pytest.mark.skipif(not EXPORTS, reason="../shared/data/wxr is not there")
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.stem)
def test_every_element_of_the_official_test_files_is_accounted_for(path):
    assert sniff(SourceFile(path.name, path)) == "wxr"
    found = count(records_of(path))
    # Terms of other taxonomies are no kind of ours.
    stated = elements_of(path)
    assert {key: found[key] for key in stated} == dict(stated)


@pytest.mark.skipif(not EXPORTS, reason="../shared/data/wxr is not there")
def test_the_theme_test_data_keeps_what_was_hidden_hidden():
    records = records_of(next(path for path in EXPORTS if path.stem == "theme-unit-test-data"))
    posts = [record for record in records if isinstance(record, PostRecord)]
    assert not [record for record in records if isinstance(record, Refused)]
    assert Counter(record.status for record in posts) == {"published": len(posts) - 3, "draft": 2, "private": 1}
    assert {issue.code for record in posts for issue in record.issues} == {
        "scheduled-draft",
        "private-password",
        "title-markup",
    }


@pytest.mark.skipif(not GENERATOR.exists(), reason="../shared/tools/make_wxr.py is not there")
def test_the_generated_export_holds_what_its_generator_counts(tmp_path):
    path = tmp_path / "made.xml"
    with path.open("wb") as out:
        subprocess.run([sys.executable, GENERATOR, "100"], stdout=out, check=True)
    stated = json.loads(subprocess.run([sys.executable, GENERATOR, "100", "--counts"], capture_output=True).stdout)
    records = records_of(path)
    posts = [record for record in records if isinstance(record, PostRecord)]
    comments = [comment for record in posts for comment in record.comments]
    trackbacks = [trackback for record in posts for trackback in record.trackbacks]
    status = Counter(one.status for one in [*comments, *trackbacks])
    found = count(records)
    assert found["items"] == found["post"] == len(posts) == stated["posts"]
    assert (found["authors"], found["category"], found["tag"]) == (
        stated["authors"],
        stated["categories"],
        stated["tags"],
    )
    assert len(comments) == stated["type_comment"]
    assert Counter(one.kind for one in trackbacks) == {
        kind: stated[f"type_{kind}"] for kind in ("pingback", "trackback")
    }
    assert (status["approved"], status["pending"], status["spam"]) == (
        stated["status_1"],
        stated["status_0"],
        stated["status_spam"],
    )
    assert sum(comment.parent is not None for comment in comments) == stated["replies"]
    assert sum(len(record.tags) for record in posts) == stated["post_tags"]
    assert sum(len(record.categories) for record in posts) == stated["post_categories"]
    assert sum(len(record.meta["postmeta"]) for record in posts) == stated["postmeta"]
    assert sum(len(record.body.encode()) for record in posts) == stated["body_bytes"]
    assert not [issue for record in posts for issue in record.issues]


def test_our_own_blog_is_read_whole():
    records = records_of(FIXTURES / "tide-table.xml")
    assert count(records) == {
        "items": 6,
        "post": 3,
        "page": 1,
        "attachment": 1,
        "comments": 4,
        "trackbacks": 2,
        "authors": 2,
        "category": 2,
        "tag": 1,
    }
    posts = {record.source_id: record for record in records if isinstance(record, PostRecord)}
    assert [comment.parent for comment in posts["12"].comments] == [None, 0, 1]
    assert posts["12"].raw in (FIXTURES / "tide-table.xml").read_bytes()
    assert (posts["14"].status, posts["14"].published) == ("draft", None)


def test_one_bad_file_is_read_as_far_as_it_goes():
    records = records_of(FIXTURES / "everything-wrong.xml")
    posts = [record for record in records if isinstance(record, PostRecord)]
    assert [record.source_id for record in posts] == ["21", "22", "23"]
    assert [record.body for record in posts] == ["One\n\ntwo", "It’s “here”", "a ]]> b"]
    (refused,) = [record for record in records if isinstance(record, Refused)]
    assert (refused.issue.code, refused.issue.where) == ("file-cut", "everything-wrong.xml#item-24")
