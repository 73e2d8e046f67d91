"""Words that a plugin's block keeps in its delimiter alone, where its plugin looked for them: readers saw them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blog.text.autop import text_to_html

MOST = 200  # texts of one block

# What says how a block looks, or what it is about, in a machine's words.
_OF_MACHINES = re.compile(
    r"class|style|css|font|colou?r|icon|svg|query|template|selector|gradient|shadow|animation|transform|schema|format"
    r"|border|margin|padding|spacing|size|width|height|align|layout|position|shape|unit|slug|taxonom|post_?type|order"
    r"|ur[il]\b|href|src|metadata|lock|(?:\b|_)(?:id|mode|type)\b",
    re.IGNORECASE,
)
_OF_WORDS = re.compile(
    r"title|heading|text|label|name|author|caption|quote|question|answer|content|description", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NAME = re.compile(r"[^\W\d_]{2,40}[.!?]?")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S|//|[#/.{\[]")


def words_of(attributes: object) -> list[str]:
    """Return the texts among a block's attributes, each once, in their order; none where all are single words, which
    are labels of a form, say."""
    found: dict[str, None] = {}
    for text in _texts("", attributes):
        found.setdefault(text)
        if len(found) == MOST:
            break
    return list(found) if any(map(_is_sentence, found)) else []


def shown(texts: list[str]) -> str:
    """Return texts as paragraphs; one that is HTML as it is."""
    return "".join(f"\n{text}\n" if "<" in text else f"\n{text_to_html(text)}\n" for text in texts)


def _texts(name: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            # An underline before a name is how Advanced Custom Fields marks what belongs to itself.
            if not key.startswith("_") and not _OF_MACHINES.search(key):
                yield from _texts("" if key == "data" else key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(name, inner)
    elif isinstance(value, str) and _is_text(name, value):
        yield value.strip()


def _is_text(name: str, value: str) -> bool:
    if _ADDRESS.match(value.lstrip()):
        return False
    if _is_sentence(value):
        return True
    return bool(_OF_WORDS.search(name) and _NAME.fullmatch(value.strip()) and not value.islower())


def _is_sentence(text: str) -> bool:
    """Say whether a text has two words."""
    return sum(1 for word in text.split() if _LETTERS.search(word)) > 1
