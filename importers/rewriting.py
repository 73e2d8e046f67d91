"""Bodies that speak of other items: which rewriters a body wants, and what rewriters are given and return.

The tests are asked of every prepared body, so they are cheap: plain functions of the body, its format and the hosts of
all old blogs. A test may say yes for nothing, never no for something. See importers.settling.bodies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from importers.linking import wants_links
from importers.records import Issue

PICTURE = re.compile(r"<img(?=\s)[^<>]*+>")
_ALT = re.compile(r"""\salt\s*+=\s*+(?:"[^"]|'[^']|[^\s"'>])""")
_ATTACHMENT = re.compile(r"\bwp-image-(\d{1,20})\b")
# As the sanitizer prints them: every value in double quotes.
_SHOWN = re.compile(r"""<img((?:\s[^\s"=<>]+="[^"]*")*)""")
_SOURCE = re.compile(r"""\ssrc="([^"]+)\"""")
_LINKED = re.compile(r"""<a(?:rea)?(?:\s(?!href=)[^\s"=<>]++="[^"]*+")*+\shref="([^"]*+)\"""")
_FILE = re.compile(r"[^/:]/[^/]*?\.(?!(?:html?|php|aspx?)(?:[?#]|\Z))[a-zA-Z0-9]{2,4}(?:[?#]|\Z)")
_ENDING = re.compile(r"\.[a-zA-Z0-9]{2,4}(?:[?#]|\Z)")  # what most addresses lack, and is found soon
_PLAYED = re.compile(r"""\s(?:src|poster)="([^"]+)\"""")
_KEPT = re.compile(r"/attachments/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+\Z")

Wish = Callable[[str, str, Collection[str]], bool]


@dataclass(slots=True)
class Body:
    """A stored body on its way through the rewriters; `text` is what the one before made of it."""

    source_id: int
    post_id: int
    path: str  # of its post, here
    original_url: str
    origin: str  # where it was found, for issues
    format: str  # a Post.BodyFormat value
    text: str
    again: bool = False  # it was rewritten before, and something was missing then


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of a body: its text, whether something it speaks of is not here, and what there is to say.

    `words_changed`: what a reader reads changed too, so search has to look again. `addresses`, where nothing but
    addresses of links changed: what they were, with what they are now and how often; the rendering then follows.
    """

    text: str
    missing: bool = False
    words_changed: bool = True
    issues: tuple[Issue, ...] = ()
    addresses: Mapping[str, tuple[str, int]] | None = None


Rewrite = Callable[[Body], Rewritten]
Gather = Callable[[Sequence[Body]], Rewrite]


def media_marks(html: str) -> dict[str, int]:
    """Return what an item's base says of a rendered body's media that are not kept here, each address counted once.

    `hot_linked`: pictures that it shows; `media_elsewhere`: these, recordings, and files that links lead to.
    """
    pictures: set[str] = set()
    if "<img" in html:
        pictures.update(found[1] for tag in _SHOWN.findall(html) if (found := _SOURCE.search(tag)))
    others = {link for link in set(_LINKED.findall(html)) if _ENDING.search(link) and _FILE.search(link)}
    if "<audio" in html or "<video" in html:
        others.update(_PLAYED.findall(html))
    elsewhere = {address for address in pictures | others if not _KEPT.search(address)}
    return {"hot_linked": len(elsewhere & pictures), "media_elsewhere": len(elsewhere)}


def wants_blocks(body: str, body_format: str, hosts: Collection[str]) -> bool:
    """Say whether a body names reusable blocks."""
    # A single character that nearly no body holds is looked for in a tenth of the time that a word takes.
    return "[" in body and '<span class="shortcode">[block ref=' in body


def wants_galleries(body: str, body_format: str, hosts: Collection[str]) -> bool:
    """Say whether a body shows attachments by their ids, or pictures whose attachment may say more of them."""
    if "[" in body and '<span class="shortcode">[' in body and ("[gallery" in body or "[playlist" in body):
        return True
    return "wp-image-" in body and any(map(lacking_alt, PICTURE.findall(body)))


def lacking_alt(tag: str) -> str:
    """Return the old blog's id of the attachment that a picture without an alternative text shows; "" for others."""
    ids = _ATTACHMENT.findall(tag)
    return ids[-1] if ids and not _ALT.search(tag) else ""


# In the order in which importers.settling.bodies asks the rewriters of these names.
WISHES: Mapping[str, Wish] = MappingProxyType(
    {"blocks": wants_blocks, "galleries": wants_galleries, "links": wants_links}
)


def wishes(body: str, body_format: str, hosts: Collection[str]) -> list[str]:
    """Return the names of the rewriters that a body wants."""
    return [name for name, wanted in WISHES.items() if wanted(body, body_format, hosts)]
