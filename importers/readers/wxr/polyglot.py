"""Several languages in one post, as qTranslate and its heirs wrote them: taken apart, nothing lost, nothing invented.

`[:en]Tide[:fr]Marée[:]`, `<!--:en-->Tide<!--:--><!--:fr-->Marée<!--:-->`, `{:en}Tide{:}{:fr}Marée{:}`. What stands
outside belongs to all. An item stays one post, in the blog's language where it has that, else in its first; the others
follow in its body, each marked with its language, and under its title in it. Of one that has no body of its own,
title and excerpt are kept with what else the source said.
"""

from __future__ import annotations

import json
import re
from html import escape

from blog.text.languages import normalize_language
from importers.decoding import decode_references
from importers.readers.wxr.context import Context, Item
from importers.records import Issue, Severity

_CODE = r"([a-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
_SWITCH = re.compile(rf"\[:{_CODE}\]|<!--:{_CODE}-->|\{{:{_CODE}\}}")
_OPENING = re.compile(r"(?:\[|<!--|\{):[a-z]{2}")
FIELDS = ("title", "excerpt", "content")


def separate(item: Item, issues: list[Issue], where: str, context: Context) -> None:
    """Take an item's title, excerpt and body apart by their languages, where they have several."""
    if not any(_is_opened(item.get(name)) for name in FIELDS):
        return
    found = {name: _pieces(item.get(name)) for name in FIELDS}
    spoken = list(dict.fromkeys(code for name in ("content", "title", "excerpt") for code, _ in found[name] if code))
    main = _main(spoken, context.language)
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


def _is_opened(text: str) -> bool:
    return ("[:" in text or "<!--:" in text or "{:" in text) and _OPENING.search(text) is not None


def _section(code: str, title: str, body: str) -> str:
    heading = f"<h2>{escape(decode_references(title), quote=False)}</h2>\n\n" if title else ""
    return f'\n\n<div lang="{normalize_language(code)}">\n\n{heading}{body}\n\n</div>'


def _main(spoken: list[str], language: str) -> str:
    wanted = language.partition("-")[0].lower()
    return next((code for code in spoken if re.split("[_-]", code)[0] == wanted), spoken[0])


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces of a text, each with the code of its language; "" for what all share."""
    if not _OPENING.search(text):
        return [("", text)] if text else []
    pieces: list[tuple[str, str]] = []
    place, code = 0, ""
    for switch in _SWITCH.finditer(text):
        pieces.append((code, text[place : switch.start()]))
        code, place = switch[1] or switch[2] or switch[3] or "", switch.end()
    pieces.append((code, text[place:]))
    return [piece for piece in pieces if piece[1]]
