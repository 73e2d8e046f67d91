"""Pictures whose address stands elsewhere than in `src`, and those that are data in it, which no page of ours shows."""

from __future__ import annotations

import re
from html import escape

from blog.text.fragments import Kind, Token, tokens
from blog.text.references import Attribute, attributes

LATER = ("data-src", "data-lazy-src", "data-original", "data-orig-src")  # what scripts put into src when a reader came
_LATER = re.compile(r"""\sdata-(?:lazy-src|orig-src|original|src)\s*=""", re.IGNORECASE)
_INLINE = re.compile(r"""=\s*["']?\s*data:""", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_WITHOUT_SCRIPT = re.compile(r"<noscript>\s*<img\b[^<>]*>\s*</noscript>", re.IGNORECASE)
LONGEST = 4000  # characters of an address


def with_addresses(html: str) -> str:
    """Return the fragment with the pictures that a script was to load as pictures; the copies for readers without
    scripts go."""
    if "data-" not in html or not _LATER.search(html):
        return html
    out: list[str] = []
    copied = 0
    for token in tokens(html):
        if token.kind is not Kind.OPEN or token.name != "img" or token.start < copied:
            continue
        found = dict(attributes(html, token.start, token.end))
        later = next((found[name] for name in LATER if name in found and _is_address(found[name].value)), None)
        if later is None:
            continue
        out += (html[copied : token.start], _with_src(html, token, found, later))
        space = _SPACE.match(html, token.end)
        copy = _WITHOUT_SCRIPT.match(html, space.end() if space else token.end)
        copied = copy.end() if copy else token.end
    out.append(html[copied:])
    return "".join(out)


def without_inline(html: str) -> tuple[str, int]:
    """Return the fragment with its alternative text in the place of each picture that is data, and their number."""
    if "data:" not in html or not _INLINE.search(html):
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


def _with_src(html: str, token: Token, found: dict[str, Attribute], later: Attribute) -> str:
    gone = [later, *(found[name] for name in ("src", "srcset") if name in found)]
    tag = html[token.start : token.end]
    for attribute in sorted(gone, key=lambda one: one.start, reverse=True):
        instead = f'src="{escape(later.value.strip())}"' if attribute is later else ""
        tag = tag[: attribute.start - token.start] + instead + tag[attribute.end - token.start :]
    return tag
