"""What an item tells search engines, as the plugins for that keep it in postmeta.

Their templates have variables; those that say what stands in the file anyway are filled in, and a text with any other
is left empty (it stays in the postmeta).
"""

from __future__ import annotations

import re

from importers.decoding import decode_references
from importers.readers.wxr.context import Context, Item
from importers.wordpress import plain_words

TITLES = (
    "_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title",
    "_genesis_title",
)  # fmt: skip
DESCRIPTIONS = (
    "_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description",
    "_seopress_titles_desc", "_genesis_description",
)  # fmt: skip

# Yoast and SEOPress write %%title%%, Rank Math and early All in One SEO %title%, All in One SEO from 4 on #post_title.
_VARIABLE = re.compile(r"%%([a-z_]{1,40})%%|%([a-z_]{1,40})%|#([a-z]{1,20}_[a-z_]{1,30})")
_MEANINGS = {
    "title": "title", "post_title": "title", "page_title": "title", "sitename": "site", "sitetitle": "site",
    "site_title": "site", "blog_title": "site", "sep": "sep", "separator_sa": "sep", "page": "",
    "excerpt": "excerpt", "post_excerpt": "excerpt", "excerpt_only": "excerpt",
}  # fmt: skip


def told_to_engines(item: Item, context: Context) -> tuple[str, str]:
    """Return title and description for search engines; "" for one that is not there or cannot be told."""
    stated = dict(reversed(item.postmeta))  # the first of two counts
    title = next((stated[key] for key in TITLES if stated.get(key, "").strip()), "")
    description = next((stated[key] for key in DESCRIPTIONS if stated.get(key, "").strip()), "")
    if not (title or description):
        return "", ""
    values = {
        "title": plain_words(item.get("title")),
        "site": context.site_name,
        "excerpt": item.get("excerpt"),
        "sep": "-",
        "": "",
    }
    return _filled(title, values), _filled(description, values)


def _filled(template: str, values: dict[str, str]) -> str:
    unknown = False

    def value(found: re.Match[str]) -> str:
        nonlocal unknown
        meaning = _MEANINGS.get(found[1] or found[2] or found[3])
        # An odd per cent or hash stays what it is, unless it is clearly a variable.
        unknown |= meaning is None and bool(found[1])
        if meaning is None:
            unknown |= bool(found[2] and "_" in found[2]) or bool(found[3])
            return found[0]
        unknown |= meaning == "excerpt" and not values[meaning]
        return values[meaning]

    text = " ".join(_VARIABLE.sub(value, decode_references(template)).split())
    return "" if unknown else text
