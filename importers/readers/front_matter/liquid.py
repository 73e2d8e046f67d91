"""The tags of static sites' templates inside a text: what they meant is written out, what is not known stays visible.

Liquid's (Jekyll, Hexo's are like them) and Hugo's shortcodes. Their code is HTML in Markdown and HTML alike.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from importers.readers.front_matter.site import Named, Site, expand
from importers.readers.front_matter.values import read_date

_BLOCKS = {"highlight": "endhighlight", "codeblock": "endcodeblock", "raw": "endraw", "comment": "endcomment"}
# Tags that stand for a page of another site: who wrote them meant the reader to get there.
_ELSEWHERE = {
    "gist": "https://gist.github.com/{}",
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
}
_OPENINGS = re.compile(r"\{%|\{\{")
_WORDS = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s\"']+)")
_LANGUAGE = re.compile(r"(?:lang:)?([A-Za-z][\w+#.-]{0,40})")
_PLACE = re.compile(r"[\w./:-]{1,200}")
_VALUE = re.compile(r"(site|page)\.(\w{1,60})")
_POST = re.compile(r"(?:.*/)?(\d{4}-\d{1,2}-\d{1,2})-(.+?)(?:\.\w{1,10})?")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
_HUGO_CODE = re.compile(r"[<%]\s*highlight\b\s*")
_RAW = re.compile(r"\{%-?[ \t]{0,9}(?:end)?raw[ \t]{0,9}-?%\}")
MAX_TAG = 2000


@dataclass(slots=True)
class Template:
    """A text whose tags are being written out; `unknown` counts those that were left as they are, by their names."""

    text: str
    site: Site
    page: Mapping[str, Any]
    unknown: Counter[str] = field(default_factory=Counter)
    _parts: list[str] = field(default_factory=list)
    _ends: dict[str, int] = field(default_factory=dict)
    _fences: list[int] | None = None

    def written_out(self) -> str:
        """Return the text with all that is known written out."""
        text, at = self.text, 0
        while opening := _OPENINGS.search(text, at):
            start = opening.start()
            self._parts.append(text[at:start])
            closing = "%}" if opening[0] == "{%" else "}}"
            end = self._find(closing, start + 2)
            inside = text[start + 2 : end] if 0 <= end <= start + MAX_TAG else ""
            if not inside or "{%" in inside:
                self._parts.append(opening[0])
                at = start + 2
                continue
            at = self._write(inside.strip("-").strip(), opening[0], start, end + 2)
        self._parts.append(text[at:])
        return "".join(self._parts)

    def _find(self, what: str, start: int) -> int:
        """Return where the next `what` stands. The last answer is kept, so that many openings cost one search."""
        known = self._ends.get(what, -2)
        if known == -1 or known >= start:
            return known
        found = self._ends[what] = self.text.find(what, start)
        return found

    def _write(self, inside: str, opening: str, start: int, end: int) -> int:
        """Write out one tag; return where to read on."""
        if opening == "{{":
            if _HUGO_CODE.match(inside) and (closed := self._closing("/highlight", end, "{{", "}}", " \t\n<%")):
                self._parts.append(_code(_HUGO_CODE.sub("", inside), self.text[end : closed[0]]))
                return closed[1]
            shown = self._shown(inside) if inside[:1] not in "<%" else self._hugo(inside)
            self._parts.append(self._left(inside, start, end) if shown is None else shown)
            return end
        name, _, rest = inside.partition(" ")
        if name in _BLOCKS and (closed := self._closing(_BLOCKS[name], end)):
            body = self.text[end : closed[0]]
            if name == "raw":
                self._parts.append(body)
            elif name != "comment":
                self._parts.append(_code(rest, _RAW.sub("", body)))
            return closed[1]
        written = self._tag(name, rest.strip())
        self._parts.append(self._left(name, start, end) if written is None else written)
        return end

    def _closing(
        self, name: str, start: int, opening: str = "{%", closing: str = "%}", between: str = " \t\n-"
    ) -> tuple[int, int] | None:
        """Return where the tag that ends a block begins and ends."""
        at = start
        while (place := self._find(name, at)) >= 0:
            begins = self.text.rfind(opening, max(start, place - 20), place)
            ends = self.text.find(closing, place, place + 20 + len(name))
            if begins >= 0 and ends >= 0 and not self.text[begins + 2 : place].strip(between):
                return begins, ends + 2
            at = place + 1
        return None

    def _tag(self, name: str, rest: str) -> str | None:
        if name in ("post_url", "link", "post_link", "post_path"):
            return self._address(name, rest)
        words = [next(filter(None, found), "") for found in _WORDS.findall(rest[:MAX_TAG])]
        if name in _ELSEWHERE and words and _PLACE.fullmatch(words[0]):
            return _link(_ELSEWHERE[name].format(quote(words[0], safe="/:")))
        return "" if name in ("toc", "more") else None

    def _address(self, name: str, rest: str) -> str | None:
        words = _WORDS.findall(rest[:MAX_TAG])
        wanted = next(filter(None, words[0]), "") if words else ""
        if not wanted or "{" in wanted:
            return None
        found = _POST.fullmatch(wanted)
        if found:
            path = expand(self.site.permalink, Named(found[2], date=read_date(found[1])))
            return self.site.absolute(path) if path else None
        return self.site.absolute(quote(wanted)) if name == "link" else None

    def _shown(self, inside: str) -> str | None:
        """Return what an output tag shows: a value of the site or the page, or an address of the site."""
        first, *filters = (piece.strip() for piece in inside.split("|"))
        value = self._value(first)
        for step in filters:
            name, _, argument = step.partition(":")
            if value is None:
                return None
            match name.strip():
                case "relative_url" | "absolute_url":
                    value = self.site.absolute(value)
                case "prepend":
                    before = self._value(argument.strip())
                    value = None if before is None else before + value
                case "append":
                    after = self._value(argument.strip())
                    value = None if after is None else value + after
                case "escape" | "xml_escape":
                    value = escape(value)
                case _:
                    return None
        return value

    def _value(self, word: str) -> str | None:
        if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
            return word[1:-1]
        found = _VALUE.fullmatch(word)
        if not found:
            return None
        if found[1] == "site" and found[2] in ("url", "baseurl") and self.site.url:
            return {"url": self.site.url, "baseurl": self.site.base}[found[2]]
        value = (self.site.values if found[1] == "site" else self.page).get(found[2])
        return value if isinstance(value, str) and value else None

    def _hugo(self, inside: str) -> str | None:
        """Write out a shortcode: "< name … >" or "% name … %"."""
        name, _, rest = inside.strip("<>%").strip().rstrip("/").partition(" ")
        words = [next(filter(None, found), "") for found in _WORDS.findall(rest[:MAX_TAG])]
        if name in _ELSEWHERE and words and _PLACE.fullmatch(words[-1]):
            return _link(_ELSEWHERE[name].format("/".join(quote(word, safe="") for word in words)))
        if name == "figure":
            return _figure(dict(re.findall(r"(\w{1,30})=\"([^\"]{0,2000})\"", rest)))
        return None

    def _left(self, name: str, start: int, end: int) -> str:
        """Leave a tag as it is, and count it."""
        word = re.match(r"[<%/\s]*([\w.-]{1,60})", name)
        self.unknown[word[1] if word else "{{"] += 1
        written = self.text[start:end]
        # A browser would take "<name …>" for an element; inside fences all is text.
        return written if "<" not in written or self._is_fenced(start) else written.replace("<", "&lt;")

    def _is_fenced(self, place: int) -> bool:
        if self._fences is None:
            self._fences = [found.start() for found in _FENCE.finditer(self.text)]
        return bisect(self._fences, place) % 2 == 1


def _code(options: str, body: str) -> str:
    """Return a block of code as HTML, which Markdown passes on where it begins a line."""
    language = _LANGUAGE.match(options.strip())
    name = f' class="language-{escape(language[1].lower())}"' if language else ""
    return f"\n<pre><code{name}>{escape(body.strip(chr(10)), quote=False)}</code></pre>\n"


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def _figure(values: Mapping[str, str]) -> str | None:
    if not values.get("src"):
        return None
    image = f'<img src="{escape(values["src"])}" alt="{escape(values.get("alt", ""))}">'
    caption = values.get("caption") or values.get("title")
    return f"<figure>{image}{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>"
