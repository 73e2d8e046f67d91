"""Lines of a page: what every later step of the scraped readers works on."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from blog.text import mojibake
from blog.text.levels import Level

# Only "\n" ends a line (with the "\r" before it): form feeds and U+2028 are characters of the text.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# One character for one character, so that offsets into the view are offsets into the text.
_BLANKS = {
    **dict.fromkeys(map(ord, "\t\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
}
# How browsers write the items of a list into a text.
_BULLET = re.compile(r" {0,12}[*+•o▪‣◦](?= \S)")
_SPACES = re.compile(r"\s+")
_APART = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,4}")  # a letter and its marks, where no one character is both
_MOJIBAKE_LEADS = re.compile(r"[ÃÂâ][\u0080-\u00bf\u2018-\u2026€™œ]")


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline element inside a line of an HTML page: its place in the text and what it says of itself."""

    start: int
    end: int
    tag: str
    tokens: frozenset[str]
    href: str = ""
    rel: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What HTML tells about a line: the block it stands in, its ancestors' class and id tokens, its links."""

    node: int
    tag: str
    hint: str = ""
    link_share: float = 0.0
    inlines: tuple[Inline, ...] = ()
    item: int | None = None
    piece: str = ""
    near: frozenset[str] = frozenset()  # class and id tokens of the closest elements
    listing: int = 0  # the list that holds the line; 0 for none


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` is as found, without its end; `view` is what is matched: repaired, blanks as plain spaces."""

    number: int
    text: str
    end: str = ""
    view: str = ""
    gap: int = 0
    offsets: tuple[int, ...] | None = field(default=None, repr=False)
    marks: Marks | None = None

    @property
    def blank(self) -> bool:
        return not self.view or self.view.isspace()

    def found(self, start: int, end: int) -> str:
        """Return what the file has for a range of the view."""
        if self.offsets is None:
            return self.text[start:end]
        return self.text[self.offsets[start] : self.offsets[end]]

    def link_of(self, name: str) -> str:
        """Return where the link of this text leads; nothing where there is none, or one within the page."""
        links = [inline for inline in self.marks.inlines if inline.href.startswith("http")] if self.marks else []
        return next((link.href for link in links if self.text[link.start : link.end].strip() == name), "")


def split_lines(text: str) -> list[Line]:
    """Cut a text into lines; text and ends of all lines, joined, are the text again."""
    lines = []
    gap = 0
    for number, match in enumerate(_LINE.finditer(text), start=1):
        whole = match.group()
        content = whole.rstrip("\n")
        if whole != content and content.endswith("\r"):
            content = content[:-1]
        line = make_line(number, content, whole[len(content) :], gap)
        gap = gap + 1 if line.blank else 0
        lines.append(line)
    return lines


def starts_of(lines: Iterable[Line]) -> Iterator[int]:
    """Give the place in the text at which each line of a text that was split begins."""
    return itertools.accumulate((len(line.text) + len(line.end) for line in lines), initial=0)


def make_line(number: int, text: str, end: str = "", gap: int = 0, marks: Marks | None = None) -> Line:
    """Build a line with its view; a garbled line is matched in its repaired form."""
    plain = text.isascii() and text.isprintable()  # as most lines are: nothing to repair, no blank but spaces
    if not plain and len(text) < 20_000 and _MOJIBAKE_LEADS.search(text):
        repaired = _repaired(text)
        if repaired is not None:
            view, offsets = _composed(repaired[0].translate(_BLANKS), repaired[1])
            return Line(number, text, end, view, gap, offsets, marks)
    view = text if plain else text.translate(_BLANKS)
    if marks is None and (bullet := _BULLET.match(view)):
        view = " " * bullet.end() + view[bullet.end() :]
    if plain or not _APART.search(view):
        return Line(number, text, end, view, gap, None, marks)
    view, offsets = _composed(view, range(len(view) + 1))
    return Line(number, text, end, view, gap, offsets, marks)


def _composed(view: str, offsets: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """Return a view with its letters and their marks as one character each, and the place of each."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for apart in _APART.finditer(view):
        letter = normalize("NFC", apart[0])
        parts += (view[position : apart.start()], letter)
        places += offsets[position : apart.start()]
        places += [offsets[apart.start()]] * len(letter)
        position = apart.end()
    return "".join((*parts, view[position:])), (*places, *offsets[position:])


def _repaired(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the repaired text and, for each of its places (and its end), the place in the original."""
    repair = mojibake.repair(text)
    if repair.after == text:
        return None
    offsets: list[int] = []
    place = 0
    for step in repair.steps:
        if step.level is Level.GUESS:
            continue
        offsets += range(place, step.offset)
        offsets += [step.offset] * len(step.after)
        place = step.offset + len(step.before)
    offsets += range(place, len(text) + 1)
    return (repair.after, tuple(offsets)) if len(offsets) == len(repair.after) + 1 else None


def normalized(text: str) -> str:
    """Fold a line for comparison: case and white space do not count."""
    return _SPACES.sub(" ", text.translate(_BLANKS)).strip().casefold()


_SENTENCE = 25  # characters
_CLOSING = " \t\u00a0»”’\"')"


def line_hash(text: str) -> int:
    """Return a hash of a line that is the same in every process and on every page."""
    return zlib.crc32(normalized(text).encode("utf-8", "surrogatepass"))


def line_hashes(texts: Iterable[str], limit: int = 2_000) -> Iterator[tuple[int, bool]]:
    """Give the hash of each distinct line of a page, at most `limit` of them, and whether it is a sentence.

    Blank lines have none.
    """
    seen: set[int] = set()
    for text in texts:
        if len(seen) >= limit:
            return
        if text and not text.isspace() and len(text) <= 400 and (code := line_hash(text)) not in seen:
            seen.add(code)
            yield code, len(text) >= _SENTENCE and text.rstrip(_CLOSING).endswith((".", "!", "?", "…"))
