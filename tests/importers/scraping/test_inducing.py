"""What a page teaches of its own words: who wrote the comments, what closes them, what heads the form."""

import time

import pytest

from importers.scraping.features import see
from importers.scraping.inducing import learn_attributions
from importers.scraping.lines import make_line
from tests.importers.pages import read_page

PROSE = (
    "The ferryman has been on strike since Monday, and so we rowed across in the bathtub of my aunt, which holds four."
    "\n\n"
    "Nobody on the other side was surprised, because they had seen the piano come that way only the week before."
)
TEXTS = (
    "My aunt wants it back before Sunday.",
    "It leaks, by the way.\n\nOnly on the left, though.",
    "We had five in it, and a dog.",
)
NAMES = ("Odile", "Rasmus Pape", "the left oar")
# In each: heading, one comment with {name}, {n} and {date}, the dates.
THEMES = {
    "it verb above date": (
        "3 gocce nel secchio",
        "{name} ha lasciato gocciolare:\n{date}\n\n{text}\n\nBagna anche tu",
        ("5 maggio 2009, ore 9:05", "5 maggio 2009, ore 10:22", "6 maggio 2009, ore 18:40"),
    ),
    "fr date in the line": (
        "3 coups de rame",
        "{name} a ramé jusqu'ici le {date} :\n\n{text}",
        ("5 mai 2009 à 9:05", "5 mai 2009 à 10:22", "6 mai 2009 à 18:40"),
    ),
    "de date first": (
        "3 nasse Füße",
        "Am {date} planschte hier: {name}\n\n{text}",
        ("5. Mai 2009 um 9:05", "5. Mai 2009 um 10:22", "6. Mai 2009 um 18:40"),
    ),
    "es numbered": (
        "3 remeros al habla:",
        "{n} · {name}\n{date}\n\n{text}\n\nResponder",
        ("5 de mayo de 2009, 9:05", "5 de mayo de 2009, 10:22", "6 de mayo de 2009, 18:40"),
    ),
    "pt two labels": (
        "3 pingos",
        "Remador: {name} | Molhado em: {date}\n\n{text}",
        ("05/05/2009 9:05", "05/05/2009 10:22", "06/05/2009 18:40"),
    ),
    "nl name below date": (
        "3 natte sokken",
        "{date}\nnatgespat door {name}\n\n{text}",
        ("5 mei 2009 9:05", "5 mei 2009 10:22", "6 mei 2009 18:40"),
    ),
    "en date below the text": (
        "3 splashes",
        "{name} splashed about thus:\n\n{text}\n\n{date}",
        ("May 5, 2009 9:05 AM", "May 5, 2009 10:22 AM", "May 6, 2009 6:40 PM"),
    ),
}  # fmt: skip


def page_of(theme, gap="\n\n", texts=TEXTS, names=NAMES, below="Name (required)\n\nMail (required)"):
    heading, comment, dates = THEMES[theme]
    blocks = [
        comment.format(n=n, name=name, date=date, text=text)
        for n, (name, date, text) in enumerate(zip(names, dates, texts, strict=True), start=1)
    ]
    text = "\n\n".join(["By bathtub", "May 4, 2009", PROSE, heading, *blocks, below])
    return read_page(text.replace("\n\n", gap).encode())


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_words_that_recur_around_dates_name_who_wrote_comments(theme, gap):
    record = page_of(theme, gap)
    assert [comment.author.name for comment in record.comments] == list(NAMES)
    assert [comment.submitted.iso()[:16] for comment in record.comments] == [
        "2009-05-05T09:05", "2009-05-05T10:22", "2009-05-06T18:40",
    ]  # fmt: skip
    assert [comment.body.replace("\n\n", "\n") for comment in record.comments] == [
        text.replace("\n\n", "\n") for text in TEXTS
    ]
    assert record.comments_stated == 3


@pytest.mark.parametrize("theme", THEMES)
def test_markup_teaches_as_bare_text_does(theme):
    heading, comment, dates = THEMES[theme]
    blocks = "".join(
        f"<li>{''.join(f'<p>{line}</p>' for line in block.split(chr(10)) if line)}</li>"
        for block in (
            comment.format(n=n, name=name, date=date, text=text)
            for n, (name, date, text) in enumerate(zip(NAMES, dates, TEXTS, strict=True), start=1)
        )
    )
    prose = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))
    page = f"<h2>By bathtub</h2><p>May 4, 2009</p><div>{prose}</div><h3>{heading}</h3><ol>{blocks}</ol>"
    record = read_page(f"<html><body>{page}</body></html>".encode(), "page.html")
    assert [comment.author.name for comment in record.comments] == list(NAMES)
    assert all(comment.submitted for comment in record.comments)


def test_mentions_that_are_numbered_with_the_comments_are_mentions():
    heading = "3 Responses to “By bathtub”"
    blocks = (
        "1. Odile\nMay 5th, 2009 at 9:05 am\n\nMy aunt wants it back.",
        "2. The Dry Dock » Baths that float, and those that do not\nTrackback on May 5th, 2009 at 10:22 am"
        "\n\n[...] rowed [...]",
        "3. Rasmus\nMay 6th, 2009 at 6:40 pm\n\nIt leaks, by the way.",
    )
    record = read_page("\n\n".join(["By bathtub", "May 4, 2009", PROSE, heading, *blocks, "Leave a Reply"]).encode())
    assert [comment.author.name for comment in record.comments] == ["Odile", "Rasmus"]
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [
        ("Baths that float, and those that do not", "The Dry Dock")
    ]


INTERVIEW = "\n\n".join(f"{name} murmured into the bath:\n\n{text}" for name, text in zip(NAMES, TEXTS, strict=True))
LETTERS = "\n\n".join(
    f"{place}, {day} May 1944\n\nDear aunt, the tub has arrived, and the taps are still on it."
    for day, place in ((3, "Riva"), (9, "Malcesine"), (14, "Torbole"))
)
DIARY = "\n\n".join(
    f"{name} rowed on {day} May 2009 at 9:05\n\nThe water was calm, and nobody sang."
    for day, name in enumerate(NAMES, 1)
)


@pytest.mark.parametrize("inside", [INTERVIEW, LETTERS])
def test_who_speaks_and_what_is_dated_in_the_text_comments_on_nothing(inside):
    record = read_page("\n\n".join(["By bathtub", "May 4, 2009", PROSE, inside, PROSE, "Filed under: Water"]).encode())
    assert not record.comments
    assert "Torbole" in record.body or "murmured" in record.body


def test_what_stands_above_the_heading_of_comments_is_the_posts():
    comments = (
        "2 comments\n\nOdile says:\nMay 9, 2009 at 9:05 am\n\nNo.\n\nRasmus says:\nMay 9, 2009 at 9:06 am\n\nYes."
    )
    record = read_page("\n\n".join(["By bathtub", "May 4, 2009", PROSE, DIARY, PROSE, comments]).encode())
    assert [comment.author.name for comment in record.comments] == ["Odile", "Rasmus"]
    assert "nobody sang" in record.body


def test_brothers_keep_the_name_they_share():
    names = ("Odile Quint", "Rasmus Quint", "Odile Quint")
    assert [comment.author.name for comment in page_of("it verb above date", names=names).comments] == list(names)


def test_a_place_in_brackets_is_a_part_of_the_name_and_a_mark_is_none():
    names = ("Odile (Riva)", "Rasmus [autore]", "Tilde (Author)")
    found = page_of("it verb above date", names=names).comments
    assert [comment.author.name for comment in found] == ["Odile (Riva)", "Rasmus", "Tilde"]


@pytest.mark.parametrize("call", ["Bagna anche tu", "Say it wet", "Nass nachlegen"])
def test_what_stands_below_the_last_comment_heads_the_form(call):
    record = page_of("en date below the text", below=f"{call}\n\nName (required)\n\nMail (required)")
    assert [comment.body for comment in record.comments] == list(TEXTS)


def test_a_line_that_counts_the_mentions_below_it_heads_their_list():
    first = "1. Odile ha remato:\n5 maggio 2009, ore 9:05\n\nRivoglio la vasca."
    second = "2. Tilde ha remato:\n6 maggio 2009, ore 9:05\n\nPerde."
    comments = f"{first}\n\n{second}"
    items = "Vasche nuove — da Il molo asciutto, il 7 maggio 2009\nRubinetti — da Tappo, il 8 maggio 2009"
    pings = f"2 schizzi da altre rive\n\n{items}"
    record = read_page(
        "\n\n".join(["In vasca", "4 maggio 2009", PROSE, "2 voci su “In vasca”", comments, pings]).encode()
    )
    assert len(record.comments) == 2
    assert record.trackbacks_stated == 2
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [
        ("Vasche nuove", "Il molo asciutto"), ("Rubinetti", "Tappo"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["a " * 9 + "May 5, 2009 9:05", "x" * 60 + " 5 May 2009 9:05", "1 May 2009 9:05"],
    ids=["words", "one", "bare"],
)
def test_many_dated_lines_are_compared_in_time(line):
    page = [see(make_line(1, PROSE.split("\n", 1)[0]))] + [see(make_line(n, line)) for n in range(2, 8_000)]
    start = time.perf_counter()
    learn_attributions(page)
    assert time.perf_counter() - start < 2
