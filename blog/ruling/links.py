"""The addresses that a rendered text leads to or spells out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from blog.ruling.findings import Evidence, Link
from blog.ruling.hosts import host_of
from blog.text import plain
from blog.text.marking import SPELLED

_OPENING = re.compile(r'<a((?: [a-z]+="[^"]*")*)>')
_HREF = re.compile(r' href="([^"]*)"')
_WEB = ("http://", "https://", "ftp://")
MOST_LINKS = 1000  # that are told apart; nobody writes as many


def links_of(html: str, text: str) -> tuple[Link, ...]:
    """Return the links of sanitized HTML and the addresses that its plain text spells out, in their order."""
    found: list[Link] = []
    position = 0
    for url, words in _anchors(html):
        start = text.find(words, position) if words and position >= 0 else -1
        if start >= 0:
            position = start + len(words)
            place = Evidence("body", start, position)
        else:
            place = Evidence("body", 0, 0)
        found.append(Link(url, host_of(url), place))
    return tuple(_with_spelled(found, text)[:MOST_LINKS])


def _with_spelled(links: list[Link], text: str) -> list[Link]:
    """Add the addresses of the text that no link stands at."""
    found: list[Link] = []
    waiting = iter(links)
    link = next(waiting, None)
    for spelled in SPELLED.finditer(text):
        while link and link.evidence.end <= spelled.start():
            found.append(link)
            link = next(waiting, None)
        if link is None or link.evidence.start >= spelled.end():
            found.append(Link(spelled[0], host_of(spelled[0]), Evidence("body", *spelled.span())))
    return found + ([link] if link else []) + list(waiting)


def _anchors(html: str) -> Iterator[tuple[str, str]]:
    """Yield (address, plain words) of the links to the web."""
    number = 0
    for opening in _OPENING.finditer(html):
        href = _HREF.search(opening[1])
        url = unescape(href[1]).strip() if href else ""
        if not url.lower().startswith(_WEB):
            continue
        end = html.find("</a>", opening.end())
        yield url, plain.plain_text(html[opening.end() : end]) if end >= 0 else ""
        number += 1
        if number >= MOST_LINKS:
            return
