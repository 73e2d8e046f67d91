"""What a whole batch teaches about its items, in bounded counters, before any item is prepared.

Two things are learned: which misreadings are proved somewhere in the batch, so that weaker traces of the same damage
can be repaired too, and which lines recur from page to page, so that they belong to the site and not to a post.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import merge
from importlib import import_module

from blog.text import paths
from blog.text.mojibake import readings_in
from importers import lost_words
from importers.capturing import Captures
from importers.decoding import HEAD, ReadError, SourceFile

# Of each file so many bytes are looked at: a second or so of a large export, and all of nearly every other file.
SAMPLE = 1 << 26
CHUNK = 1 << 20
# So many passages of one beginning are judged, and so many in all: a proof needs few, and each costs a repair.
PASSAGES_PER_FORM = 20
PASSAGES = 4_000
# Lines seen once are forgotten when there are more than this, so that memory does not grow with the batch.
LINES = 400_000
PAGES_OF_FURNITURE = 3
ONE_IN = 20
# Habits are asked of the first pages only, because each costs a whole reading, and are believed from so many on.
ASKED = 40
PAGES_OF_HABITS = 6
SHORTCODES = 1000  # names
_WITH_SHORTCODES = frozenset({"wxr", "front_matter"})  # what comes of WordPress; pages show what shortcodes became
_CANONICAL = re.compile(
    rb"""<link\s[^>]{0,200}?\brel=["']?canonical["'][^>]{0,200}?\bhref=["'](https?://[^"'<>\s]{1,1000})""",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(rb"""\[([a-z][a-z0-9_-]{1,40}+) [a-z0-9_-]{1,30}+=(?:["']|&quot;)""")

# How garbled text begins in a UTF-8 file: â Ã Â Ă (cp1252 and its kin) before another character that is not ASCII or is
# a reference, ‚Ä √ (MacRoman), Γ Ç ├ (cp437, cp850), вЂ (cp1251), and the same as references. One pattern for each
# first byte, which is found many times faster than one of several: without it in a text, none is tried.
_LEADS = tuple(
    (first, re.compile(first + behind))
    for first, behind in (
        (b"\xc3", rb"[\xa2\x83\x82](?=[\xc2-\xe2&])"),
        (b"\xc4", rb"\x82(?=[\xc2-\xe2])"),
        (b"\xe2", rb"(?:\x80\x9a\xc3\x84|(?:\x88\x9a|\x94\x9c)(?=[\xc2-\xe2]))"),
        (b"\xce", rb"\x93\xc3\x87"),
        (b"\xd0", rb"\xb2\xd0\x82"),
        (b"&", rb"(?:amp;)?(?:acirc|Atilde|Acirc|#226|#19[45]);(?=&|[\xc2-\xe2])"),
    )
)
_BEFORE, _AFTER = 24, 64


@dataclass(frozen=True, slots=True)
class Evidence:
    """`furniture`: hashes of lines that recur in the scraped pages of a site; `readings`: misreadings proved somewhere
    in the batch, as (reading, count), where the count is that of the passages looked at; `shortcodes`: names that stand
    somewhere in brackets with a quoted attribute; `words`: shapes of words that stand whole here, and broken by a
    question mark there; `habits`: how most scraped pages are laid out."""

    furniture: frozenset[int] = frozenset()
    readings: tuple[tuple[str, int], ...] = ()
    shortcodes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()


def survey(files: Iterable[SourceFile], reader: str) -> Evidence:
    """Read every file of a batch once and return what they prove together.

    A reader of scraped pages offers `survey_lines(file) -> Iterable[tuple[int, bool]]`: each distinct line of a page
    once, hashed, and whether it is a sentence, and `survey_habits(file) -> Iterable[str]`: how the page is laid out,
    asked of some.
    """
    # Readers take Evidence from here, so the module of the reader is not imported at the top.
    survey_lines = getattr(import_module(f"importers.readers.{reader}"), "survey_lines", None)
    readings = ReadingCounter()
    survey_habits = getattr(import_module(f"importers.readers.{reader}"), "survey_habits", None)
    lines = LineCounter()
    habits = HabitCounter()
    shortcodes: set[str] = set()
    broken: set[str] = set()
    files = list(files)
    met: set[str] = set()  # several captures of a page are one page: its text is no furniture
    captures = Captures()
    for file in files:
        try:
            readings.look_through(file)
            lost_words.look_for_broken_words(file, broken)
            if reader in _WITH_SHORTCODES:
                look_for_shortcodes(file, shortcodes)
            if len(files) < PAGES_OF_FURNITURE:
                continue  # so few pages show nothing of each other
            if survey_lines is not None and (page := address_in(file)) not in met:
                met.update({page} - {""})
                told = dict(survey_lines(file))
                if not captures.met(code for code, says in told.items() if says):
                    lines.add_page(told, group_of(file, page))
                if survey_habits is not None and len(files) >= PAGES_OF_HABITS and not habits.full:
                    habits.add_page(survey_habits(file))
        except (OSError, ReadError):
            continue  # whoever reads it says why
    words = lost_words.written_whole(files, broken) if broken else frozenset()
    return Evidence(lines.furniture(), readings.proved(), frozenset(shortcodes), words, habits.proved())


def address_in(file: SourceFile) -> str:
    """Return the address by which a page is known, as a crawler or its own head tells it; "" for none."""
    if file.capture is not None:
        return "".join(paths.legacy_key(file.capture.address))
    found = _CANONICAL.search(file.read_bytes(HEAD)[:16_384])
    return "".join(paths.legacy_key(found[1].decode("utf-8", "replace"))) if found else ""


def look_for_shortcodes(file: SourceFile, found: set[str]) -> None:
    """Add the names of shortcodes in the beginning of one file, on its raw bytes."""
    with file.open_as_utf8() as stream:
        carried, taken = b"", 0
        while len(found) < SHORTCODES and taken < SAMPLE and (chunk := stream.read(CHUNK)):
            taken += len(chunk)
            found.update(name.decode("ascii") for name in _SHORTCODE.findall(carried + chunk))
            carried = chunk[-_AFTER:]


class ReadingCounter:
    """Counts the misreadings that garbled passages prove. Only passages that begin like one are decoded."""

    def __init__(self) -> None:
        self._readings: Counter[str] = Counter()
        self._forms: Counter[bytes] = Counter()
        self._passages = 0

    def look_through(self, file: SourceFile) -> None:
        """Look through the beginning of one file, on its raw bytes."""
        passages: list[bytes] = []
        with file.open_as_utf8() as stream:
            carried, taken = b"", 0
            while self._passages < PASSAGES and taken < SAMPLE and (chunk := stream.read(CHUNK)):
                taken += len(chunk)
                data = carried + chunk
                passages += self._passages_of(data, len(carried))
                carried = data[-(_BEFORE + _AFTER) :]
        for passage in passages:
            self._readings += readings_in(passage.decode("utf-8", "ignore"))

    def proved(self) -> tuple[tuple[str, int], ...]:
        """Return the readings with their counts, the commonest first."""
        return tuple(sorted(self._readings.items(), key=lambda pair: (-pair[1], pair[0])))

    def _passages_of(self, data: bytes, carried: int) -> list[bytes]:
        """Return the garbled-looking passages that the chunk before has not given already."""
        passages: list[bytes] = []
        end = carried - _AFTER
        # None of them overlaps another.
        leads = [lead.finditer(data) for first, lead in _LEADS if first in data]
        for found in merge(*leads, key=re.Match[bytes].start):
            start = found.start()
            form = data[start : start + 12]
            if start < end or self._forms[form] >= PASSAGES_PER_FORM:
                continue
            if self._passages >= PASSAGES:
                break
            # A passage that the chunk cuts short is met again, whole, at the beginning of the next.
            if start + _AFTER > len(data) > _AFTER and len(data) >= CHUNK:
                break
            self._forms[form] += 1
            self._passages += 1
            end = start + _AFTER
            passages.append(data[max(0, start - _BEFORE) : end])
        return passages


class LineCounter:
    """Counts in how many pages a line stands, folder by folder, or site by site where that is known."""

    def __init__(self) -> None:
        self._pages: Counter[int] = Counter()
        self._sizes: Counter[int] = Counter()

    def add_page(self, lines: Iterable[int], group: str = "") -> None:
        """Count the lines of one page, each once."""
        code = zlib.crc32(group.encode("utf-8", "surrogatepass")) << 32
        self._sizes[code] += 1
        self._pages.update({code | line for line in lines})
        if len(self._pages) > LINES:
            self._pages = Counter({line: count for line, count in self._pages.items() if count > 1})

    def furniture(self) -> frozenset[int]:
        """Return the lines that stand in three pages of a group or more, and in a twentieth of all its pages.

        What few of many pages share is no furniture: "Thanks!" in comments, a title in lists of recent posts.
        """
        least = {code: max(PAGES_OF_FURNITURE, -(-size // ONE_IN)) for code, size in self._sizes.items()}
        found = (line for line, count in self._pages.items() if count >= least[line >> 32 << 32])
        return frozenset(line & 0xFFFFFFFF for line in found)


class HabitCounter:
    """Counts how pages are laid out: each habit's first word says of what it is a habit."""

    def __init__(self) -> None:
        self._asked = 0
        self._habits: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        return self._asked >= ASKED

    def add_page(self, habits: Iterable[str]) -> None:
        """Count the habits of one page."""
        self._asked += 1
        self._habits.update(habits)

    def proved(self) -> frozenset[str]:
        """Return the habits that two thirds of the pages share which have any of the kind."""
        kinds: Counter[str] = Counter()
        for habit, count in self._habits.items():
            kinds[habit.partition(" ")[0]] += count
        return frozenset(
            habit
            for habit, count in self._habits.items()
            if (of := kinds[habit.partition(" ")[0]]) >= PAGES_OF_HABITS and 3 * count >= 2 * of
        )


def group_of(file: SourceFile, address: str) -> str:
    """Return what tells the pages of one site from others: the host that is known, else the folder."""
    return address.partition("/")[0] if address else posixpath.dirname(file.origin)
