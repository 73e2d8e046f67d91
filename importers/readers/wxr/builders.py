"""Posts whose text a page builder keeps in postmeta, their body being empty: said by kind, and taken where it is sure.

Elementor's JSON tells of each widget what it is; of those that are only text, pictures and titles the text is taken, in
its order. Others' formats are left where they are, in what else the source said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from blog.text import nesting
from importers.readers.wxr.context import NAMED, Built, Context, Item

LONGEST = 4_000_000  # characters of JSON
DEEPEST = 100  # sections in sections

ELEMENTOR = "_elementor_data"
KEYS: Mapping[str, str] = MappingProxyType(
    {
        ELEMENTOR: "Elementor", "_fl_builder_data": "Beaver Builder", "panels_data": "SiteOrigin Page Builder",
        "ct_builder_json": "Oxygen", "ct_builder_shortcodes": "Oxygen", "_ct_builder_json": "Oxygen",
        "_ct_builder_shortcodes": "Oxygen", "_breakdance_data": "Breakdance", "_bricks_page_content_2": "Bricks",
        "_cornerstone_data": "Cornerstone", "_themify_builder_settings_json": "Themify Builder",
        "mfn-page-items": "Muffin Builder", "vcv-pageContent": "Visual Composer", "brizy": "Brizy",
        "tve_updated_post": "Thrive Architect", "_zionbuilder_page_elements": "Zion Builder",
        "_aviaLayoutBuilderCleanData": "Avia Layout Builder", "_et_pb_old_content": "Divi",
    }
)  # fmt: skip
_NOTHING = frozenset({"", "0", "[]", "{}", "a:0:{}", "null"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "div"})
# Widgets that hold nothing anybody reads.
_SILENT = frozenset({"divider", "spacer", "menu-anchor"})


def look_for_builder(item: Item, where: str, context: Context) -> None:
    """Note an item whose text is elsewhere, and give it a body where that can be told."""
    if item.get("content").strip():
        return
    found = next(((key, value) for key, value in item.postmeta if key in KEYS and value.strip() not in _NOTHING), None)
    if found is None:
        return
    item.builder = KEYS[found[0]]
    built = context.builders.setdefault(item.builder, Built())
    built.posts += 1
    if len(built.named) < NAMED:
        built.named.append(where.rpartition("#")[2])
    if found[0] == ELEMENTOR:
        taking = _Taking()
        body = "\n\n".join(filter(None, taking.texts(nesting.read_json(found[1], LONGEST, DEEPEST))))
        if body:
            item.values["content"], item.body_from = body, ELEMENTOR
            built.taken += 1
            built.left += taking.left


class _Taking:
    """The texts of one post's widgets, in their order."""

    def __init__(self) -> None:
        self.left: Counter[str] = Counter()

    def texts(self, elements: object) -> Iterator[str]:
        for element in elements if isinstance(elements, list) else ():
            if not isinstance(element, dict):
                continue
            settings = element.get("settings")
            if element.get("elType") == "widget":
                yield self._widget(str(element.get("widgetType", "")), settings if isinstance(settings, dict) else {})
            yield from self.texts(element.get("elements"))

    def _widget(self, kind: str, settings: Mapping[str, Any]) -> str:
        match kind:
            case "heading":
                level = settings.get("header_size")
                name = level if level in _HEADINGS else "h2"
                title = _linked(_text(settings, "title"), settings.get("link"))
                return f"<{name}>{title}</{name}>" if title else ""
            case "text-editor":
                return _text(settings, "editor")
            case "html":
                return _text(settings, "html")
            case "shortcode":
                return _text(settings, "shortcode")
            case "blockquote":
                said = _text(settings, "blockquote_content")
                return f"<blockquote>{said}</blockquote>" if said else ""
            case "button":
                return _linked(_text(settings, "text"), settings.get("link"))
            case "image":
                return _picture(settings)
            case "video":
                return _text(settings, "youtube_url") or _text(settings, "vimeo_url")
            case "accordion" | "toggle" | "tabs":
                return _tabs(settings.get("tabs"))
        if kind not in _SILENT:
            self.left[kind] += 1
        return ""


def _picture(settings: Mapping[str, Any]) -> str:
    image = settings.get("image")
    address = _text(image, "url") if isinstance(image, dict) else ""
    if not address or not isinstance(image, dict):
        return ""
    number = image.get("id")
    css = f' class="wp-image-{number}"' if isinstance(number, int) and number > 0 else ""
    picture = f'<img{css} src="{escape(address)}" alt="{escape(_text(image, "alt"))}">'
    caption = _text(settings, "caption")
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{_linked(picture, settings.get('link'))}{told}</figure>"


def _tabs(tabs: object) -> str:
    shown = []
    for tab in tabs if isinstance(tabs, list) else ():
        if isinstance(tab, dict):
            title = _text(tab, "tab_title")
            shown += [f"<h3>{title}</h3>" if title else "", _text(tab, "tab_content")]
    return "\n\n".join(filter(None, shown))


def _linked(html: str, link: object) -> str:
    address = _text(link, "url") if isinstance(link, dict) else ""
    return f'<a href="{escape(address)}">{html}</a>' if html and address else html


def _text(settings: Mapping[str, Any], name: str) -> str:
    value = settings.get(name)
    return value.strip() if isinstance(value, str) else ""
