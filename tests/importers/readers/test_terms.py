import pytest

from importers.decoding import SourceFile
from importers.readers import front_matter
from importers.records import Issue, TermRecord
from importers.surveying import Evidence
from tests.importers.readers.exports import export, field, item, of, posts, read


def tags(header):
    (record,) = front_matter.read(SourceFile("a.md", content=f"---\n{header}\n---\nx\n".encode()), Evidence())
    return [(term.slug.partition("-")[0], term.name) for term in record.tags], [term.slug for term in record.tags]


def test_names_that_share_a_slug_are_all_kept():
    found, slugs = tags('tags: [C, C++, "C#", "!!!", c]\ntag: C+++')
    assert found == [("c", "C"), ("c", "C++"), ("c", "C#"), ("", "!!!"), ("c", "C+++")]
    assert len(set(slugs)) == 5


def test_the_slug_of_a_name_is_the_same_in_every_post():
    assert tags("tags: [C, C++]")[1] == tags("tags: [C, D, C++]")[1][::2]


def test_terms_of_an_export_without_nicenames_are_all_kept():
    written = "".join(f'<category domain="tag">{name}</category>' for name in ("C", "C++", "!!!"))
    first, second = posts(item(7, written), item(8, '<category domain="tag">C++</category>'))
    assert [term.name for term in first.tags] == ["C", "C++", "!!!"]
    assert [term.slug for term in second.tags] == [first.tags[1].slug] != ["c"]


def test_declared_terms_without_a_slug_are_all_kept():
    declared = "".join(f"<wp:tag>{field('wp:tag_name', name)}</wp:tag>" for name in ("C", "C++", "!!!"))
    assert [term.name for term in of(TermRecord, read(export(declared, item())))] == ["C", "C++", "!!!"]


def test_a_category_that_is_declared_twice_with_two_names_is_told():
    def declared(slug, name):
        return f"<wp:category>{field('wp:category_nicename', slug)}{field('wp:cat_name', name)}</wp:category>"

    twice = declared("sea", "Sea"), declared("sea", "Ocean"), declared("fog", "Fog"), declared("fog", "Fog")
    records = read(export(*twice, item(7)))
    assert [term.name for term in of(TermRecord, records)] == ["Sea", "Fog"]
    (told,) = of(Issue, records)
    assert told.code == "ambiguous-identity"
    assert "“Sea”" in told.message
    assert "“Ocean”" in told.message


@pytest.mark.parametrize("slug", ["rome", ""])
def test_a_category_that_is_declared_below_two_parents_is_told(slug):
    def declared(parent):
        words = field("wp:category_nicename", slug) + field("wp:category_parent", parent) + field("wp:cat_name", "Rome")
        return f"<wp:category>{words}</wp:category>"

    (told,) = of(Issue, read(export(declared("italy"), declared("georgia"), declared(""), declared("italy"), item(7))))
    assert told.code == "ambiguous-identity"
    assert told.message == (
        "declared twice: category “rome”, as “Rome” below italy, which counts, and as “Rome” below georgia"
    )
