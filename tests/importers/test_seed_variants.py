"""Variants of the seeds and of our own pages, made by script: the record changes as the page does, in nothing else."""

import calendar
import json
import random
import re

import pytest

from blog.text.mojibake import repair_html
from importers.decoding import SourceFile
from importers.readers import front_matter
from importers.surveying import Evidence
from tests.importers.pages import NAMES, SHARED_SEEDS, TITLES, Variant, differences, own_pages, read_page

SEEDS = {path.stem: path for path in sorted((SHARED_SEEDS / "expected").glob("*.json"))}
needs_seeds = pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not there")
# What a platform may word differently without saying anything else.
WORDINGS = (
    "trackback-intro",
    "trackback-url",
    "comments-heading",
    "comment-before",
    "sidebar",
    "form",
    "newsletter",
    "related",
    "closed",
)
MONTHS = tuple(calendar.month_name)[1:]


@needs_seeds
@pytest.mark.parametrize("number", range(20))
def test_a_variant_of_the_first_page_is_read_as_it_says(number):
    rng = random.Random(number)
    variant = Variant(SEEDS["001"], rng)
    variant.rename_title()
    variant.shuffle_paragraphs()
    variant.say_comments(rng.randint(1, 5))
    author = rng.choice(NAMES)
    variant.text = variant.text.replace(variant.truth["author"]["name"], author)
    variant.truth["author"]["name"] = author
    month, year = rng.randrange(12), rng.randint(2003, 2012)
    variant.text = re.sub(rf"\b(?:{'|'.join(MONTHS)}) \d{{4}}\n", f"{MONTHS[month]} {year}\n", variant.text)
    variant.reword(WORDINGS[:2] + WORDINGS[4:])
    record = read_page(variant.text.encode())
    assert differences(record, variant.truth) == []
    assert record.comments_stated == len(record.comments)
    assert [hint.value for hint in record.date_hints] == [f"{year}-{month + 1:02}"]
    assert record.status == "published"


@needs_seeds
@pytest.mark.parametrize("number", range(15))
def test_a_variant_of_the_second_page_is_read_as_it_says(number):
    variant = Variant(SEEDS["002"], random.Random(number))
    variant.rename_title()
    variant.shuffle_paragraphs()
    record = read_page(variant.text.encode())
    assert differences(record, variant.truth) == []
    assert sorted(record.body.split("\n\n")) == sorted(
        block for block in "\n".join(variant.text.split("\n")[2:]).split("\n\n") if block
    )


@needs_seeds
@pytest.mark.parametrize("number", range(20))
def test_a_variant_of_the_third_page_is_read_as_it_says(number):
    rng = random.Random(number)
    variant = Variant(SEEDS["003"], rng)
    variant.rename_title()
    variant.shuffle_paragraphs()
    name = rng.choice(NAMES)
    variant.text = variant.text.replace(variant.truth["author"]["name"], name)
    bio = variant.truth["author"]["bio"].replace(variant.truth["author"]["name"], name)
    variant.truth["author"]["name"] = name
    related = list(variant.truth["related"])
    rng.shuffle(related)
    tail = variant.text.index(variant.truth["related"][0])
    teasers = [block for block in variant.text[tail:].split("\n\n") if block not in related]
    variant.text = variant.text[:tail] + "\n\n".join(
        part for pair in zip(related, teasers, strict=True) for part in pair
    )
    variant.reword(WORDINGS)
    record = read_page(variant.text.encode())
    assert differences(record, variant.truth) == []
    assert record.author.bio == bio
    assert list(record.related) == related
    assert record.published is None


@needs_seeds
@pytest.mark.parametrize("number", range(10))
def test_a_variant_of_the_post_with_a_header_is_read_as_it_says(number):
    rng = random.Random(number)
    (page,) = SHARED_SEEDS.glob("000_*")
    truth = json.loads(SEEDS["000"].read_text(encoding="utf-8"))
    text = page.read_bytes().decode()
    title, name = rng.choice(TITLES["en"]), rng.choice(NAMES)
    hours, day = rng.choice((3, 4, 5, 8)), rng.randint(10, 25)
    text = re.sub(r"(?m)^title: .*$", f"title: '{title}'", text)
    text = re.sub(r"(?m)^author: .*$", f"author: {name}", text)
    text = re.sub(r"(?m)^date: .*$", f"date: '2007-03-{day} 12:30:05 -0500'", text)
    text = re.sub(r"(?m)^date_gmt: .*$", f"date_gmt: '2007-03-{day} {12 + hours}:30:05 -0500'", text)
    tags = [f"tag {rng.randint(1, 99)}", "harbour"]
    text = re.sub(r"(?m)^tags:\n(?:- .*\n)+", "tags:\n" + "".join(f"- {tag}\n" for tag in tags), text)
    header, _, body = text.rpartition("---\n")
    blocks = body.splitlines(keepends=True)
    rng.shuffle(blocks)
    (record,) = front_matter.read(
        SourceFile(page.name, content=(header + "---\n" + "".join(blocks)).encode()), Evidence()
    )
    assert (record.title, record.author.name) == (title, name)
    assert record.published.iso() == f"2007-03-{day}T{12 + hours}:30:05Z"
    assert [term.name for term in record.tags] == tags
    repaired = repair_html(record.body).after.splitlines()
    assert sorted(line.strip() for line in repaired) == sorted(truth["body_html"].strip().splitlines())


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("path", own_pages(), ids=lambda path: path.stem)
def test_a_variant_of_our_own_page_is_read_as_it_says(path, number):
    variant = Variant(path, random.Random(f"{path.stem}-{number}"))
    variant.rename_title()
    variant.rename_people()
    variant.truth.pop("date_hint", None)
    assert differences(read_page(variant.text.encode(), path.name), variant.truth) == []


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("path", own_pages("txt"), ids=lambda path: path.stem)
def test_a_page_of_bare_text_may_be_worded_otherwise_and_its_paragraphs_moved(path, number):
    variant = Variant(path, random.Random(f"{path.stem}-{number}"))
    variant.shuffle_paragraphs()
    variant.reword(("form", "trackback-url", "closed", "sidebar"))
    assert differences(read_page(variant.text.encode(), path.name), variant.truth) == []
