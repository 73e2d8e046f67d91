"""Several languages in one post, as qTranslate and its heirs wrote them: taken apart, nothing lost, nothing invented.

An item stays one post, in the blog's language where it has that, else in its first; the others follow in its body, each
marked with its language, and under its title in it. Of one that has no body of its own, title and excerpt are kept with
what else the source said.
"""

from __future__ import annotations

import json
from html import escape

from blog.text.languages import normalize_language
from importers.decoding import decode_references
from importers.readers.wxr.context import Context, Item
from importers.readers.wxr.switches import is_switched, main_of, pieces
from importers.records import Issue, Severity

FIELDS = ("title", "excerpt", "content")


def separate(item: Item, issues: list[Issue], where: str, context: Context) -> None:
    """Take an item's title, excerpt and body apart by their languages, where they have several."""
    if not any(is_switched(item.get(name)) for name in FIELDS):
        return
    found = {name: pieces(item.get(name)) for name in FIELDS}
    spoken = list(dict.fromkeys(code for name in ("content", "title", "excerpt") for code, _ in found[name] if code))
    if not spoken:
        return
    main = main_of(spoken, context.language)
    others = [code for code in spoken if code != main]
    for name in FIELDS:
        item.values[name] = "".join(text for code, text in found[name] if code in ("", main)).strip()
    kept: dict[str, dict[str, str]] = {}
    for code in others:
        texts = {name: "".join(text for of, text in found[name] if of == code).strip() for name in FIELDS}
        if texts["content"]:
            item.values["content"] += _section(code, texts.pop("title"), texts["content"])
        for name in ("title", "excerpt"):
            if texts.get(name):
                kept.setdefault(name, {})[code] = texts[name]
    if kept:
        item.other.append(["in other languages", json.dumps(kept, ensure_ascii=False)])
    item.language = normalize_language(main)
    message = f"holds {', '.join(spoken)} in one; it is in {main} here"
    if others:
        message += ", and what it says in others follows in its body, or is kept in source_meta"
    issues.append(Issue("languages-in-one", where, message, Severity.INFO))


def _section(code: str, title: str, body: str) -> str:
    heading = f"<h2>{escape(decode_references(title), quote=False)}</h2>\n\n" if title else ""
    return f'\n\n<div lang="{normalize_language(code)}">\n\n{heading}{body}\n\n</div>'
