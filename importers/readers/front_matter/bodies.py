"""The text after a header: its template tags written out, and the part that stands for it in lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from blog.text import plain, rendering
from importers.readers.front_matter.liquid import Template
from importers.readers.front_matter.places import HTML, MARKDOWN, PLAIN
from importers.readers.front_matter.site import Site
from importers.records import Issue

_MORE = re.compile(r"<!--[ \t]{0,9}more[ \t]{0,9}-->", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|blockquote|table|pre|section|article|figure|br)\b[^<>]*>", re.IGNORECASE
)
NAMED = 8  # so many kinds of unknown tags are named


def format_of(suffix: str, body: str) -> str:
    """Return how a text is written: by the ending of its file's name, else by what stands in it."""
    if suffix in MARKDOWN:
        return "markdown"
    if suffix in PLAIN:
        return "text"
    return "html" if suffix in HTML or _BLOCK_TAG.search(body) else "markdown"


def written_out(body: str, site: Site, values: Mapping[str, Any], origin: str) -> tuple[str, list[Issue]]:
    """Return a text with its template tags written out, and what is to be said of those that are not known."""
    if "{%" not in body and "{{" not in body:
        return body, []
    template = Template(body, site, values)
    text = template.written_out()
    if not template.unknown:
        return text, []
    most = template.unknown.most_common(NAMED)
    named = ", ".join(f"{name} ({number})" for name, number in most) + (" …" if len(template.unknown) > NAMED else "")
    return text, [Issue("template-tag", origin, f"tags of the old site's templates stay as they are: {named}")]


def parted(body: str, separator: str, body_format: str) -> tuple[str, str]:
    """Return a text without its separator, and as plain text what stands before that ("" where there is none)."""
    found = _MORE.search(body)
    start, end = found.span() if found else (-1, -1)
    if separator and not _MORE.fullmatch(separator):
        start = body.find(separator)
        end = start + len(separator)
    if start < 0:
        return body, ""
    before = body[:start]
    return before + body[end:], plain.plain_text(rendering.body_html(before, body_format))
