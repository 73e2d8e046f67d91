"""A stored body as a page shows it: notes anchored in it, nothing fetched from elsewhere, structure made accessible.

Works on the tree of the sanitized `body_html` and adds to it only elements of its own, as nodes, never as strings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from blog import attaching
from blog.models import Post, TranslationNote
from blog.text import plain, quotes

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MEDIA = ("img", "audio", "video")
_NOT_INSIDE = ("a", "summary", "audio", "video")


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A public note with its number on the page; `found` when its passage stands in the body."""

    number: int
    note: TranslationNote
    found: bool


def present_body(post: Post, notes: Iterable[TranslationNote] = ()) -> tuple[SafeString, list[PlacedNote]]:
    """Return a post's body for its page, and its notes numbered in the order of their passages, general ones last."""
    tree = _parse(post.body_html)
    placed = _place_notes(tree, list(notes))
    keep_at_home(tree, base=plain.without_controls(post.original_url))
    size_pictures(tree)
    make_accessible(tree)
    return _serialize(tree), placed


def present_fragment(html: str) -> SafeString:
    """Return a comment's stored HTML for its page."""
    tree = _parse(html)
    make_accessible(tree)
    return _serialize(tree)


def absolute_body(post: Post) -> str:
    """Return a post's body for feeds: its own media and links by their full address."""
    tree = _parse(post.body_html)
    page = settings.SITE_URL + post.get_absolute_url()
    for element in tree.iter("a", "img", "audio", "video", "source"):
        for name in ("href", "src", "poster"):
            if element.get(name):
                element.set(name, _join(page, element.get(name)))
        element.attrib.pop("srcset", None)
    return str(_serialize(tree))


def _parse(html: str) -> HtmlElement:
    # huge_tree: without it libxml2 cuts what is deeper than 255 in silence; the stored HTML was bounded before.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    return fragment_fromstring(
        f"<div>{plain.without_controls(html, ' ')}</div>".encode("utf-8", "replace"), parser=parser
    )


def _serialize(tree: HtmlElement) -> SafeString:
    inner = escape(tree.text or "") + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in tree
    )
    return mark_safe(inner)  # noqa: S308 - a tree's serialization, of sanitized HTML and our own nodes


# --- Nothing from elsewhere --------------------------------------------------------------------


def keep_at_home(tree: HtmlElement, base: str = "") -> None:
    """Replace media that are not kept here by links to where they were; `base` is the body's original address."""
    for element in list(tree.iter(*_MEDIA)):
        element.attrib.pop("srcset", None)
        element.attrib.pop("longdesc", None)
        if element.get("poster") and not _is_ours(element.get("poster")):
            del element.attrib["poster"]
        sources = [source.get("src", "") for source in element.iter("source", "track")]
        address = element.get("src") or next((source for source in sources if source), "")
        if _is_ours(address) and all(_is_ours(source) for source in sources):
            continue
        _replace(element, _elsewhere(element, address, base))
    for source in list(tree.iter("source")):
        if source.getparent().tag == "picture":
            _drop(source)


def _is_ours(address: str) -> bool:
    return address.startswith(settings.MEDIA_URL)


def _elsewhere(element: HtmlElement, address: str, base: str) -> HtmlElement:
    """Return what stands for a missing medium: its words, linked to its address unless it stands in a link itself."""
    address = _join(base, address) if base else address
    parts = _split(address)
    reachable = parts.scheme in ("http", "https") and bool(parts.hostname)
    inside_link = any(parent.tag in _NOT_INSIDE for parent in element.iterancestors())
    shown = etree.Element("a" if reachable and not inside_link else "span")
    shown.set("class", "elsewhere")
    name = (element.get("alt") or element.get("title") or parts.path.rpartition("/")[2]).strip()[:200]
    shown.text = _missing_picture(name) if element.tag == "img" else _missing_recording(name)
    if reachable:
        shown.text += f" ({parts.hostname})"
    if shown.tag == "a":
        shown.set("href", address)
        shown.set("rel", "noreferrer external")
    return shown


def _missing_picture(name: str) -> str:
    return _("Picture not kept here: %(name)s") % {"name": name} if name else _("Picture not kept here")


def _missing_recording(name: str) -> str:
    return _("Recording not kept here: %(name)s") % {"name": name} if name else _("Recording not kept here")


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _split(address: str):
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018 - raises for what is no address
    except ValueError:
        return urlsplit("")
    return parts


def _replace(element: HtmlElement, other: HtmlElement) -> None:
    other.tail = element.tail
    element.getparent().replace(element, other)


def _drop(element: HtmlElement) -> None:
    """Remove an element and its content; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def size_pictures(tree: HtmlElement) -> None:
    """Let a page keep the place of its pictures free, and fetch them once they are near."""
    pictures = [(image, sha256) for image in tree.iter("img") if (sha256 := attaching.sha256_of_url(image.get("src")))]
    unknown = {sha256 for image, sha256 in pictures if not (image.get("width") and image.get("height"))}
    sizes = attaching.sizes_of(unknown) if unknown else {}
    for image, sha256 in pictures:
        image.set("loading", "lazy")
        image.set("decoding", "async")
        width, height = _shown_size(image, *sizes.get(sha256, (None, None)))
        if width and height:
            image.set("width", str(width))
            image.set("height", str(height))


def _shown_size(image: HtmlElement, width: int | None, height: int | None) -> tuple[int | None, int | None]:
    """Return how large a picture is shown: as large as it says, in the proportions that it has."""
    if not width or not height:
        return None, None
    stated_width, stated_height = (_pixels(image.get(name)) for name in ("width", "height"))
    if stated_width:
        return stated_width, stated_height or max(1, round(stated_width * height / width))
    return (max(1, round(stated_height * width / height)), stated_height) if stated_height else (width, height)


def _pixels(stated: str | None) -> int | None:
    text = (stated or "").strip().removesuffix("px")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else None


# --- Readable by everyone ----------------------------------------------------------------------


def make_accessible(tree: HtmlElement) -> None:
    """Mend what old markup does to screen readers and narrow pages; the words stay as they are."""
    _order_headings(tree)
    for element in list(tree.iter()):
        if element.tag == "img" and element.get("alt") is None:
            element.set("alt", "")
        elif element.tag == "aside":
            element.tag = "div"
        elif element.tag == "pre":
            _make_scrollable(element, _("Preformatted text"))
        elif element.tag in ("audio", "video"):
            element.set("controls", "")
        elif element.tag in ("ul", "ol"):
            _only_children(element, ("li",), wrapper="li")
        elif element.tag == "dl":
            _mend_definitions(element)
        elif element.tag == "th" and not _says_something(element):
            element.tag = "td"
        elif element.tag == "li" and element.getparent().tag not in ("ul", "ol"):
            element.tag = "div"
            element.attrib.pop("value", None)
        elif element.tag in ("dt", "dd") and not _in_definition_list(element):
            element.tag = "div"
    for link in tree.iter("a"):
        if link.get("href") and not _says_something(link):
            link.set("aria-label", link.get("href"))
    for table in list(tree.iter("table")):
        _wrap_table(table)


def _mend_definitions(element: HtmlElement) -> None:
    """Keep a list that has a term followed by a definition; make a plain block of any other."""
    names = [child.tag for child in element.iter("dt", "dd")]
    if "dt" in names and "dd" in names[names.index("dt") :]:
        _only_children(element, ("dt", "dd", "div"), wrapper="dd")
    else:
        element.tag = "div"


def _in_definition_list(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent.tag == "dl" or (
        parent.tag == "div" and parent.getparent() is not None and parent.getparent().tag == "dl"
    )


def _order_headings(tree: HtmlElement) -> None:
    """Let the body's headings begin below the post's title and skip no level."""
    headings = list(tree.iter(*_HEADINGS))
    for heading in headings:
        if not _says_something(heading):
            heading.tag = "div"
    levels = sorted({heading.tag for heading in headings} - {"div"})
    before = 1
    for heading in headings:
        if heading.tag != "div":
            before = min(levels.index(heading.tag) + 2, before + 1, 6)
            heading.tag = f"h{before}"


def _says_something(element: HtmlElement) -> bool:
    return bool("".join(element.itertext()).strip()) or any(image.get("alt") for image in element.iter("img"))


def _make_scrollable(element: HtmlElement, name: str) -> None:
    """Let the keyboard reach what scrolls sideways."""
    element.set("tabindex", "0")
    element.set("role", "group")
    element.set("aria-label", name)


def _only_children(element: HtmlElement, allowed: tuple[str, ...], wrapper: str) -> None:
    for child in list(element):
        if child.tag not in allowed:
            wrapped = etree.Element(wrapper)
            wrapped.tail, child.tail = child.tail, None
            element.replace(child, wrapped)
            wrapped.append(child)


def _wrap_table(table: HtmlElement) -> None:
    around = etree.Element("div")
    around.set("class", "scrolls")
    _make_scrollable(around, _("Table"))
    around.tail, table.tail = table.tail, None
    table.getparent().replace(table, around)
    around.append(table)


# --- Notes -------------------------------------------------------------------------------------


def _place_notes(tree: HtmlElement, notes: list[TranslationNote]) -> list[PlacedNote]:
    """Number the notes and put a reference behind each passage that still stands in the body."""
    text, places = _text_with_places(tree) if notes else ("", [])
    ends = [(_end_of(text, note), note) for note in notes]
    found = sorted(((end, note) for end, note in ends if end is not None), key=lambda pair: pair[0])
    general = [note for end, note in ends if end is None]
    for number, (end, note) in reversed(list(enumerate(found, start=1))):
        _insert(_reference(number, note), *places[end - 1])
    placed = [PlacedNote(number, note, True) for number, (_end, note) in enumerate(found, start=1)]
    return placed + [PlacedNote(number, note, False) for number, note in enumerate(general, start=len(found) + 1)]


def _text_with_places(tree: HtmlElement) -> tuple[str, list[tuple[HtmlElement, bool, int]]]:
    """Return the tree's text without white space, and for each character (element, whether in its tail, offset)."""
    characters: list[str] = []
    places: list[tuple[HtmlElement, bool, int]] = []
    for piece in tree.xpath(".//text()"):
        for offset, character in enumerate(piece):
            if not character.isspace():
                characters.append(character)
                places.append((piece.getparent(), piece.is_tail, offset))
    return "".join(characters), places


def _end_of(text: str, note: TranslationNote) -> int | None:
    exact, prefix, suffix = ("".join(part.split()) for part in (note.exact, note.prefix, note.suffix))
    start = quotes.find_quote(text, exact, prefix, suffix)
    return None if start is None else start + len(exact)


def _insert(reference: HtmlElement, element: HtmlElement, in_tail: bool, offset: int) -> None:
    """Put a reference behind one character; behind the whole link when that stands in one."""
    around = element.getparent() if in_tail else element
    links = [node for node in (around, *around.iterancestors()) if node.tag in _NOT_INSIDE]
    if links:
        reference.tail, links[-1].tail = links[-1].tail, None
        links[-1].addnext(reference)
    elif in_tail:
        element.tail, reference.tail = element.tail[: offset + 1], element.tail[offset + 1 :]
        around.insert(around.index(element) + 1, reference)
    else:
        element.text, reference.tail = element.text[: offset + 1], element.text[offset + 1 :]
        element.insert(0, reference)


def _reference(number: int, note: TranslationNote) -> HtmlElement:
    """Return the number behind a passage (a link to the footnote, for narrow pages) with the note for the margin."""
    reference = etree.Element("span")
    reference.set("class", "note-ref")
    mark = etree.SubElement(reference, "sup")
    link = etree.SubElement(mark, "a", {"href": f"#note-{number}", "id": f"ref-{number}", "class": "to-footnote"})
    link.set("aria-label", _("Note %(number)d") % {"number": number})
    link.text = str(number)
    etree.SubElement(mark, "span", {"class": "to-margin"}).text = str(number)
    margin = etree.SubElement(reference, "span", {"class": "margin-note"})
    etree.SubElement(margin, "span", {"class": "note-number"}).text = f"{number} "
    margin[-1].tail, *more = plain.without_controls(note.text).splitlines() or [""]
    for line in more:
        etree.SubElement(margin, "br").tail = line
    return reference
