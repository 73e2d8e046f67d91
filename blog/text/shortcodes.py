"""WordPress's shortcodes: found by its grammar, replaced by what stands for them, left visible where nothing does.

The grammar is that of https://developer.wordpress.org/apis/shortcode/: `[name a="1" b='2' c=3 word]`, `[name /]`,
`[name]content[/name]` up to the first such end, `[[name]]` for one that is only spoken of. Nothing is found in tags, in
comments, and in elements whose text is shown as it stands (pre, code and their like).

A bracket counts as one when
- its name is one of those that `Names` knows, and what stands behind it is no prose, or
- it has an attribute with "=": quoted, or right behind the name, or is one itself ("[AMAZON=B001]"), or
- its name is one that only programs give ("mail_form"), or
- the end tag of that name follows, or
- the name stands with attributes elsewhere in the same body, or in the batch.
All else ("[sic]", "[1]", "[...]", "[Update: rain]", "array[i]", "[gallery of art]") is prose. See `brackets`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from blog.text.brackets import Names, is_evident
from blog.text.fragments import Kind, Token, last_end, tokens

# Shown as it stands; whoever writes about shortcodes writes in these.
VERBATIM = frozenset({"code", "kbd", "listing", "math", "pre", "samp", "select", "svg"})
MARK = '<span class="shortcode">'
LONGEST_TAG = 20_000  # characters of an opening tag: of what is longer nobody meant a shortcode

_SHORTCODE = re.compile(
    r"\[(?:(?P<escape>\[?)(?P<name>[A-Za-z_][\w-]{0,60}+)(?=[\s/\]=:]|&nbsp;|&#160;)|/(?P<end>[A-Za-z_][\w-]{0,60}+)\])"
)
_END = re.compile(r"\[/([A-Za-z_][\w-]{0,60}+)\]")
# As WordPress reads them: name="", name='', name=bare, "", '', bare.
_ATTRIBUTE = re.compile(
    r"""([\w-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s'"]++))(?=\s|$)|"([^"]*+)"(?=\s|$)|'([^']*+)'(?=\s|$)|(\S++)"""
)
_IN_BATCH = re.compile(r"""\[([A-Za-z_][\w-]{1,60}+)\s[\w-]{1,40}+=["']""")
_LINKED = ("(http", "(/", "(#")  # what stands behind the words of a link in Markdown
_NAMED = (*_LINKED, "]")  # and behind a name of a wiki
_PARAGRAPH = re.compile(r"<p(?: [^<>]{0,150})?>[ \t\r\n]*\Z")
_PARAGRAPH_END = re.compile(r"(?<!\s)\s*+</p>")
_HARD_SPACE = re.compile("&nbsp;|&#160;")
_INVISIBLE = re.compile("[\u00a0\u200b]+")
_WORDED_QUOTE = re.compile("&quot;|&#34;|&#8220;|&#8221;|&#8243;|[“”″]")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One shortcode as it stands in a text, from `start` to `end`; its opening tag ends at `opened`.

    Its end tag begins at `closed`, -1 where none follows.
    """

    name: str
    start: int
    opened: int
    end: int
    source: str  # of the opening tag
    named: Mapping[str, str] = field(default_factory=lambda: _NONE)
    words: tuple[str, ...] = ()
    is_escaped: bool = False
    html: str = ""  # the text
    closed: int = -1
    ends: Mapping[str, Sequence[int]] = field(default_factory=lambda: MappingProxyType({}))  # where ends stand, by name

    @property
    def content(self) -> str | None:
        """What stands before its end tag; cut out only where it is wanted, since many may share one end."""
        return self.html[self.opened : self.closed] if self.closed >= 0 else None


# Returns what stands for a shortcode, or None where nothing does.
StandIn = Callable[[Shortcode], str | None]


def attributes(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the named values, names in lower case, and the others, of what stands behind a shortcode's name."""
    text = _INVISIBLE.sub(" ", text)
    if '"' not in text and "'" not in text:
        text = _WORDED_QUOTE.sub('"', text)
    named: dict[str, str] = {}
    words: list[str] = []
    for found in _ATTRIBUTE.finditer(text):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        if found[1]:
            named.setdefault(found[1].lower(), value)
        elif value:
            words.append(value)
    return named, tuple(words)


def marked(source: str) -> str:
    """Return a shortcode as text that is marked as one and never read as one again."""
    shown = " ".join(_HARD_SPACE.sub(" ", source).replace("<", "&lt;").replace(">", "&gt;").split())
    return f"{MARK}{shown}</span>"


def evident_names(text: str) -> set[str]:
    """Return the names that stand with a quoted attribute somewhere in a text: what a batch proves."""
    return set(_IN_BATCH.findall(text))


def replace(html: str, names: Names, stand_in: StandIn, unknown: Counter[str] | None = None) -> str:
    """Return the fragment with what stands for its shortcodes; count those that nothing stands for, which are marked.

    What such a one encloses stays where it is, between its two marks.
    """
    if "[" not in html:
        return html
    replacing = _Replacing(html, names, stand_in, unknown if unknown is not None else Counter())
    return replacing.run() if replacing.is_worth_it() else html


def spoken(html: str, start: int = 0, last: dict[str, int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each piece of text in which shortcodes and addresses count, from a place outside of
    markup on. Who comes again remembers `last`: where the last end tags stand."""
    inside, depth = "", 0
    last = {} if last is None else last
    for token in tokens(html, start):
        if token.kind is Kind.TEXT:
            if not inside:
                yield token.start, token.end
        elif inside:
            if token.name == inside and token.kind in (Kind.OPEN, Kind.CLOSE):
                depth += 1 if token.kind is Kind.OPEN else -1
                inside = inside if depth > 0 else ""
        elif token.kind is Kind.OPEN and _is_verbatim(html, token) and token.end <= last_end(html, token.name, last):
            inside, depth = token.name, 1


def _is_verbatim(html: str, token: Token) -> bool:
    return token.name in VERBATIM or (token.name == "span" and html.startswith(MARK, token.start))


class _Replacing:
    """One walk through a fragment, forward only."""

    def __init__(self, html: str, names: Names, stand_in: StandIn, unknown: Counter[str]) -> None:
        self.html = html
        self.names = names
        self.stand_in = stand_in
        self.unknown = unknown
        self.out: list[str] = []
        self.copied = 0  # up to here the source is in `out`, or something in its place
        self.here = evident_names(html)
        self.left_open: Counter[str] = Counter()
        self.ends: dict[str, list[int]] = {}
        for found in _END.finditer(html):
            self.ends.setdefault(found[1], []).append(found.start())
        self.bracket = -1  # the place of a "]", remembered
        self.last: dict[str, int] = {}  # of `spoken`

    def is_worth_it(self) -> bool:
        """Say whether a bracket may count at all, before any markup is read."""
        expected = self.names.known | self.names.proved if self.names.proved else self.names.known
        for found in _SHORTCODE.finditer(self.html):
            name = found["name"]
            if not name:
                continue
            if name in expected or name in self.here or name in self.ends or "_" in name:
                return True
            ahead, closed, _ = self.html[found.end() : found.end() + 200].partition("]")
            if "=" in ahead or not closed:
                return True
        return False

    def run(self) -> str:
        position: int | None = 0
        while position is not None:
            position = self._walk(position)
        self.out.append(self.html[self.copied :])
        return "".join(self.out)

    def _walk(self, position: int) -> int | None:
        """Go on from a place; return the next one when a shortcode reached beyond its piece of text."""
        for start, end in spoken(self.html, position, self.last):
            while found := _SHORTCODE.search(self.html, start, end):
                start = self._take(found)
                if start > end:
                    return start
        return None

    def _take(self, found: re.Match[str]) -> int:
        """Deal with one bracket; return where to go on."""
        if found["end"]:
            if self.left_open[found["end"]]:
                self.left_open[found["end"]] -= 1
                self._put(found.start(), found.end(), marked(found[0]))
            return found.end()
        shortcode = self._read(found)
        if shortcode is None:
            return found.end()
        if shortcode.is_escaped:
            inner = self.html[shortcode.start + 1 : shortcode.end - 1]
            shown = inner.replace("[", "&#91;") if "<" not in inner else "&#91;" + inner[1:]
            self._put(shortcode.start, shortcode.end, shown)
            return shortcode.end
        instead = self.stand_in(shortcode)
        if instead is not None:
            self._put(shortcode.start, shortcode.end, instead)
            return shortcode.end
        self.unknown[shortcode.name] += 1
        self.left_open[shortcode.name] += shortcode.closed >= 0
        self._put(shortcode.start, shortcode.opened, marked(shortcode.source))
        return shortcode.opened

    def _put(self, start: int, end: int, instead: str) -> None:
        if instead.startswith("\n<") and (opened := _PARAGRAPH.search(self.html, max(self.copied, start - 200), start)):
            # Alone in a paragraph, what is a block itself stands in the place of that.
            closed = _PARAGRAPH_END.match(self.html, end)
            start, end = (opened.start(), closed.end()) if closed else (start, end)
        self.out += (self.html[self.copied : start], instead)
        self.copied = end

    def _read(self, found: re.Match[str]) -> Shortcode | None:
        """Read the shortcode that begins here; None when the bracket is prose."""
        name, begin = found["name"], found.end()
        is_known = name in self.names.known
        follows = self.html[begin : begin + 1]
        if follows == ":" and name not in self.names.assigned:
            return None
        opened = self._tag_end(begin, is_known)
        if opened < 0:
            return None
        written = _HARD_SPACE.sub(" ", self.html[begin : opened - 1].lstrip("=:"))
        is_empty = written.endswith("/")
        written = written.removesuffix("/")
        start = found.start() + len(found["escape"])
        close = -1 if is_empty else self._close(name, opened)
        end = close + len(name) + 3 if close >= 0 else opened
        escaped = bool(found["escape"]) and self.html.startswith("]", end)
        is_spoken_of = escaped and name in self.names.native
        if close < 0 and not is_spoken_of and not self._counts(name, follows, written, start, opened):
            return None
        named, words = attributes(written)
        source = self.html[start:opened]
        if escaped:
            start, end = start - 1, end + 1
        return Shortcode(name, start, opened, end, source, named, words, escaped, self.html, close, self.ends)

    def _tag_end(self, begin: int, is_known: bool) -> int:
        """Return the place after the opening tag, or -1. Of an unknown one no other bracket can stand in it."""
        if self.bracket < begin:
            place = self.html.find("]", begin)
            self.bracket = place if place >= 0 else len(self.html)
        if self.bracket == len(self.html) or self.bracket - begin > LONGEST_TAG:
            return -1
        if not is_known and self.html.find("[", begin, self.bracket) >= 0:
            return -1
        return self.bracket + 1

    def _close(self, name: str, opened: int) -> int:
        """Return where the end tag stands that belongs to an opening one, or -1."""
        places = self.ends.get(name)
        if not places:
            return -1
        index = bisect_left(places, opened)
        if index == len(places):
            return -1
        if name not in self.names.literal and name in self.names.known:
            # Another one in between: the end is that one's.
            between = self.html.find("[" + name, opened, places[index])
            if between >= 0 and not self.html[between + len(name) + 1].isalnum():
                return -1
        return places[index]

    def _counts(self, name: str, follows: str, written: str, start: int, opened: int) -> bool:
        """Say whether a bracket that nothing closes is a shortcode; see the module."""
        if name in self.names.known:
            return self.names.hold(name, follows, written)
        if start and (self.html[start - 1].isalnum() or self.html[start - 1] == "_"):
            return False
        if self.html.startswith(_LINKED if written.strip() else _NAMED, opened):
            return False
        if follows != "=" and (name in self.names.proved or name in self.here):
            return True
        return is_evident(name, follows, written)
