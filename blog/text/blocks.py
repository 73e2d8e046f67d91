"""Bodies of WordPress's block editor: HTML between delimiters that are comments with JSON in them.

The delimiters go; what only they say (ids, alternative texts, addresses) goes into the HTML. See
https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/#delimiters-and-parsing-expression-grammar
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, NamedTuple

from blog.text import block_words, embeds, nesting
from blog.text.footnotes import BACK
from blog.text.fragments import Kind, tokens
from blog.text.shortcodes import marked

LONGEST_JSON = 200_000
LONGEST_FOOTNOTES = 1_000_000
DEEPEST_JSON = 60
DEEPEST = 100  # blocks in blocks; what is deeper keeps its HTML and nothing else

_DELIMITER = re.compile(r"<!--\s*+(/?)wp:([a-z][a-z0-9_-]*+(?:/[a-z][a-z0-9_-]*+)?)(?=[\s/{-])")
_SHORTCODE = re.compile(r"<!--\s*+wp:(?:core/)?shortcode\s*+-->\s*+(?:<p>)?\[([A-Za-z_][\w-]{1,60}+)")
_FOOTNOTES = re.compile(r"<!--\s*+wp:(?:core/)?footnotes\b[^>]{0,500}/-->")
_CAPTION = re.compile(r"<figcaption[^<>]*+>")
_IMAGE = re.compile(r"<img(?=\s)[^<>]*+>")
_TILE = re.compile(r"\sdata-id=[\"']?(\d{1,20})(?!\d)")
_IMAGE_CLASS = re.compile(r"\bwp-image-\d")
_TAG = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"\d{1,20}")

Classic = Callable[[str], str]
Attributes = Mapping[str, Any]


class Delimiter(NamedTuple):
    """A delimiter from `start` to `end`: opens a block, closes one, or is a whole one without content."""

    start: int
    end: int
    name: str
    closes: bool
    is_void: bool
    json: str


@dataclass(slots=True)
class Unwrapped:
    """A body without delimiters. `dynamic` counts the blocks whose content WordPress made anew for every visitor,
    `broken` the delimiters that fit nothing or cannot be read."""

    html: str = ""
    dynamic: Counter[str] = field(default_factory=Counter)
    broken: int = 0


@dataclass(slots=True)
class _Open:
    name: str
    attributes: Attributes
    place: int  # in the list of pieces


def has_blocks(body: str) -> bool:
    """Say whether a body was written in the block editor."""
    return "<!--" in body and _DELIMITER.search(body) is not None


def shortcodes_of(body: str) -> set[str]:
    """Return the names that begin a block for shortcodes: nothing else stands in one."""
    return set(_SHORTCODE.findall(body))


def delimiters(body: str) -> Iterator[Delimiter]:
    """Yield the delimiters of a body; one that does not end is text."""
    position = 0
    while opening := _DELIMITER.search(body, position):
        end = body.find("-->", opening.end())
        if end < 0:
            return
        inside = body[opening.end() : end].strip()
        is_void = inside.endswith("/")
        name = "embed" if opening[2].startswith("core-embed/") else opening[2].removeprefix("core/")
        position = end + 3
        yield Delimiter(
            opening.start(), position, name, bool(opening[1]), is_void, inside[:-1].rstrip() if is_void else inside
        )


def unwrap(body: str, classic: Classic) -> Unwrapped:
    """Take the delimiters away. `classic` lays out what stands between blocks: an old body inside a new one."""
    result = Unwrapped()
    pieces: list[str] = []
    stack: list[_Open] = []
    position = 0
    for delimiter in delimiters(body):
        text = _without_open_comment(body[position : delimiter.start], result)
        pieces.append(text if stack else _laid_out(text, classic))
        position = delimiter.end
        if delimiter.closes:
            _close(delimiter, stack, pieces, classic, result)
            continue
        read = _attributes(delimiter.json)
        result.broken += read is None
        attributes = read or {}
        if delimiter.is_void:
            pieces.append(_void(delimiter.name, attributes, result))
        else:
            stack.append(_Open(delimiter.name, attributes, len(pieces)))
    rest = body[position:]
    result.broken += len(stack)
    pieces.append(_laid_out(rest, classic) if not stack or stack[-1].name == "freeform" else rest)
    result.html = re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip("\n")
    return result


def _laid_out(text: str, classic: Classic) -> str:
    return f"\n{classic(text)}\n" if text.strip() else text


def _without_open_comment(text: str, result: Unwrapped) -> str:
    """Show the beginning of a comment that went on into a delimiter: without it, all that follows would be hidden."""
    place = text.rfind("-->") + 1
    if text.find("<!--", place) < 0:
        return text
    result.broken += 1
    return text[:place] + text[place:].replace("<!--", "&lt;!--")


def _close(delimiter: Delimiter, stack: list[_Open], pieces: list[str], classic: Classic, result: Unwrapped) -> None:
    """End the innermost block of this name, and those that were left open in it."""
    if not any(block.name == delimiter.name for block in stack[-DEEPEST:]):
        result.broken += 1
        return
    while (block := stack.pop()).name != delimiter.name:
        result.broken += 1
    if len(stack) >= DEEPEST or block.name not in _FINISHED:
        return
    content = "".join(pieces[block.place :])
    pieces[block.place :] = [_FINISHED[block.name](content, block.attributes, classic)]


def _attributes(text: str) -> Attributes | None:
    """Return what a delimiter's JSON says; None when it cannot be read."""
    if not text:
        return {}
    value = nesting.read_json(text, LONGEST_JSON, DEEPEST_JSON)
    return value if isinstance(value, dict) else None


def with_footnotes(body: str, told: str) -> str:
    """Return a body with its footnotes in the place of the block that shows them. WordPress keeps them beside it, as
    JSON: `[{"id": …, "content": …}]`. What cannot be read stays the empty block that it is."""
    notes = nesting.read_json(told, LONGEST_FOOTNOTES, DEEPEST_JSON)
    if not isinstance(notes, list):
        return body
    told_of = [(escape(_text(note, "id")), _text(note, "content")) for note in notes if isinstance(note, dict)]
    shown = "\n".join(f'<li id="{key}">{note} <a href="#{key}-link">{BACK}</a></li>' for key, note in told_of)
    return _FOOTNOTES.sub(lambda _: f'<ol class="footnotes">\n{shown}\n</ol>', body, count=1) if shown else body


# --- Blocks that are only a delimiter ----------------------------------------------------------


def _void(name: str, attributes: Attributes, result: Unwrapped) -> str:
    if name == "block" and (ref := _number(attributes.get("ref"))):
        return f"\n{reference(ref)}\n"
    if name in ("gallery", "playlist") and (ids := _ids(attributes)):
        return "\n<p>" + marked(f'[{name} ids="{ids}"]') + "</p>\n"
    if name in ("social-link", "navigation-link", "home-link") and (address := _text(attributes, "url")):
        label = _text(attributes, "label") or _text(attributes, "service").capitalize() or address
        return f'<li><a href="{escape(address)}">{escape(label, quote=False)}</a></li>'
    if name.startswith("embed") or name == "video":
        address = _text(attributes, "url") or _text(attributes, "src")
        if address:
            return f"\n{embeds.paragraph(address)}\n"
    if name == "image" and (address := _text(attributes, "url")):
        number = _number(attributes.get("id"))
        css = f' class="wp-image-{number}"' if number else ""
        return f'\n<figure><img{css} src="{escape(address)}" alt="{escape(_text(attributes, "alt"))}"></figure>\n'
    if name not in _SAYS_NOTHING:
        result.dynamic[name] += 1
    texts = block_words.words_of(attributes) if "/" in name else []
    return f"\n<p>{marked(f'[{name}]')}</p>\n{block_words.shown(texts)}" if texts else ""


def reference(ref: str) -> str:
    """Return what stands for a reusable block until it is found."""
    return "<p>" + marked(f'[block ref="{ref}"]') + "</p>"


_SAYS_NOTHING = frozenset({"more", "nextpage", "separator", "spacer", "paragraph", "page-break"})


def _ids(attributes: Attributes) -> str:
    ids = attributes.get("ids")
    return ",".join(filter(None, (_number(each) for each in ids[:1000]))) if isinstance(ids, list) else ""


def _number(value: object) -> str:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if _NUMBER.fullmatch(text) else ""


def _text(attributes: Attributes, name: str) -> str:
    value = attributes.get(name)
    return value.strip() if isinstance(value, str) else ""


# --- Blocks whose delimiter says more than their HTML ------------------------------------------


def _image(content: str, attributes: Attributes, classic: Classic) -> str:
    """Put the attachment's id and the alternative text where the picture is."""
    number = _number(attributes.get("id") or attributes.get("mediaId"))
    alt = _text(attributes, "alt") or _text(attributes, "mediaAlt")
    for token in tokens(content):
        if token.kind is Kind.OPEN and token.name == "img":
            tag = content[token.start : token.end]
            return content[: token.start] + _with_id(tag, number, alt) + content[token.end :]
    return content


def _with_id(tag: str, number: str, alt: str) -> str:
    if number and not _IMAGE_CLASS.search(tag):
        known = re.search(r"\sclass\s*=\s*\"", tag)
        css = f"wp-image-{number}"
        tag = f"{tag[: known.end()]}{css} {tag[known.end() :]}" if known else f'<img class="{css}"{tag[4:]}'
    if alt and (empty := re.search(r"\salt\s*=\s*(?:\"\"|'')", tag)):
        return f'{tag[: empty.start()]} alt="{escape(alt)}"{tag[empty.end() :]}'
    if alt and not re.search(r"\salt\s*=", tag):
        return f'<img alt="{escape(alt)}"{tag[4:]}'
    return tag


def _cover(content: str, attributes: Attributes, classic: Classic) -> str:
    """Show the picture that stood behind the text: a style that is not kept, or an image that is."""
    address = _text(attributes, "url")
    if not address or "<img" in content or "<video" in content:
        return _image(content, attributes, classic)
    picture = _with_id(f'<img src="{escape(address)}" alt="">', _number(attributes.get("id")), _text(attributes, "alt"))
    opened = re.match(r"\s*<div[^<>]*>", content)
    place = opened.end() if opened else 0
    return f"{content[:place]}{picture}{content[place:]}"


def _gallery(content: str, attributes: Attributes, classic: Classic) -> str:
    ids = _ids(attributes)
    if "<img" not in content and ids:
        return "<p>" + marked(f'[gallery ids="{ids}"]') + "</p>" + _beside(content)
    return content


def _tiles(content: str, attributes: Attributes, classic: Classic) -> str:
    """Say of each picture by its class what Jetpack says by an attribute: which attachment it shows."""

    def named(image: re.Match[str]) -> str:
        tile = _TILE.search(image[0])
        return _with_id(image[0], tile[1], "") if tile else image[0]

    return _IMAGE.sub(named, content)


def _embed(content: str, attributes: Attributes, classic: Classic) -> str:
    """Return a link, with its caption, for the address that the block showed."""
    address = _text(attributes, "url")
    if not address:
        found = re.search(r"https?://[^\s\"'<>]+", content)
        if found is None:
            return content
        address = found[0]
    opening = _CAPTION.search(content)
    if _says_more(content[: opening.start()] if opening else content, address):
        return content if address in unescape(content) else f"\n{embeds.paragraph(address)}\n{content}"
    end = content.find("</figcaption>", opening.end()) if opening else -1
    if opening is None or end < 0:
        return f"\n{embeds.paragraph(address)}\n"
    caption = content[opening.end() : end]
    return f'\n<figure class="embed"><p>{embeds.anchor(address)}</p><figcaption>{caption}</figcaption></figure>\n'


def _says_more(content: str, address: str) -> bool:
    """Say whether there are words beside the address that a block shows."""
    words = unescape(_TAG.sub(" ", content)).replace(address, " ").strip()
    return bool(words) and not re.fullmatch(r"https?://\S+", words)


def _file(content: str, attributes: Attributes, classic: Classic) -> str:
    """Keep the links; the frame that showed the file went to fetch it."""
    if "<a" not in content and (address := _text(attributes, "href")):
        return f'\n<p class="file"><a href="{escape(address)}">{escape(address)}</a></p>\n'
    return re.sub(r"<object\b[^<>]*>.{0,2000}?</object>", "", content, flags=re.DOTALL)


def _media(content: str, attributes: Attributes, classic: Classic) -> str:
    address = _text(attributes, "src")
    if "<audio" in content or "<video" in content or not address:
        return content
    if not embeds.service_of(address):
        return content
    return f"\n{embeds.paragraph(address)}\n{_beside(content) if _says_more(content, address) else ''}"


def _classic(content: str, attributes: Attributes, classic: Classic) -> str:
    return _laid_out(content, classic)


def _more(content: str, attributes: Attributes, classic: Classic) -> str:
    return "\n<!--more-->\n" + _beside(content)


def _nextpage(content: str, attributes: Attributes, classic: Classic) -> str:
    return '\n<hr class="page-break">\n' + _beside(content)


def _spacer(content: str, attributes: Attributes, classic: Classic) -> str:
    return "\n" + _beside(content)


def _beside(content: str) -> str:
    """Return the content of a block that something else stands for, where somebody wrote words into it."""
    texts = (content[token.start : token.end] for token in tokens(content) if token.kind is Kind.TEXT)
    return f"{content}\n" if any(not text.isspace() for text in texts) else ""


_FINISHED: Mapping[str, Callable[[str, Attributes, Classic], str]] = {
    "audio": _media, "cover": _cover, "embed": _embed, "file": _file, "freeform": _classic, "gallery": _gallery,
    "image": _image, "jetpack/slideshow": _tiles, "jetpack/tiled-gallery": _tiles,
    "media-text": _image, "more": _more, "nextpage": _nextpage, "shortcode": _classic,
    "spacer": _spacer, "video": _media,
}  # fmt: skip
