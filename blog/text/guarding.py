"""Refuse markup that would make a parser deep or its result huge, before any parser sees it.

The HTML standard lets a few bytes nest without end, and copies elements that were left open into every block that
follows. The walk below never counts less than a parser would build; what it cannot tell for sure it counts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from blog.text.fragments import VOID_ELEMENTS, Kind, Token, may_hold, tokens

MAX_DEPTH = 200
MAX_REOPENED = 200_000  # formatting elements that a parser opens again in every block they were left open in
MAX_COPIED = 2_000_000  # characters of their tags that it copies in doing so
MAX_EFFORT = 5_000_000  # steps of this walk

MAX_MARKDOWN_EFFORT = 100_000_000  # about two seconds

_BLOCK_ENDS = re.compile(r"\n[ \t]*\n|\n(?= {0,3}[-*+#>] {0,3}\S)")


class MarkupTooDeep(ValueError):  # noqa: N818 - said as it is, wherever it is caught
    """The markup is too large or nested too deeply to be parsed safely; the caller keeps it as escaped text."""


_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_OF_TABLES = frozenset({"caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"})
# Ended by the next of their kind, so that a thousand of them do not nest.
_IMPLIED_END = _OF_TABLES | {"dd", "li", "p"}
# The end tag of a block does not reach beyond these, that of a word's element beyond no block.
_BOUNDS = frozenset({"applet", "caption", "marquee", "object", "table", "td", "th"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "button", "center", "details", "dialog", "dir", "div", "dl",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "header", "hgroup", "iframe", "listing", "main",
        "menu", "nav", "noembed", "noframes", "ol", "plaintext", "pre", "script", "search", "section", "style",
        "summary", "textarea", "title", "ul", "xmp",
    }
)  # fmt: skip
_SPECIAL = _BLOCKS | _BOUNDS | _IMPLIED_END
_BOUNDS_OF_IMPLIED = {
    **dict.fromkeys(_OF_TABLES, frozenset({"table"})),
    "p": _BOUNDS | {"button"},
    "li": _SPECIAL - {"p"},
    "dd": _SPECIAL - {"p"},
}
_SAME = {"dt": "dd", **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "h1")}
_OF_THE_PAGE = frozenset({"html", "head", "body", "frameset", "frame"})  # ignored within a body

# In these a parser reads by other rules: they go before it comes, their words stay, but for what nobody saw.
_UNSEEN = frozenset({"annotation", "annotation-xml", "desc", "metadata"})
_LEFT_OUT = frozenset({"math", "select", "svg", "template"})
_UNWRAPPED = frozenset({"noscript"})
WITH_OTHER_RULES = _LEFT_OUT | _UNWRAPPED
_OTHER_RULES = re.compile(r"</?(?:math|noscript|select|svg|template)", re.IGNORECASE)


def without_other_rules(html: str) -> str:
    """Leave out drawings, formulas, lists of forms and templates but for their words, and the tags around "noscript".

    A space takes the place of tags, so that nothing grows together. Of a template nobody saw a word.
    """
    if not (may_hold(html, WITH_OTHER_RULES) and _OTHER_RULES.search(html)):
        return html
    kept: list[str] = []
    left_out, depth, unseen = "", 0, ""
    last = _last_ends(html)
    for token in tokens(html):
        tag = token.kind in (Kind.OPEN, Kind.CLOSE)
        if left_out:
            if token.kind is Kind.TEXT and left_out != "template" and not unseen:
                kept.append(html[token.start : token.end].replace("<", "&lt;"))
            elif tag and token.name in _UNSEEN:
                unseen = token.name if token.kind is Kind.OPEN else ""
            elif tag and token.name == "option":
                kept.append(" ")
            if tag and token.name == left_out:
                depth += 1 if token.kind is Kind.OPEN else -1
                if depth <= 0 or token.start >= last[left_out]:
                    kept.append(" " if kept[-1] != " " else "")
                    left_out = unseen = ""
        elif tag and token.name in WITH_OTHER_RULES:
            kept.append(" ")
            # One that nothing closes takes nothing with it.
            if token.kind is Kind.OPEN and token.start < last.get(token.name, -1) and token.name in _LEFT_OUT:
                left_out, depth = token.name, 1
        else:
            kept.append(html[token.start : token.end])
    return "".join(kept)


def _last_ends(html: str) -> dict[str, int]:
    return {token.name: token.start for token in tokens(html) if token.kind is Kind.CLOSE and token.name in _LEFT_OUT}


def guard_markdown(text: str) -> None:
    """Raise MarkupTooDeep for Markdown that takes longer than its length: for each bracket that opens, and for each
    column of a table, the parser goes through the rest of the block."""
    effort = 0
    for block in _BLOCK_ENDS.split(text):
        lines = block.split("\n")
        effort += block.count("[") * len(block) + 25 * len(lines) * max(line.count("|") for line in lines)
        if effort > MAX_MARKDOWN_EFFORT:
            raise MarkupTooDeep("the Markdown holds too many brackets or columns")


def guard(html: str) -> None:
    """Raise MarkupTooDeep for markup that is not safe to parse."""
    if html.count("<") <= MAX_DEPTH and len(html) <= MAX_COPIED // MAX_DEPTH:
        return
    walk = _Walk()
    for token in tokens(html):
        walk.step(token)


@dataclass(slots=True)
class _Walk:
    """What is open, as far as the tags say. An end tag takes one element away, never what stands in it."""

    stack: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    formatting: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # length of the tag, depth of the stack
    left_open: int = 0
    length: int = 0
    reopened: int = 0
    copied: int = 0
    effort: int = 0

    def step(self, token: Token) -> None:
        """Take the next token; raise MarkupTooDeep when it is one too many."""
        if token.kind not in (Kind.OPEN, Kind.CLOSE) or token.name in _OF_THE_PAGE or token.name in VOID_ELEMENTS:
            return
        name = _SAME.get(token.name, token.name)
        if name in WITH_OTHER_RULES:
            raise MarkupTooDeep("the markup cannot be told apart")
        if name in _FORMATTING:
            self._format(token, name)
        else:
            self.reopened += self.left_open
            self.copied += self.length
            if token.kind is Kind.OPEN:
                self._open(name)
            elif self.counts[name]:
                self._close(name)
        deep = len(self.stack) + self.left_open > MAX_DEPTH
        if deep or self.reopened > MAX_REOPENED or self.copied > MAX_COPIED or self.effort > MAX_EFFORT:
            raise MarkupTooDeep("the markup is nested too deeply")

    def _format(self, token: Token, name: str) -> None:
        places = self.formatting.setdefault(name, [])
        if token.kind is Kind.OPEN:
            places.append((token.end - token.start, len(self.stack)))
            self.left_open += 1
            self.length += places[-1][0]
            return
        if not places:
            return
        length, depth = places.pop()
        inside = self.stack[depth:]
        if inside:
            # A parser closes it in eight blocks at most, leaving a copy in each; beyond a table's cell not even there.
            self.copied += length * 8
            self.effort += len(inside)
        if len(inside) > 7 or not _BOUNDS.isdisjoint(inside):
            places.append((length, min(depth + 7, len(self.stack))))
            return
        self.left_open -= 1
        self.length -= length

    def _open(self, name: str) -> None:
        if name in _IMPLIED_END:
            self._end(self._find(name, _BOUNDS_OF_IMPLIED[name]))
        self.stack.append(name)
        self.counts[name] += 1

    def _close(self, name: str) -> None:
        if name in _OF_TABLES or name == "table":
            bounds = frozenset({"table"})
        else:
            bounds = _BOUNDS_OF_IMPLIED.get(name, _BOUNDS) if name in _SPECIAL else _SPECIAL
        self._end(self._find(name, bounds))

    def _end(self, place: int | None) -> None:
        """Take away an element, with the paragraphs, items and cells that stand in it."""
        if place is None:
            return
        if self.stack[place] in _SPECIAL and self.stack[place] != "form":
            for above in range(len(self.stack) - 1, place, -1):
                if self.stack[above] in _IMPLIED_END:
                    self._remove(above)
        self._remove(place)

    def _find(self, name: str, bounds: frozenset[str]) -> int | None:
        """Return the place of the last open element of this name above any of `bounds`."""
        if not self.counts[name]:
            return None
        for place in range(len(self.stack) - 1, -1, -1):
            self.effort += 1
            if self.stack[place] == name:
                return place
            if self.stack[place] in bounds:
                return None
        return None

    def _remove(self, place: int) -> None:
        self.counts[self.stack.pop(place)] -= 1
