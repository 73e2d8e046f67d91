"""Pictures whose address stands elsewhere than in `src`, and those that are data in it, which no page of ours shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType

from blog.text import embeds, sizes
from blog.text.fragments import Kind, Token, last_end, may_hold, stated, tokens
from blog.text.references import Attribute, attributes

LONGEST = 4000  # characters of an address
LATER = ("data-src", "data-lazy-src", "data-original", "data-orig-src")  # what scripts put into src when a reader came
# Names that say other things too: they count where `src` has nothing to show.
_PERHAPS = (
    "data-lazy", "data-cfsrc", "data-ezsrc", "data-echo", "data-img-src", "data-img-url", "data-image", "data-url",
    "data-actualsrc", "data-orig-file", "data-large-file", "data-full-url",
)  # fmt: skip
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_LATER = re.compile(
    r"\sdata-(?:lazy(?:-src(?:set)?)?|orig(?:-src|inal|-file)|original-set|src(?:set)?|cfsrc|ezsrc|echo|img-(?:src|url)"
    r"|image|url|actualsrc|large-file|full-url)\s*=",
    re.IGNORECASE,
)
_INLINE = re.compile(r"""=\s*["']?\s*data:""", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:[\w-]{0,40}[_-])?(?:blank|placeholder|spacer|transparent|pixel|1x1|lazy(?:load)?|gr[ae]y|loading)"
    r"\.(?:gif|png|svg|jpe?g)",
    re.IGNORECASE,
)
_CANDIDATE_END = re.compile(r"(\s\d{1,6}(?:\.\d{1,6})?[wxh]),")
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[wxh]")
_VERBATIM = frozenset({"pre", "code", "textarea", "listing", "xmp"})
_OF_NO_SCRIPT = frozenset({"noscript", "picture"})  # those of AMP have names that are not plain
_NO_SCRIPT = re.compile("<(?:noscript|picture|amp-)")
# Elements of AMP: what HTML calls them, and pages of the services behind others by the attribute that holds the id.
_RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "amp-img": "img", "amp-anim": "img", "amp-video": "video controls", "amp-audio": "audio controls",
        "amp-iframe": "iframe",
    }
)  # fmt: skip
_PLAYED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
        "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
        "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
        "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
        "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
        "amp-facebook": ("data-href", "{}"),
        "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
    }
)


def with_addresses(html: str) -> str:
    """Return the fragment with the pictures that a script was to load as pictures, each once: the copies for readers
    without scripts go."""
    said = stated(html)
    if ("data-" in said and _LATER.search(said)) or (may_hold(html, _OF_NO_SCRIPT) and _NO_SCRIPT.search(html)):
        return _Walk(html).run()
    return html


@dataclass(slots=True)
class _Copy:
    """What stands in a "noscript": its pictures by their names, and whether anything else is to be seen there."""

    start: int
    end: int = 0
    names: list[str] = field(default_factory=list)
    says_more: bool = False
    stands_for: tuple[int, int] | None = None  # a picture in front of it that shows nothing


@dataclass(slots=True)
class _Picture:
    """A "picture": whether it holds the one that every browser shows, and another."""

    has_img: bool = False
    other: str = ""


class _Walk:
    """One walk through a fragment that gathers what is to be put in the place of what."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.edits: list[tuple[int, int, str]] = []
        self.shown: set[str] = set()
        self.copies: list[_Copy] = []
        self.copy: _Copy | None = None
        self.picture: _Picture | None = None
        self.empty: tuple[int, int] | None = None  # the last picture, where it shows nothing and nothing came since
        self.verbatim = ""
        self.last: dict[str, int] = {}

    def run(self) -> str:
        for token in tokens(self.html):
            if self.verbatim:
                if token.kind is Kind.CLOSE and token.name == self.verbatim:
                    self.verbatim = ""
            elif token.kind is Kind.OPEN:
                self._open(token)
            elif token.kind is Kind.CLOSE:
                self._close(token)
            elif token.kind is not Kind.TEXT or not self.html[token.start : token.end].isspace():
                self._says_something()
        for copy in self.copies:
            self._settle(copy)
        return self._edited()

    def _open(self, token: Token) -> None:
        name = token.name
        if name in _VERBATIM and token.end <= last_end(self.html, name, self.last):
            self.verbatim = name
        if name == "noscript":
            self.copy = _Copy(token.start, stands_for=self.empty)
        elif name in ("img", "amp-img", "amp-anim"):
            self._img(token)
        elif name == "picture":
            self.picture = _Picture()
        elif name == "source" and self.picture is not None:
            self._source(token, self.picture)
        elif name in _RENAMED:
            self._put(token, f"<{_RENAMED[name]}{self.html[token.start + 1 + len(name) : token.end]}")
        elif name in _PLAYED:
            self._play(token)
        elif name not in ("p", "a", "figure", "br", "span", "div"):
            self._says_something()

    def _close(self, token: Token) -> None:
        if token.name == "noscript" and self.copy is not None:
            self.copy.end = token.end
            self.copies.append(self.copy)
            self.copy = None
        elif token.name == "picture" and self.picture is not None:
            if not self.picture.has_img and self.picture.other:
                self.edits.append((token.start, token.start, f'<img src="{escape(self.picture.other)}" alt="">'))
            self.picture = None
        elif token.name in _RENAMED:
            whole = _RENAMED[token.name].split()[0]
            self._put(token, "" if whole == "img" else f"</{whole}>")
        elif token.name in _PLAYED:
            self._put(token, "")

    def _says_something(self) -> None:
        self.empty = None
        if self.copy is not None:
            self.copy.says_more = True

    def _img(self, token: Token) -> None:
        found = dict(attributes(self.html, token.start, token.end))
        if self.picture is not None:
            self.picture.has_img = True
        if self.copy is not None:
            self.copy.names.append(_name(found["src"].value) if "src" in found else "")
            return
        later = _later(found)
        tag = self.html[token.start : token.end]
        if later is not None:
            tag = _with_src(tag, token.start, found, *later)
        if token.name != "img":
            tag = f"<img{tag[1 + len(token.name) :]}"
        if tag != self.html[token.start : token.end]:
            self._put(token, tag)
        address = later[1] if later else found["src"].value if "src" in found else ""
        is_shown = later is not None or _shows(address)
        self.empty = None if is_shown else (token.start, token.end)
        if is_shown:
            self.shown.add(_name(address))

    def _source(self, token: Token, picture: _Picture) -> None:
        found = dict(attributes(self.html, token.start, token.end))
        stated = next((found[name] for name in ("srcset", "src") if name in found and _shows(found[name].value)), None)
        later = next((found[name] for name in (*_SETS[1:], *LATER) if name in found), None)
        if stated is None and later is None:
            self._put(token, "")
            return
        chosen = stated or later
        assert chosen is not None
        picture.other = picture.other or largest(chosen.value)
        if stated is None:
            tag = self.html[token.start : token.end]
            self._put(token, _with_src(tag, token.start, found, chosen, chosen.value.strip(), "srcset"))

    def _play(self, token: Token) -> None:
        held, page = _PLAYED[token.name]
        value = next((one.value for name, one in attributes(self.html, token.start, token.end) if name == held), "")
        self._put(token, embeds.paragraph(page.format(value)) if value else "")

    def _put(self, token: Token, instead: str) -> None:
        self.edits.append((token.start, token.end, instead))

    def _settle(self, copy: _Copy) -> None:
        """Leave out a copy of what is shown, or, where the copy alone can be shown, what it was made of."""
        if not copy.names or copy.says_more:
            return
        if copy.stands_for is not None and all(copy.names):
            self.edits.append((*copy.stands_for, ""))
        elif self.shown.issuperset(copy.names):
            self.edits.append((copy.start, copy.end, ""))

    def _edited(self) -> str:
        out: list[str] = []
        copied = 0
        for start, end, instead in sorted(self.edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= copied:
                out += (self.html[copied:start], instead)
                copied = end
        out.append(self.html[copied:])
        return "".join(out)


def _later(found: Mapping[str, Attribute]) -> tuple[Attribute, str] | None:
    """Return the attribute that says where a picture is, and its address, where that is not `src`."""
    for name in LATER:
        if name in found and _is_address(found[name].value):
            return found[name], found[name].value.strip()
    if "src" in found and _shows(found["src"].value):
        return None
    for name in _PERHAPS:
        if name in found and _is_address(found[name].value) and re.search(r"[/.]", found[name].value):
            return found[name], found[name].value.strip()
    for name in _SETS:
        if name in found and (address := largest(found[name].value)):
            return found[name], address
    return None


def largest(srcset: str) -> str:
    """Return the address of a srcset's largest picture."""
    best = address = ""
    most = -1.0
    for word in _CANDIDATE_END.sub(r"\1 ", srcset[: LONGEST * 4]).split():
        size = _SIZE.fullmatch(word.rstrip(","))
        if size and address:
            if float(size[1]) > most:
                best, most = address, float(size[1])
            address = ""
        elif _is_address(word):
            best = best or address
            address = word.rstrip(",")
    return best or address


def without_inline(html: str) -> tuple[str, int]:
    """Return the fragment with its alternative text in the place of each picture that is data, and their number."""
    said = stated(html)
    if "data:" not in said or not _INLINE.search(said):
        return html, 0
    out: list[str] = []
    copied = number = 0
    for token in tokens(html):
        if token.kind is not Kind.OPEN or token.name != "img":
            continue
        found = dict(attributes(html, token.start, token.end))
        if "src" in found and found["src"].value.strip().lower().startswith("data:"):
            alt = found["alt"].value.strip() if "alt" in found else ""
            out += (html[copied : token.start], escape(alt, quote=False))
            copied = token.end
            number += 1
    out.append(html[copied:])
    return "".join(out), number


def _is_address(value: str) -> bool:
    value = value.strip()
    return 0 < len(value) <= LONGEST and not value.lower().startswith(("data:", "javascript:")) and " " not in value


def _shows(address: str) -> bool:
    """Say whether a picture's address leads to more than a place kept free."""
    address = address.strip()
    return bool(address) and not address.lower().startswith("data:") and not _NOTHING.fullmatch(_file(address))


def _name(address: str) -> str:
    """Return the name of a picture's file, in whatever size and behind whatever proxy."""
    return sizes.without_size(_file(address)).lower()


def _file(address: str) -> str:
    return address.strip().partition("?")[0].partition("#")[0].rpartition("/")[2]


def _with_src(
    tag: str, start: int, found: Mapping[str, Attribute], later: Attribute, address: str, name: str = "src"
) -> str:
    gone = {place.start: place for place in (later, *(found[one] for one in ("src", *_SETS, *LATER) if one in found))}
    for attribute in sorted(gone.values(), key=lambda one: one.start, reverse=True):
        instead = f'{name}="{escape(address)}"' if attribute is later else ""
        tag = tag[: attribute.start - start] + instead + tag[attribute.end - start :]
    return tag
