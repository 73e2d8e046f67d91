"""Mark words, places and addresses in rendered text, between its tags, so that a person sees at once what was meant."""

from __future__ import annotations

import html as html_module
import re
from bisect import bisect_left
from collections.abc import Iterable

from blog.text.fragments import Kind, tokens

_LINK = re.compile(r'(<a\b[^<>]*?\bhref="([^"<>]*)"[^<>]*>)((?:[^<]|</?mark>)*)</a>')
_MARK = re.compile(r"</?mark>")
_SOLID = re.compile(r"\S")
# An address spelled out, under whatever top level domain: what the renderer does not know it does not link.
SPELLED = re.compile(r"(?:https?://|www\.)[^\s<>\"'\[\]()]+(?<![.,;:!?])", re.IGNORECASE)
MOST_WORDS = 40  # that are marked; a finding names twenty
LONGEST = 200  # characters of one; longer ones span tags anyway

Places = list[tuple[int, int]]


def mark(html: str, words: Iterable[str]) -> str:
    """Return sanitized HTML with <mark> around these words, whatever their case, where they stand within one text."""
    wanted = dict.fromkeys(word.strip()[:LONGEST] for word in words)
    wanted.pop("", None)
    if not wanted:
        return html
    longest_first = sorted(list(wanted)[:MOST_WORDS], key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    pieces = []
    for token in tokens(html):
        piece = html[token.start : token.end]
        if token.kind is Kind.TEXT:
            plain = html_module.unescape(piece)
            piece = _wrapped(piece, plain, [found.span() for found in pattern.finditer(plain)])
        pieces.append(piece)
    return "".join(pieces)


def mark_places(html: str, text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return sanitized HTML with <mark> around these places of `text`, its plain text, whatever tags stand between.

    The two are matched by what is no white space: that is all that plain text folds.
    """
    solid = [found.start() for found in _SOLID.finditer(text)]
    wanted = joined((bisect_left(solid, start), bisect_left(solid, end)) for start, end in places)
    pieces, passed = [], 0
    for token in tokens(html) if wanted else ():
        piece = html[token.start : token.end]
        if token.kind is Kind.TEXT:
            plain = html_module.unescape(piece)
            here = [found.start() for found in _SOLID.finditer(plain)]
            inside = [(max(0, a - passed), min(b - passed, len(here))) for a, b in wanted]
            piece = _wrapped(piece, plain, [(here[a], here[b - 1] + 1) for a, b in inside if a < b])
            passed += len(here)
        pieces.append(piece)
    return "".join(pieces) if wanted and passed == len(solid) else html


def tell_spelled(html: str) -> str:
    """Return sanitized HTML with each address that it spells out, and that is no link, in an element of its own."""
    if "://" not in html and "www." not in html.lower():
        return html
    pieces, links = [], 0
    for token in tokens(html):
        piece = html[token.start : token.end]
        if token.kind is Kind.TEXT and not links:
            plain = html_module.unescape(piece)
            found = [found.span() for found in SPELLED.finditer(plain)]
            piece = _wrapped(piece, plain, found, '<span class="fb-spelled">', "</span>")
        elif token.name == "a":
            links = max(0, links + (1 if token.kind is Kind.OPEN else -1))
        pieces.append(piece)
    return "".join(pieces)


def tell_links(html: str) -> str:
    """Return sanitized HTML with the address behind each link whose words say another."""
    return _LINK.sub(_told, html)


def _told(link: re.Match[str]) -> str:
    _tag, address, words = link.groups()
    same = html_module.unescape(address).strip("/").removeprefix("https://").removeprefix("http://")
    said = html_module.unescape(_MARK.sub("", words)).strip().strip("/")
    if said.removeprefix("https://").removeprefix("http://") == same:
        return link[0]
    return f'{link[0]} <span class="fb-to">({address})</span>'


def joined(places: Iterable[tuple[int, int]]) -> Places:
    """Return places in their order, those that meet as one."""
    joined: Places = []
    for start, end in sorted(place for place in places if place[0] < place[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _wrapped(html: str, plain: str, places: Places, opening: str = "<mark>", closing: str = "</mark>") -> str:
    """Return a text between tags with these places of what it says in an element."""
    pieces, position = [], 0
    for start, end in places:
        before, inside = (html_module.escape(part, quote=False) for part in (plain[position:start], plain[start:end]))
        pieces += [before, opening, inside, closing]
        position = end
    return "".join((*pieces, html_module.escape(plain[position:], quote=False))) if pieces else html
