"""A page's markup as browsers and scrapers write it out as text."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser

DUMPS = ("inner", "tight", "airy", "bullets")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
        "caption",
        "legend",
        "option",
        "label",
        "button",
    ]
)
_SPACED = {
    "inner": frozenset(["p", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"]),
    "tight": frozenset(),
    "airy": _BLOCKS - frozenset(["li", "tr", "td", "th", "dd", "dt", "option", "label", "caption"]),
    "bullets": frozenset(
        ["p", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "hr"]
    ),
}
_UNSEEN = frozenset({"script", "style", "head", "noscript", "textarea", "title"})


def dump(markup: str, form: str, rng: random.Random) -> str:
    """Return the text of a page: blocks on lines, cells side by side, pictures by name now and then."""
    writer = _Writer(form, rng.random() < 0.5)
    writer.feed(markup)
    lines = writer.finished()
    end = "\r\n" if rng.random() < 0.15 else "\n"
    return end.join(lines) + end


class _Writer(HTMLParser):
    def __init__(self, form: str, pictures: bool) -> None:
        super().__init__()
        self._form, self._pictures = form, pictures
        self._lines: list[str] = []
        self._now = ""
        self._gap = 0
        self._unseen = 0
        self._row = False

    def finished(self) -> list[str]:
        self._flush()
        return self._lines

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._break()
        elif tag == "img" and self._pictures and found.get("alt"):
            self.handle_data(found["alt"])
        elif tag in ("td", "th") and self._row:
            self._now += " "
        elif tag in _BLOCKS:
            self._flush(tag)
            self._row = tag == "tr"
            if tag == "li" and self._form == "bullets":
                self._now = "  * "

    def handle_endtag(self, tag):
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS and tag not in ("td", "th"):
            self._flush(tag)
            self._row = False

    def handle_data(self, data):
        if not self._unseen:
            text = re.sub(r"[ \t\n\r]+", " ", data)
            self._now += text.lstrip(" ") if not self._now.strip() or self._now.endswith(" ") else text

    def _break(self):
        if self._now.strip():
            self._flush()
        else:
            self._gap = max(self._gap, 1)

    def _flush(self, tag=""):
        text = self._now.strip(" ")
        if text and text != "*":
            if self._gap and self._lines and self._form != "tight":
                self._lines += [""] * (2 if self._gap > 1 else 1)
            self._lines.append(("  " if text.startswith("* ") else "") + text)
            self._gap = 0
        self._now = ""
        if tag in _SPACED[self._form]:
            self._gap = max(self._gap, 1)
