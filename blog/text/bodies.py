"""WordPress bodies as honest HTML: blocks unwrapped, shortcodes and players replaced by what stands for them.

What comes out is what is stored and edited. It comes out of itself unchanged, so that the same way serves for the body
that an import brings and for the one that an editor saves.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from blog.text import blocks, embeds, footnotes, journals, pictures, shortcodes, showing, stand_ins
from blog.text.autop import autop
from blog.text.brackets import Names
from blog.text.footnotes import Footnotes
from blog.text.fragments import may_have_comments
from blog.text.guarding import without_other_rules
from blog.text.shortcodes import Shortcode

DEEPEST = 3  # shortcodes in the content of shortcodes

_STRAY = re.compile(r"<(?=[a-zA-Z/?])")
_MARKER = re.compile(r"<!--\s*+(?:more|noteaser)\b[^>]{0,200}?-->")
_FORMULA = re.compile(r"\$latex[= ]\s*+([^$<>]{1,5000}?)(?:&(?:amp;|#038;)?(?:s|fg|bg)=\w{1,9})*\$")
_MORE = re.compile(r"^[ \t]{0,20}\[more\][ \t]{0,20}(?=$)", re.MULTILINE)
_PAGE_BREAK = re.compile(r"<!--\s*+nextpage\s*+-->")


@dataclass(slots=True)
class LaidOut:
    """A body as it is stored, "wordpress" where blank lines still make its paragraphs, else "html".

    `unknown` counts the shortcodes that nothing stands for, `dynamic` the blocks that held nothing of their own,
    `broken` delimiters that fit nothing.
    """

    body: str
    body_format: str = "wordpress"
    unknown: Counter[str] = field(default_factory=Counter)
    dynamic: Counter[str] = field(default_factory=Counter)
    broken: int = 0


def lay_out(body: str, proved: frozenset[str] = frozenset()) -> LaidOut:
    """Lay out a body in format "wordpress". `proved` names the shortcodes that the batch showed."""
    body = journals.with_names(pictures.with_addresses(body))
    has_signs = "[" in body or ("$" in body and "$latex" in body) or may_have_comments(body)
    if not (has_signs or embeds.has_embeds(body) or embeds.may_have_lines(body)):
        return LaidOut(showing.shown(body, lines=True))
    return _Layout(stand_ins.names(proved)).lay_out(body.replace("\r\n", "\n").replace("\r", "\n"))


def to_html(body: str) -> str:
    """Return a body in format "wordpress" as HTML with its paragraphs, not sanitized."""
    laid_out = lay_out(body)
    if laid_out.body_format != "wordpress":
        return laid_out.body
    return with_paragraphs(laid_out.body)


def with_paragraphs(body: str) -> str:
    """Return a body that is laid out, and still in format "wordpress", as HTML."""
    return autop(without_other_rules(_MARKER.sub("", body) if may_have_comments(body) else body))


def _without_strays(body: str) -> str:
    """Escape each "<" of a tag that nothing ends: what is put behind it must not end it."""
    last = body.rfind(">") + 1
    return body[:last] + _STRAY.sub("&lt;", body[last:])


def _formulas(text: str) -> str:
    """Show the formulas of WordPress.com, "$latex x^2$", as code."""
    out: list[str] = []
    copied = 0
    for start, end in shortcodes.spoken(text):
        for found in _FORMULA.finditer(text, start, end):
            out += (text[copied : found.start()], stand_ins.formula(found[1]))
            copied = found.end()
    out.append(text[copied:])
    return "".join(out)


def _without_more(text: str) -> str:
    """Leave out a "[more]" that stands alone in its line: what lists showed ended there."""
    out: list[str] = []
    copied = 0
    for start, end in shortcodes.spoken(text):
        for found in _MORE.finditer(text, start, end):
            if text[found.end() : found.end() + 1] in ("", "\n"):
                out.append(text[copied : found.start()])
                copied = found.end()
    out.append(text[copied:])
    return "".join(out)


class _Layout:
    """The layout of one body."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.unknown: Counter[str] = Counter()
        self.depth = 0
        self.notes = Footnotes("")

    def lay_out(self, body: str) -> LaidOut:
        self.notes = Footnotes(body)
        if not blocks.has_blocks(body):
            text = _without_strays(body)
            replaced = self._replaced(showing.shown(text, lines=True))
            return LaidOut(
                body if replaced == text else replaced.strip("\n") + self.notes.listed(), unknown=self.unknown
            )
        if shown := blocks.shortcodes_of(body):
            self.names = replace(self.names, proved=self.names.proved | shown)
        unwrapped = blocks.unwrap(body, lambda text: autop(self._replaced(showing.shown(text, lines=True))))
        html = self._replaced(showing.shown(unwrapped.html, structure=True))
        html += autop(self.notes.listed())
        return LaidOut(html, "html", self.unknown, unwrapped.dynamic, unwrapped.broken)

    def _replaced(self, text: str) -> str:
        if "nextpage" in text:
            # WordPress cut a body there before it read anything else of it.
            text = _PAGE_BREAK.sub(stand_ins.PAGE_BREAK, text)
        if "[more]" in text:
            text = _without_more(text)
        if "$latex" in text:
            text = _formulas(text)
        return embeds.lines_to_links(embeds.to_links(self._shortcodes(text)))

    def _shortcodes(self, text: str) -> str:
        return shortcodes.replace(text, self.names, self._stand_in, self.unknown)

    def _stand_in(self, shortcode: Shortcode) -> str | None:
        if shortcode.name in footnotes.NAMES:
            note = stand_ins.without_halves(self._inner(shortcode.content or ""), shortcode.ends)
            note = embeds.to_links(note).strip()
            return self.notes.call(note) if footnotes.is_whole(note) else None
        return stand_ins.stand_in(shortcode, self._inner)

    def _inner(self, content: str) -> str:
        if self.depth >= DEEPEST:
            return content
        self.depth += 1
        try:
            return self._shortcodes(content)
        finally:
            self.depth -= 1
