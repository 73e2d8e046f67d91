"""The recordings of a podcast: WordPress, and plugins for podcasts, keep what a feed encloses as postmeta of the post.

Each is an address, a length in bytes and a type, on a line of its own. WordPress notes those of links in the body by
itself; the others stand nowhere else, and are put behind the body, to be heard there and kept as files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from importers.readers.wxr.context import Item
from importers.wordpress import web_form

KEY = "enclosure"
MOST = 50  # of one post
LONGEST = 2000  # characters of an address
_ADDRESS = re.compile(r"(?:https?://[^/\s]|/[^/\s])\S*")
_KIND = re.compile(r"(audio|video)/", re.IGNORECASE)
# Where no type is told, the name does.
_ENDINGS = {
    **dict.fromkeys(("aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"), "audio"),
    **dict.fromkeys(("m4v", "mov", "mp4", "ogv", "webm"), "video"),
}


def enclose(item: Item) -> None:
    """Put what the item encloses, and its body does not name, behind the body: a player, or else a link."""
    if not any(key == KEY for key, _ in item.postmeta):
        return
    body = item.get("content")
    shown = [_shown(address, kind) for address, kind in _enclosed(item) if not _is_named(address, body)]
    if shown:
        item.values["content"] = "\n\n".join(filter(None, (body.rstrip(), *shown)))


def _enclosed(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the addresses of what an item encloses, each once, and what it is: "audio", "video" or ""."""
    seen: set[str] = set()
    for value in (value for key, value in item.postmeta if key == KEY):
        lines = [line.strip() for line in value.strip().splitlines()[:3]]
        address = web_form(lines[0]) if lines else ""
        if address in seen or len(address) > LONGEST or not _ADDRESS.fullmatch(address) or len(seen) >= MOST:
            continue
        seen.add(address)
        stated = _KIND.match(lines[2]) if len(lines) > 2 else None
        ending = address.partition("?")[0].rpartition(".")[2].lower()
        yield address, stated[1].lower() if stated else _ENDINGS.get(ending, "")


def _is_named(address: str, body: str) -> bool:
    """Say whether a body names an address, by whichever scheme."""
    place = address.removeprefix("https:").removeprefix("http:")
    return place in body or escape(place) in body


def _shown(address: str, kind: str) -> str:
    written = escape(address).replace("[", "&#91;").replace("]", "&#93;")
    name = written.partition("?")[0].rstrip("/").rpartition("/")[2] or written
    link = f'<a href="{written}">{name}</a>'
    if not kind:
        return f"<p>{link}</p>"
    return f'<figure class="wp-block-{kind}"><{kind} controls src="{written}">{link}</{kind}></figure>'
