"""Pages of bare text: what becomes a field, what stays a leftover, what is refused."""

import json

import pytest

from importers.decoding import SourceFile
from importers.readers import scraped_text, sniff
from importers.records import Refused
from importers.surveying import Evidence, survey
from tests.importers.pages import PAGES, SHARED_SEEDS, differences, own_pages, page_of, read_page, squeezed

SEEDS = [path for path in sorted((SHARED_SEEDS / "expected").glob("*.json")) if path.stem != "000"]


@pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not there")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_says_what_its_truth_says(path):
    page, truth = page_of(path)
    record = read_page(page.read_bytes(), page.name)
    assert differences(record, truth) == []
    assert record.status == "published"
    assert record.comments_stated == truth.get("comments_count_stated")
    assert not [
        text for text in truth["not_in_body"] if squeezed(text) in squeezed(record.body) and text != truth["title"]
    ]
    assert all(text in record.body for text in truth.get("must_keep", []))


@pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not there")
def test_the_seeds_sites_images_and_related_posts_are_found():
    records = {path.stem: read_page(page_of(path)[0].read_bytes()) for path in SEEDS}
    truths = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SEEDS}
    assert (records["001"].site.name, records["001"].site.tagline) == (
        truths["001"]["site"]["name"],
        truths["001"]["site"]["tagline"],
    )
    assert records["001"].images[0].filename == truths["001"]["images"][0]["filename"]
    assert records["003"].images[0].alt == truths["003"]["images"][0]["alt"]
    assert list(records["003"].related) == truths["003"]["related"]
    assert records["003"].author.bio == truths["003"]["author"]["bio"]


@pytest.mark.parametrize("path", own_pages("txt"), ids=lambda path: path.stem)
def test_our_own_page_says_what_its_truth_says(path):
    page, truth = page_of(path)
    record = read_page(page.read_bytes(), page.name)
    assert differences(record, truth) == []
    assert not [text for text in truth["not_in_body"] if text in record.body]
    assert record.reader == "scraped_text"


@pytest.mark.parametrize("path", own_pages("txt"), ids=lambda path: path.stem)
def test_no_line_of_a_page_is_lost(path):
    page, _ = page_of(path)
    record = read_page(page.read_bytes(), page.name)
    kept = "\n".join(
        [
            record.title,
            record.body,
            record.excerpt,
            record.author.bio if record.author else "",
            *(part.text for part in record.leftover),
        ]
        + [comment.body + comment.author.name for comment in record.comments]
        + [field.raw for field in record.fields.values()]
        + [field.raw for comment in record.comments for field in comment.fields.values()]
        + [ping.excerpt + field.raw for ping in record.trackbacks for field in ping.fields.values()]
        + [term.name for term in (*record.categories, *record.tags)]
        + [record.trackback_url, *record.related]
    )
    lost = [
        word
        for word in page.read_text(encoding="utf-8").split()
        if len(word) > 6 and word.isalpha() and word not in kept
    ]
    assert lost == []


def test_every_value_says_where_it_came_from():
    record = read_page((PAGES / "movabletype3_en.txt").read_bytes())
    fields = record.fields
    assert set(fields) >= {"title", "author", "published", "body", "language", "comments"}
    assert fields["title"].span == (8, 8)
    assert fields["published"].raw == "Posted by Wick Tallow at April 17, 2005 09:12 PM"
    assert fields["comments"].rule == "layout-after"


def test_a_hard_break_and_a_no_break_space_stay_the_authors():
    body = "First line of the verse that I wrote\nsecond «\u00a0line\u00a0» of the same verse.\n\nAnd then it ended."
    assert read_page(f"A title\n\n{body}".encode()).body == body


def test_a_page_without_a_title_is_a_draft_that_says_so():
    record = read_page(
        b"This page begins with a sentence, and that sentence is as long as a sentence can be before it ends.\n" * 3
    )
    assert record.title == ""
    assert record.status == "draft"
    assert "title-guessed" in [issue.code for issue in record.issues]


def test_a_file_of_nothing_is_refused_with_a_sentence():
    (refused,) = scraped_text.read(SourceFile("page.txt", content=b" \n\n"), Evidence())
    assert isinstance(refused, Refused)
    assert refused.issue.code == "file-empty"


def test_a_file_that_is_too_large_is_refused():
    (refused,) = scraped_text.read(SourceFile("page.txt", content=b"a" * (scraped_text.LARGEST + 1)), Evidence())
    assert refused.issue.code == "file-refused"


def test_a_page_in_windows_1252_is_decoded_and_says_how():
    text = "Un café\n\nIl était une fois un café où l’on ne servait que du thé, et personne ne s’en plaignait jamais.\n"
    record = read_page(text.encode("cp1252"))
    assert record.title == "Un café"
    assert "encoding-guessed" in [issue.code for issue in record.issues]


def test_lines_that_recur_in_a_batch_are_furniture():
    line = "Our own little corner of the great wide web, and we mean that in the nicest way there is."
    text = f"A title\n\nIt was a long day, and we were all very tired of the rain.\n\n{line}\n".encode()
    furniture = frozenset(dict(scraped_text.survey_lines(SourceFile("other.txt", content=line.encode()))))
    assert line in read_page(text).body
    (record,) = scraped_text.read(SourceFile("page.txt", content=text), Evidence(furniture=furniture))
    assert line not in record.body
    assert [part.role for part in record.leftover] == ["furniture"]


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 100_000,
        b"the cat said on by de " * 5_000,
        b"by x on y\n" * 50_000,
        b"1:1 " * 70_000,
        b"\0\0\0",
        bytes(range(256)) * 40,
        "\u202e\ufeff\u2028".encode() * 500,
    ],
    ids=["one-word", "one-line", "50000-lines", "digits", "nul", "bytes", "format"],
)
def test_the_worst_pages_give_a_record_or_a_refusal(data):
    found = list(scraped_text.read(SourceFile("page.txt", content=data), Evidence()))
    assert len(found) == 1


def test_bare_text_is_recognised_last_and_binary_never():
    assert sniff(SourceFile("page.txt", content=b"A title\n\nSome text.\n")) == "scraped_text"
    assert sniff(SourceFile("photo.jpg", content=b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" * 50)) is None


@pytest.mark.parametrize("data", ["A page\n\nIt rained.\n".encode("utf-16"), b"A page\n\nIt rai\0ned all day long.\n"])
def test_bare_text_in_utf_16_or_with_a_stray_nul_is_a_page(data):
    file = SourceFile("page.txt", content=data)
    assert sniff(file) == "scraped_text"
    (record,) = scraped_text.read(file, Evidence())
    assert record.title == "A page"


def test_what_most_pages_of_a_batch_do_speaks_where_a_page_does_not():
    head = "A kettle on the roof\n\nIt was put there by my uncle in the year of the long rain, and nobody moved it.\n"
    clear = (
        head
        + "\n2 Comments\n\nIt will rust.\n\nPosted by Peer | May 4, 2009\n\nLeave it.\n\nPosted by Ann | May 5, 2009\n"
    )
    pages = [SourceFile(f"{n}.txt", content=clear.replace("Peer", f"Peer{chr(65 + n)}").encode()) for n in range(8)]
    habits = survey(pages, "scraped_text").habits
    assert habits == {"comments after"}
    open_ = head + "\nComments\n\nPeer\nMay 4, 2009\nIt will rust.\nAnn\nMay 5, 2009\n"
    (usual,) = scraped_text.read(SourceFile("p.txt", content=clear.encode()), Evidence(habits=habits))
    assert [comment.body for comment in usual.comments] == ["It will rust.", "Leave it."]
    (alone,) = scraped_text.read(SourceFile("p.txt", content=open_.encode()), Evidence())
    (told,) = scraped_text.read(
        SourceFile("p.txt", content=open_.encode()), Evidence(habits=frozenset({"comments name-date"}))
    )
    assert [comment.author.name for comment in told.comments] == [comment.author.name for comment in alone.comments]
    assert told.habits == ("comments name-date",)
