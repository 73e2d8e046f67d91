"""An item that is not well-formed, taken apart into its fields: a broken field costs only itself, not its item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from html import escape, unescape

# Elements that hold fields of their own.
HOLDERS = ("wp:comment", "wp:postmeta", "wp:commentmeta", "wp:termmeta")

_NAMES = r"(wp:\w{1,40}|content:encoded|excerpt:encoded|dc:creator|title|link|guid|pubDate|description|category)"
_FIELD = re.compile(rf"<{_NAMES}(?:\s[^<>]{{0,500}})?(?<!/)>")
_FIELD_END = re.compile(rf"(\]\]>\s{{0,99}})?</{_NAMES}\s{{0,99}}>")
_SECTION = re.compile(rf"<{_NAMES}(?:\s[^<>]{{0,500}})?>\s{{0,99}}<!\[CDATA\[")
_ENDED = re.compile(rf"\]\]>(?=\s{{0,99}}<{_NAMES}[\s>])")
_OPENING = re.compile(r"\s*<(item|\w{1,30}:\w{1,40})(?:\s[^<>]{0,500})?>")
_NAME = re.compile(r"<([\w:.-]{1,60})")
_ATTRIBUTE = re.compile(r"""\s([\w:.-]{1,40})="([^<>]{0,500}?)"(?=\s+[\w:.-]{1,40}=|\s*/?>)""")
_META = r"wp:meta_(?:key|value)"
# The fields that holders hold; comment_status is the post's.
_OWN = {
    "wp:comment": re.compile(rf"wp:comment(?:_(?!status$)\w{{1,40}}|meta)|{_META}"),
    **dict.fromkeys(HOLDERS[1:], re.compile(_META)),
}
_CLOSED = re.compile(r"</[\w:.-]{0,60}>?\s{0,99}\Z")
_BEGINS = re.compile(r"<(title|link|pubDate|wp:post_id)>")
_NEXT_ITEM = re.compile(r"</item>\s{0,99}<item(?:\s[^<>]{0,500})?>")
_IS_META = re.compile(_META)


def with_whole_sections(text: str) -> str:
    """Return an element whose CDATA sections end where their fields do: a "]]>" before that belongs to the text.

    So does the mark that opens a section, within one. Fields that nothing closes are left as they are.
    """
    tags: dict[str, list[int]] = {}  # where closing tags stand
    ends: dict[str, list[int]] = {}  # where the "]]>" stands, if one stands just before such a tag
    for found in _FIELD_END.finditer(text):
        tags.setdefault(found[2], []).append(found.start(2))
        if found[1]:
            ends.setdefault(found[2], []).append(found.start())
    openings = [(found.end(), found[1]) for found in _SECTION.finditer(text)]
    starts = [start for start, _ in openings]
    parts, at = [], 0
    for start, name in openings:
        known = ends.get(name, [])
        place = bisect_left(known, start)
        if start < at or place == len(known):
            continue
        end = known[place]
        first = tags[name][bisect_left(tags[name], start)]
        if first < end and bisect_left(starts, first) < bisect_left(starts, end):
            continue  # nothing closes it, and it runs into other fields
        inner = text[start:end]
        if any("]]>" in outside for outside in split_sections(f"<![CDATA[{inner}]]>")[::2]):
            inner = inner.replace("]]><![CDATA[", "").replace("]]>", "]]]]><![CDATA[>")
        parts += [text[at:start], inner]
        at = end
    return "".join([*parts, text[at:]])


def parted(data: bytes) -> list[bytes]:
    """Return the items that ran together in one, each with its own tags: they part where behind a number what comes
    first in an item comes again, and another number.

    One that is alone is given as it is.
    """
    text = data.decode("utf-8", "surrogateescape")
    cuts, at, number, begun = [(0, 0)], 0, -1, -1
    for index, part in enumerate(split_sections(text)):
        for found in _BEGINS.finditer(part) if index % 2 == 0 else ():
            if found[1] != "wp:post_id":
                begun = at + found.start() if begun < number else begun
                continue
            if 0 <= number < begun:
                cuts.append(_between_items(text, number, begun))
            number = at + found.start()
        at += len(part)
    if len(cuts) == 1:
        return [data]
    ends = [*(end for end, _ in cuts[1:]), len(text)]
    pieces = [text[start:end] for (_, start), end in zip(cuts, ends, strict=True)]
    whole = [pieces[0] + "</item>", *(f"<item>{piece}</item>" for piece in pieces[1:-1]), f"<item>{pieces[-1]}"]
    return [piece.encode("utf-8", "surrogateescape") for piece in whole]


def _between_items(text: str, number: int, begun: int) -> tuple[int, int]:
    """Return where one item ends and the next begins: where a section that nothing closes hid the tags that say so, or
    else where the next one's first field was found."""
    hidden = [tags.span() for tags in _NEXT_ITEM.finditer(text, number, begun)]
    return hidden[-1] if hidden else (begun, begun)


def split_sections(text: str) -> list[str]:
    """Split into text outside and inside CDATA sections, in turns; one that nothing closes counts as outside."""
    parts, at = [], 0
    while (opened := text.find("<![CDATA[", at)) >= 0 and (closed := text.find("]]>", opened)) >= 0:
        parts += [text[at:opened], text[opened : closed + 3]]
        at = closed + 3
    return [*parts, text[at:]]


def field_by_field(text: str, is_sound: Callable[[str], bool], depth: int = 3) -> str:
    """Return an element with each field that is not sound as the text that stands in it; "" where there is no field."""
    opening = _OPENING.match(text)
    if not opening:
        return ""
    closed = re.search(rf"</{opening[1]}\s{{0,99}}>\s*\Z", text)
    end, tail = (closed.start(), closed[0]) if closed else (len(text), f"</{opening[1]}>")
    parts: list[str] = []
    closing = _Closings(text, end)
    holder = opening[1]
    at = opening.end()
    while found := _FIELD.search(text, at, end):
        parts += _headless(text[at : found.start()], is_sound)
        name, tag, begin = found[1], found[0], found.end()
        if holder == "item" and _OWN["wp:comment"].fullmatch(name):  # nothing opens what holds it
            name = "wp:postmeta" if _IS_META.fullmatch(name) else "wp:comment"
            tag, begin = f"<{name}>", found.start()
        close = -1 if begin < found.end() else closing.after(name, begin)
        again = text.find(f"<{name}>", begin, close) if name in HOLDERS and close >= 0 else -1
        if close < 0 or again >= 0:
            # Nothing closes it: it ends where the next one begins.
            at = again if again >= 0 else _end_of_unclosed(name, text, begin, closing)
            inner = _without_closing(text[begin:at]).rstrip()
        else:
            inner, at = text[begin:close], close + len(name) + 3
        if name in HOLDERS and not inner.strip():
            continue
        whole = f"{tag}{inner}</{name}>"
        if not is_sound(whole):
            if name not in HOLDERS and (ended := _ENDED.search(inner)):
                inner, at = inner[: ended.end()], begin + ended.end()
            whole = _mended(tag, inner, name, is_sound, depth)
        if is_sound(whole):
            parts.append(whole)
    parts += _headless(text[at:end], is_sound)
    return f"{opening[0]}{''.join(parts)}{tail}" if parts else ""


def _headless(between: str, is_sound: Callable[[str], bool]) -> Iterator[str]:
    """Yield the fields that nothing opens: their end tags say what they are. A term's does not say of which kind."""
    at = 0
    for found in _FIELD_END.finditer(between):
        name, inner = found[2], between[at : found.start(2) - len("</")].strip()
        at = found.end()
        if inner and name not in HOLDERS and name != "category":
            whole = f"<{name}>{inner}</{name}>"
            yield whole if is_sound(whole) else f"<{name}>{_as_text(inner)}</{name}>"


def _mended(tag: str, inner: str, name: str, is_sound: Callable[[str], bool], depth: int) -> str:
    """Return a field with what can be read of it: its own fields, or the text that stands in it."""
    tag = tag if is_sound(f"{tag}</{name}>") else _with_escaped_values(tag)
    while opened := re.match(rf"\s*<{name}(?:\s[^<>]{{0,500}})?>", inner):  # twice
        inner = inner[opened.end() :]
    whole = f"{tag}{inner}</{name}>"
    if name in HOLDERS:
        whole = field_by_field(whole, is_sound, depth - 1) if depth else ""
    return whole if whole and is_sound(whole) else f"{tag}{_as_text(inner)}</{name}>"


class _Closings:
    """Where the next closing tag of a name stands: many openings cost one search."""

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self.known: dict[str, int] = {}

    def after(self, name: str, start: int) -> int:
        """Return where it stands at or after `start`, or -1; to be asked in the order of the text."""
        if self.known.get(name) != -1 and self.known.get(name, 0) < start:
            self.known[name] = self.text.find(f"</{name}>", start, self.end)
        return self.known[name]


def _end_of_unclosed(name: str, text: str, start: int, closing: _Closings) -> int:
    """Return where a field ends that nothing closes: before the next one, and one of fields behind its own."""
    own = _OWN.get(name)
    at = start
    while found := _FIELD.search(text, at, closing.end):
        if own is None or not own.fullmatch(found[1]):
            return found.start()
        at = max(closing.after(found[1], found.end()), found.end())
    return closing.end


def _with_escaped_values(tag: str) -> str:
    """Return an opening tag with its attributes' values escaped, quotation marks within them too."""
    name = _NAME.match(tag)
    values = _ATTRIBUTE.findall(tag)
    stated = "".join(f' {key}="{escape(unescape(value))}"' for key, value in values)
    return f"<{name[1]}{stated}>" if name else tag


def _without_closing(inner: str) -> str:
    """Take off a closing tag at the end, whose name was mistyped."""
    tail = inner[-160:]
    return inner[: len(inner) - len(tail)] + _CLOSED.sub("", tail)


def _as_text(inner: str) -> str:
    """Escape what stands in a field; the marks of its CDATA sections are none of it."""
    return escape(inner.replace("<![CDATA[", "").replace("]]>", ""), quote=False)
