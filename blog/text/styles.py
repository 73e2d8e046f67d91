"""Styles that an editor wrote into tags: what they mean goes into the markup, how they look is left to the page.

No style attribute passes the sanitizer. Here alignment becomes a class, and underlined, struck, bold, slanted, raised
and lowered text the elements for that; what else there was is counted, so that nothing goes in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from blog.text.fragments import Kind, Token, may_hold, stated, tokens
from blog.text.references import Attribute, attributes

LONGEST = 2000  # characters of a style attribute

_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})
_FLOATING = frozenset({"figure", "iframe", "img", "table"})
_NOT_ALIGNED = frozenset({"a", "b", "em", "font", "i", "img", "span", "strong", "u"})
_BOLD = re.compile(r"bold(?:er)?|[6-9]00")
# (property, value) of a span: the element that means it.
_ELEMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("text-decoration", "underline"): "u", ("text-decoration", "line-through"): "s",
        ("font-style", "italic"): "i", ("font-style", "oblique"): "i",
        ("vertical-align", "super"): "sup", ("vertical-align", "sub"): "sub",
    }
)  # fmt: skip
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "color": "colours", "background": "backgrounds", "background-color": "backgrounds",
        "background-image": "backgrounds", "font-size": "sizes of letters", "font-family": "fonts",
        "font": "fonts", "text-decoration": "lines", "font-weight": "weights of letters",
        "font-style": "slanted letters",
    }
)  # fmt: skip
_FONT = frozenset({"font"})
_OF_FONT = MappingProxyType({"color": "colours", "size": "sizes of letters", "face": "fonts"})
HIDDEN = "hidden text, shown here"
_OTHER = "measures and places"
_SAYS_NOTHING = frozenset({"", "0", "auto", "inherit", "initial", "none", "normal", "unset"})


def mapped(html: str) -> str:
    """Return the fragment with markup for what its styles mean; they themselves stay, for the sanitizer to drop."""
    if not may_be_styled(html):
        return html
    out: list[str] = []
    copied = 0
    spans: list[str] = []  # what ends with each span that is open
    for token in tokens(html):
        if token.kind is Kind.OPEN:
            opening, ending = _opening(html, token)
            if token.name == "span":
                spans.append(ending)
            if opening:
                out += (html[copied : token.start], opening)
                copied = token.end
        elif token.kind is Kind.CLOSE and token.name == "span" and spans and (ending := spans.pop()):
            out += (html[copied : token.start], ending)
            copied = token.start
    out.append(html[copied:])
    return "".join(out)


def left_out(html: str) -> Counter[str]:
    """Count the styles by their kinds that `mapped` has no markup for, each element once for a kind."""
    kinds: Counter[str] = Counter()
    if not may_be_styled(html) and not may_hold(html, _FONT):
        return kinds
    for token in tokens(html):
        if token.kind is not Kind.OPEN:
            continue
        if token.name == "font":
            stated = (name for name, _ in attributes(html, token.start, token.end))
            kinds.update({_OF_FONT[name] for name in stated if name in _OF_FONT})
        if style := _style(html, token):
            kinds.update({_kind(name, value) for name, value in _rest(token.name, style)} - {""})
    return kinds


def may_be_styled(html: str) -> bool:
    """Say whether a fragment may have tags with styles; cheap."""
    said = stated(html)
    return "style" in said or "STYLE" in said


def _opening(html: str, token: Token) -> tuple[str, str]:
    """Return a tag with the classes, and followed by the elements, that its style means; and the ends of these."""
    style = _style(html, token)
    if style is None:
        return "", ""
    said = dict(_declarations(style.value))
    css = [word for word in (_aligned(token.name, said), _floating(token.name, said)) if word]
    elements = [name for each in said.items() if (name := _element(token.name, *each))]
    if not css and not elements:
        return "", ""
    tag = html[token.start : token.end]
    if css:
        tag = _with_classes(html, token, " ".join(css))
    return tag + "".join(f"<{name}>" for name in elements), "".join(f"</{name}>" for name in reversed(elements))


def _with_classes(html: str, token: Token, css: str) -> str:
    known = dict(attributes(html, token.start, token.end)).get("class")
    if known is None:
        place = token.start + 1 + len(token.name)
        return f'{html[token.start : place]} class="{css}"{html[place : token.end]}'
    value = known.value.replace('"', "")
    return f'{html[token.start : known.start]}class="{value} {css}"{html[known.end : token.end]}'


def _style(html: str, token: Token) -> Attribute | None:
    place = html.find("=", token.start, token.end)
    if place < 0:
        return None
    found = next((one for name, one in attributes(html, token.start, token.end) if name == "style"), None)
    return found if found and len(found.value) <= LONGEST else None


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.replace("!important", "").strip()


def _rest(element: str, style: Attribute) -> Iterator[tuple[str, str]]:
    said = dict(_declarations(style.value))
    for name, value in said.items():
        if name == "text-align" and _aligned(element, said):
            continue
        if name in ("float", "display", "margin-left", "margin-right", "margin") and _floating(element, said):
            continue
        if not _element(element, name, value):
            yield name, value


def _aligned(element: str, said: Mapping[str, str]) -> str:
    value = said.get("text-align", "")
    return f"has-text-align-{value}" if value in _ALIGNMENTS and element not in _NOT_ALIGNED else ""


def _floating(element: str, said: Mapping[str, str]) -> str:
    if element not in _FLOATING:
        return ""
    if (side := said.get("float")) in ("left", "right"):
        return f"align{side}"
    sides = (said.get("margin-left"), said.get("margin-right"))
    is_centered = sides == ("auto", "auto") or "auto" in said.get("margin", "").split()
    return "aligncenter" if is_centered and said.get("display", "block") == "block" else ""


def _element(element: str, name: str, value: str) -> str:
    if element != "span":
        return ""
    if name == "font-weight":
        return "b" if _BOLD.fullmatch(value) else ""
    name = "text-decoration" if name == "text-decoration-line" else name
    return _ELEMENTS.get((name, value.partition(" ")[0]), "")


def _kind(name: str, value: str) -> str:
    if (name == "display" and value == "none") or (name == "visibility" and value == "hidden"):
        return HIDDEN
    return "" if value in _SAYS_NOTHING or name.startswith("--") else _KINDS.get(name, _OTHER)
