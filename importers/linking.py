"""Where a body links to, each place to the character, so that another address can be put there and nothing else moves.

Plain functions. In HTML the links of `a` and `area`; in Markdown its own besides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape, unescape
from typing import NamedTuple

from blog.text import fragments, paths

_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# As cheap as can be, since every body is asked: a search for a word in one case finds where it may begin at once.
_ADDRESS = re.compile(r"""href\s*+=\s*+(?:["']\s*+)?([^\s"'<>]++)""")
_IN_MARKDOWN = re.compile(r"""(?:\]\(\s*+<?|\]:\s*+<?|<)(?:https?:)?//([^/"'\s<>?#)]+)""", re.IGNORECASE)
_RELATIVE_IN_MARKDOWN = re.compile(r"""(?:\]\(\s*+<?|\]:\s*+<?)(?![a-z][a-z0-9+.-]*:|//|[#"'>])""", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"\]\([ \t]*<?([^\s()<>]+)|^ {0,3}\[[^\]\n]+\]:[ \t]*<?([^\s<>]+)|<(https?://[^\s<>]+)>",
    re.MULTILINE | re.IGNORECASE,
)
_SANITIZED = re.compile(r' href="([^"]*)"')
_UNSURE = re.compile(r"[^!#-;=?-~]")
LINKING = frozenset({"a", "area"})


class Link(NamedTuple):
    """An address in a body, from `start` to `end`; `url` is what it says."""

    start: int
    end: int
    url: str
    is_html: bool


def wants_links(body: str, body_format: str, hosts: Collection[str]) -> bool:
    """Say whether a body may link to a page of an old blog: at one of these hosts, or by an address without a host."""
    if body_format == "text":
        return False
    has_links = "href" in body or "HREF" in body
    if has_links:
        text = body.lower() if "HREF" in body else body
        if any(_may_lead_back(url, hosts) for url in dict.fromkeys(_ADDRESS.findall(text))):
            return True
    if body_format != "markdown":
        return False
    if (has_links or "](" in body) and _RELATIVE_IN_MARKDOWN.search(body):
        return True
    return any(paths.normalize_host(host) in hosts for host in set(_IN_MARKDOWN.findall(body)))


def _may_lead_back(url: str, hosts: Collection[str]) -> bool:
    host = _HOST.match(url)
    return paths.normalize_host(host[1]) in hosts if host else not _ELSEWHERE.match(url)


def links(body: str, body_format: str) -> list[Link]:
    """Return the links of a body, in their order."""
    if body_format == "text":
        return []
    found = list(_html_links(body))
    if body_format == "markdown":
        starts, ends = [link.start for link in found], [0, *(link.end for link in found)]
        found += [link for link in _markdown_links(body) if link.start >= ends[bisect_right(starts, link.start)]]
        found.sort()
    return found


def _html_links(body: str) -> Iterator[Link]:
    for start, end in _linking_tags(body):
        found = _HREF.search(body, start, end)
        if found:
            group = found.lastindex or 1
            yield Link(found.start(group), found.end(group), unescape(found[group]).strip(), True)


def _linking_tags(body: str) -> Iterator[tuple[int, int]]:
    """Yield where the opening tags that may link begin and end."""
    tags = fragments.plain_tags(body)
    if tags is not None:
        stating = (tag for tag in tags if tag.lastindex == fragments.ATTRIBUTES and not tag[1])
        yield from (tag.span() for tag in stating if tag[2].lower() in LINKING)
        return
    for token in fragments.tokens(body):
        if token.kind is fragments.Kind.OPEN and token.name in LINKING:
            yield token.start, token.end


def _markdown_links(body: str) -> Iterator[Link]:
    for found in _MARKDOWN.finditer(body):
        group = found.lastindex or 1
        yield Link(found.start(group), found.end(group), unescape(found[group]), False)


def rewritten(body: str, found: Iterable[Link], addresses: Mapping[str, str]) -> str:
    """Return the body with another address for those of its links that have one in `addresses`."""
    pieces: list[str] = []
    place = 0
    for link in found:
        url = addresses.get(link.url, link.url)
        if url != link.url:
            pieces += [body[place : link.start], escape(url) if link.is_html else url]
            place = link.end
    return "".join([*pieces, body[place:]])


def with_addresses(html: str, addresses: Mapping[str, tuple[str, int]]) -> str | None:
    """Return sanitized HTML with other addresses in it, each given with its new one and how often it must occur.

    None when it does not, or when it cannot be told how the sanitizer would write it: the HTML is then to be made anew.
    """
    if not html or any(_UNSURE.search(f"{old}{new}") for old, (new, _) in addresses.items()):
        return None
    wanted = {
        old.replace("&", "&amp;"): (new.replace("&", "&amp;"), number) for old, (new, number) in addresses.items()
    }
    met: Counter[str] = Counter()

    def change(found: re.Match[str]) -> str:
        if found[1] not in wanted:
            return found[0]
        met[found[1]] += 1
        return f' href="{wanted[found[1]][0]}"'

    changed = _SANITIZED.sub(change, html)
    return changed if all(met[old] == number for old, (_, number) in wanted.items()) else None
