"""Mark words in rendered text, between its tags, so that a person sees at once what was meant."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Iterable

from blog.text.fragments import Kind, tokens

_LINK = re.compile(r'(<a\b[^<>]*?\bhref="([^"<>]*)"[^<>]*>)([^<]*)</a>')
MOST_WORDS = 40  # that are marked; a finding names twenty
LONGEST = 200  # characters of one; longer ones span tags anyway


def mark(html: str, words: Iterable[str]) -> str:
    """Return sanitized HTML with <mark> around these words, whatever their case, where they stand within one text."""
    wanted = dict.fromkeys(word.strip()[:LONGEST] for word in words)
    wanted.pop("", None)
    if not wanted:
        return html
    longest_first = sorted(list(wanted)[:MOST_WORDS], key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return "".join(
        _marked(html[token.start : token.end], pattern) if token.kind is Kind.TEXT else html[token.start : token.end]
        for token in tokens(html)
    )


def tell_links(html: str) -> str:
    """Return sanitized HTML with the address behind each link whose words say another."""
    return _LINK.sub(_told, html)


def _told(link: re.Match[str]) -> str:
    _tag, address, words = link.groups()
    same = html_module.unescape(address).strip("/").removeprefix("https://").removeprefix("http://")
    if html_module.unescape(words).strip().strip("/").removeprefix("https://").removeprefix("http://") == same:
        return link[0]
    return f'{link[0]} <span class="fb-to">({address})</span>'


def _marked(text: str, pattern: re.Pattern[str]) -> str:
    plain = html_module.unescape(text)
    pieces, position = [], 0
    for found in pattern.finditer(plain):
        pieces.append(html_module.escape(plain[position : found.start()], quote=False))
        pieces.append(f"<mark>{html_module.escape(found[0], quote=False)}</mark>")
        position = found.end()
    return "".join((*pieces, html_module.escape(plain[position:], quote=False))) if pieces else text
