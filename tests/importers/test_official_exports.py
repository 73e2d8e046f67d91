"""Every file of the official importer's tests, imported: the report beside a count of the file's own elements."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from importers.running import run_import

pytestmark = pytest.mark.django_db

EXPORTS = sorted((Path(__file__).resolve().parents[3] / "shared" / "data" / "wxr").glob("*.xml"))
# Whose only content is what we have no kind for.
NOTHING_TO_STORE: set[str] = set()
PINGS = ("pingback", "trackback")


def root_of(path):
    """Parse a file as XML; where it is none, as lxml mends it, with the usual prefixes declared."""
    data = path.read_bytes()
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True))


def local(element):
    return re.sub(r"^\{.*\}|^.*:", "", element.tag) if isinstance(element.tag, str) else ""


def children(element, name):
    return [child for child in element if local(child) == name]


def value(element, *names):
    found = [(child.text or "").strip() for name in names for child in children(element, name)]
    return next(filter(None, found), "")


def is_written_here(element):
    """Of "category" and "tag" two kinds stand in a channel: WordPress's, with children, and RSS's own."""
    return len(element) > 0


def counted(root):
    """Count posts, pages, attachments and their feedback as elements; authors and terms by what tells them apart."""
    found = Counter()
    authors, categories, tags = set(), set(), set()
    channel = next(element for element in root.iter() if local(element) == "channel")
    for element in channel:
        name = local(element)
        if name == "author":
            authors.add(value(element, "author_login") or value(element, "author_display_name"))
        elif name in ("category", "tag", "term") and is_written_here(element):
            taxonomy = value(element, "term_taxonomy") or {"category": "category", "tag": "post_tag"}.get(
                name, "category"
            )
            group = {"category": categories, "post_tag": tags}.get(taxonomy)
            if group is not None:
                slug = value(element, "category_nicename", "tag_slug", "term_slug")
                group.add(slug or value(element, "cat_name", "tag_name", "term_name"))
        elif name == "item":
            kind = value(element, "post_type")
            found[kind if kind in ("page", "attachment") else "post"] += 1
            for remark in children(element, "comment"):
                found["trackback" if value(remark, "comment_type") in PINGS else "comment"] += 1
            for term in children(element, "category"):
                group = {"category": categories, None: categories, "post_tag": tags, "tag": tags}.get(
                    term.get("domain")
                )
                if group is not None:
                    group.add(term.get("nicename") or (term.text or "").strip().lower().replace(" ", "-"))
            if value(element, "creator"):
                authors.add(value(element, "creator"))
    return +Counter(**found, author=len(authors - {""}), category=len(categories), tag=len(tags))


@pytest.mark.skipif(not EXPORTS, reason="../shared/data/wxr is not there")
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.stem)
def test_the_report_counts_what_the_file_holds(path):
    report = run_import([path], "wxr")
    kinds = report.as_dict()["kinds"]
    seen = {kind: row["seen"] for kind, row in kinds.items() if row["seen"]}
    print(path.stem, report.exit_status, report.error, dict(report.issues.counts), seen)
    assert seen == dict(counted(root_of(path)))
    assert report.unbalanced() == []
