"""What a page says where it mentions a post: by microformats, else by its title and the words around the link.

Pure. Of microformats (https://microformats.org/wiki/h-entry) the few properties that are shown are read here, with
lxml: mf2py reads them all, but recurses as deep as a stranger's page is nested, and brings an HTTP client of its own
along. All that comes out is plain text of bounded length.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from blog.mentions import addresses, trackback
from blog.mentions.pages import INERT, Page, base_of, joined
from blog.text import plain

MAX_REPLY = 2000  # characters of an answer's text; of what only links here a passage is enough
MAX_NAME = 250
SHORT = 60  # characters of a block that says too little by itself

_ENTRIES = frozenset({"h-entry", "h-cite", "hentry"})
_CARDS = frozenset({"h-card", "vcard"})
_ROOTS = _ENTRIES | _CARDS | {"h-feed", "h-event", "h-product", "h-review", "h-item", "h-app", "h-adr", "h-geo"}
_RELATIONS = {
    **dict.fromkeys(("u-in-reply-to", "in-reply-to"), "reply"),
    **dict.fromkeys(("u-like-of", "like-of"), "like"),
    **dict.fromkeys(("u-repost-of", "repost-of"), "repost"),
    **dict.fromkeys(("u-bookmark-of", "bookmark-of"), "bookmark"),
}
_PLACES = ("href", "src", "cite", "value", "data")


@dataclass(frozen=True, slots=True)
class Description:
    """What is shown of a mention. `relation` is reply, like, repost, bookmark or mention; `published` as it stands."""

    title: str = ""
    author_name: str = ""
    author_url: str = ""
    blog_name: str = ""
    text: str = ""
    published: str = ""
    relation: str = "mention"


def describe(page: Page, found: set[str]) -> Description:
    """Describe a page by the entry in which one of the `found` links stands, else as a whole."""
    if page.is_text:
        return Description(text=_passage(" ".join(page.text.split()), next(iter(found), "")))
    if not page.is_html:  # the words of data are for programs
        return Description()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        root: Any = etree.fromstring(page.text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return Description()
    etree.strip_elements(root, *INERT, with_tail=False)
    base = base_of(page)
    link = _link(root, base, found)
    entry = _entry(root, link)
    return _of_entry(root, entry, link, base) if entry is not None else _of_page(root, link)


def _link(root: Any, base: str, found: set[str]) -> Any:
    """Return the element that leads to the post: the one that says how, else the first."""
    first = None
    for element in root.iter(etree.Element):
        for name in _PLACES:
            if name in element.attrib and joined(base, element.attrib[name]) in found:
                if not _RELATIONS.keys().isdisjoint(_classes(element)):
                    return element
                first = element if first is None else first
    return first


def _entry(root: Any, link: Any) -> Any:
    """Return the entry around the link that is no citation itself, or the page's only one."""
    around = [element for element in _upwards(link) if not _ENTRIES.isdisjoint(_classes(element))]
    if around:
        whole = [element for element in around if "h-cite" not in _classes(element)]
        return (whole or around)[0]
    entries = [element for element in root.iter(etree.Element) if {"h-entry", "hentry"} & _classes(element)]
    return entries[0] if len(entries) == 1 else None


def _of_entry(root: Any, entry: Any, link: Any, base: str) -> Description:
    relation = _relation(entry, link)
    content = _first(entry, "e-content", "p-content", "entry-content")
    summary = _text(_first(entry, "p-summary", "entry-summary"))
    title = trackback.shortened(_html(_first(entry, "p-name", "entry-title")), trackback.MAX_TITLE)
    words = _text(content)
    # The name of a note is its text: no title.
    if title and " ".join(words.split()).startswith(title.removesuffix("…")[:80]):
        title = ""
    if relation == "reply":
        text = _cut("\n\n".join(plain.paragraphs(_html(content))) or summary, MAX_REPLY)
    elif relation == "mention" and link is not None:
        text = _around(link, content if content in _upwards(link) else entry) or _cut(
            summary or words, trackback.MAX_EXCERPT
        )
    else:
        text = _cut(summary or words, trackback.MAX_EXCERPT)
    author = _author(root, entry, base)
    return Description(
        title=title,
        author_name=author[0],
        author_url=author[1],
        blog_name=_meta(root, "og:site_name"),
        text=text,
        published=_moment(_first(entry, "dt-published", "published")) or _meta(root, "article:published_time"),
        relation=relation,
    )


def _of_page(root: Any, link: Any) -> Description:
    title = _meta(root, "og:title") or _text(root.find(".//title"))
    return Description(
        title=trackback.shortened(title.replace("<", "&lt;"), trackback.MAX_TITLE),
        author_name=_meta(root, "author")[:MAX_NAME],
        blog_name=_meta(root, "og:site_name")[:MAX_NAME],
        text=_around(link, root) if link is not None else "",
        published=_meta(root, "article:published_time"),
    )


def _relation(entry: Any, link: Any) -> str:
    for element in _upwards(link):
        if element is entry:
            break
        for name in _classes(element):
            if name in _RELATIONS:
                return _RELATIONS[name]
    return "mention"


def _author(root: Any, entry: Any, base: str) -> tuple[str, str]:
    """Return name and address of who wrote an entry: its own card's, else the page's only one's."""
    card = _first(entry, "p-author", "author")
    if card is None:
        cards = [element for element in root.iter(etree.Element) if _CARDS & _classes(element)]
        card = cards[0] if len(cards) == 1 else None
    if card is None:
        return _meta(root, "author")[:MAX_NAME], ""
    named = _first(card, "p-name", "fn")
    image = card if card.tag == "img" else card.find(".//img")
    name = _text(named if named is not None else card) or (image.get("alt", "") if image is not None else "")
    place = _first(card, "u-url", "url")
    address = (place if place is not None else card).get("href", "")
    address = joined(base, address) if address else ""
    return trackback.shortened(name.replace("<", "&lt;"), MAX_NAME), address if addresses.split(address) else ""


# --- The tree --------------------------------------------------------------------------------------


def _classes(element: Any) -> set[str]:
    return set(element.get("class", "").split())


def _upwards(element: Any) -> Iterator[Any]:
    while element is not None:
        yield element
        element = element.getparent()


def _first(root: Any, *names: str) -> Any:
    """Return the first element of one of these classes below a microformat's root, not of one that stands in it."""
    best: dict[str, Any] = {}
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        classes = _classes(element)
        for name in classes.intersection(names):
            best.setdefault(name, element)
        if classes.isdisjoint(_ROOTS):
            waiting += reversed(element)
    return next((best[name] for name in names if name in best), None)


def _html(element: Any) -> str:
    if element is None:
        return ""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _text(element: Any) -> str:
    """Return an element's text on one line."""
    if element is not None and element.tag in ("title", "data", "img"):
        return " ".join((element.get("value") or element.get("alt") or element.text or "").split())
    return " ".join(" ".join(plain.paragraphs(_html(element))).split())


def _moment(element: Any) -> str:
    if element is None:
        return ""
    return str(element.get("datetime") or element.get("value") or element.get("title") or _text(element)).strip()[:40]


def _meta(root: Any, name: str) -> str:
    for element in root.iter("meta"):
        if name in (element.get("property"), element.get("name")):
            return " ".join(plain.without_controls(element.get("content") or "", " ").split())[:MAX_NAME]
    return ""


# --- The words -------------------------------------------------------------------------------------


def _cut(text: str, length: int) -> str:
    text = plain.without_controls(text).strip()
    if len(text) <= length:
        return text
    kept = text[:length].rsplit(None, 1)[0]
    return (kept if len(kept) > length // 2 else text[: length - 1]).rstrip(" ,;:–—-") + "…"


def _around(link: Any, within: Any) -> str:
    """Return the words around a link: of its block, or of one further out where that says too little."""
    said = _text(link)
    text = said
    for element in _upwards(link):
        if element is not link and element.tag in plain.BLOCKS:
            text = _text(element)
            if len(text) >= max(SHORT, len(said) + 20):
                break
        if element is within:
            break
    return _passage(text, said)


def _passage(text: str, said: str) -> str:
    """Return the part of a text in which something is said, with an ellipsis wherever it was cut."""
    text = plain.without_controls(text, " ").strip()
    length = trackback.MAX_EXCERPT
    if len(text) <= length:
        return text
    place = max(0, text.find(said))
    start = min(max(0, place - (length - min(len(said), length)) // 2), len(text) - length)
    if start:
        after = text.find(" ", start)
        start = after + 1 if 0 <= after < start + 40 else start
    rest = _cut(text[start:], length - 2)
    return f"…{rest}" if start else rest


def moment_of(published: str, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """Return (moment, day): the moment where date, time and zone are stated, else the day as it is printed.

    Both empty for what cannot be, the future and the time before the web among it.
    """
    try:
        when = dt.datetime.fromisoformat(published)
    except ValueError:
        return None, ""
    if when.tzinfo is None:
        is_sound = when.year > 1990 and when <= now.replace(tzinfo=None) + dt.timedelta(days=1)
        day_only = ":" not in published
        printed = when.date().isoformat() if day_only else when.isoformat(timespec="minutes")
        return None, printed if is_sound else ""
    try:
        when = when.astimezone(dt.UTC)
    except OverflowError:
        return None, ""
    return (when, "") if when.year > 1990 and when <= now else (None, "")
