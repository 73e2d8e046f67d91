"""An item that is not well-formed, taken apart into its fields: a broken field costs only itself, not its item."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# Elements that hold fields of their own.
HOLDERS = ("wp:comment", "wp:postmeta", "wp:commentmeta", "wp:termmeta")

_FIELD = re.compile(
    r"<(wp:\w{1,40}|content:encoded|excerpt:encoded|dc:creator|title|link|guid|pubDate|description|category)"
    r"(?:\s[^<>]{0,500})?(?<!/)>"
)
_OPENING = re.compile(r"\s*<(?:item|\w{1,30}:\w{1,40})(?:\s[^<>]{0,500})?>")
_CLOSED = re.compile(r"</[\w:.-]{0,60}>?\s{0,99}\Z")


def field_by_field(text: str, is_sound: Callable[[str], bool], depth: int = 3) -> str:
    """Return an element with each field that is not sound as the text that stands in it; "" where there is no field."""
    opening = _OPENING.match(text)
    end = text.rfind("</")
    if not opening or end < opening.end():
        return ""
    parts: list[str] = []
    closings: dict[str, int] = {}  # where the next closing tag of a name stands: many openings cost one search
    at = opening.end()
    while found := _FIELD.search(text, at, end):
        name = found[1]
        if closings.get(name) != -1 and closings.get(name, 0) < found.end():
            closings[name] = text.find(f"</{name}>", found.end(), end)
        close = closings[name]
        again = text.find(f"<{name}>", found.end(), close) if name in HOLDERS and close >= 0 else -1
        if close < 0 or again >= 0:
            # Nothing closes it: it ends where the next one begins.
            following = _FIELD.search(text, found.end(), end)
            at = again if again >= 0 else following.start() if following else end
            inner = _without_closing(text[found.end() : at])
        else:
            inner, at = text[found.end() : close], close + len(name) + 3
        whole = f"{found[0]}{inner}</{name}>"
        if not is_sound(whole):
            mended = field_by_field(whole, is_sound, depth - 1) if name in HOLDERS and depth else ""
            whole = mended or f"{found[0]}{_as_text(inner)}</{name}>"
        if is_sound(whole):
            parts.append(whole)
    return f"{opening[0]}{''.join(parts)}{text[end:]}" if parts else ""


def _without_closing(inner: str) -> str:
    """Take off a closing tag at the end, whose name was mistyped."""
    tail = inner[-160:]
    return inner[: len(inner) - len(tail)] + _CLOSED.sub("", tail)


def _as_text(inner: str) -> str:
    """Escape what stands in a field; the marks of its CDATA sections are none of it."""
    return escape(inner.replace("<![CDATA[", "").replace("]]>", ""), quote=False)
