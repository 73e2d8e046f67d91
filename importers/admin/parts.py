"""What the parts of a page are called at the desk, and by which key a line is assigned to one.

A part is told by its name and by a pattern; the colour of its family only helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: its name in the code and at the desk, its family of patterns, its key, and what belongs there.

    Lines are not assigned by hand to a part without a key.
    """

    name: str
    label: Any
    family: str
    key: str = ""
    hint: Any = ""


# In the order in which they mostly come. The keys are the initials of the English names, where these are free.
_PARTS = (
    Part("title", pgettext_lazy("part of a page", "title"), "head", "t", _("what the post is called")),
    Part("dateline", pgettext_lazy("part of a page", "dateline"), "head", "d", _("a date above the title")),
    Part("byline", pgettext_lazy("part of a page", "byline"), "head", "y", _("author and date of the post")),
    Part("standfirst", pgettext_lazy("part of a page", "introduction"), "head", "i", _("what stands before the text")),
    Part("body", pgettext_lazy("part of a page", "text"), "body", "b", _("the text of the post")),
    Part("foot", pgettext_lazy("part of a page", "end of post"), "foot", "e", _("tags, categories, date")),
    Part("bio", pgettext_lazy("part of a page", "about the author"), "foot", "a", _("a note on who wrote the post")),
    Part("comment-head", pgettext_lazy("part of a page", "comments’ heading"), "comment", "h", _("how many there are")),
    Part("comment-attribution", pgettext_lazy("part of a page", "commenter"), "comment", "w", _("who and when")),
    Part("comment", pgettext_lazy("part of a page", "comment"), "comment", "c", _("what a reader wrote")),
    Part("trackback-head", pgettext_lazy("part of a page", "trackbacks’ heading"), "trackback", "g", _("how many")),
    Part("trackback", pgettext_lazy("part of a page", "trackback"), "trackback", "p", _("a mention by another blog")),
    Part("related", pgettext_lazy("part of a page", "related posts"), "furniture", "r", _("titles of other posts")),
    Part("furniture", pgettext_lazy("part of a page", "furniture"), "furniture", "f", _("menus, forms, adverts")),
    Part("chrome", pgettext_lazy("part of a page", "head of page"), "furniture"),
    Part("aside", pgettext_lazy("part of a page", "interruption"), "furniture"),
    Part("form", pgettext_lazy("part of a page", "form"), "furniture"),
    Part("sidebar", pgettext_lazy("part of a page", "side column"), "furniture"),
    Part("footer", pgettext_lazy("part of a page", "foot of page"), "furniture"),
)  # fmt: skip
PARTS: Mapping[str, Part] = MappingProxyType({part.name: part for part in _PARTS})
ASSIGNABLE = tuple(part for part in _PARTS if part.key)
AUTOMATIC_KEY = "0"  # leaves lines to the reader again
EVIDENCE: Mapping[str, Any] = MappingProxyType(
    {
        "calendar": _("the calendar beside the post"),
        "date-above-title": _("a date above the title; it may be the day of the visit"),
        "open-order": _("day and month may be the other way round"),
        "updated": _("the day on which the post was changed"),
        "address": _("the address of the page"),
        "alternative": _("stands on the page too"),
        "byline": _("a byline"),
        "statistics": _("the words of the text"),
    }
)
FIELDS: Mapping[str, Any] = MappingProxyType(
    {
        "title": pgettext_lazy("field of a post", "title"),
        "author": pgettext_lazy("field of a post", "author"),
        "published": pgettext_lazy("field of a post", "date"),
        "language": pgettext_lazy("field of a post", "language"),
        "excerpt": pgettext_lazy("field of a post", "excerpt"),
        "original_url": pgettext_lazy("field of a post", "old address"),
        "categories": pgettext_lazy("field of a post", "categories"),
        "tags": pgettext_lazy("field of a post", "tags"),
    }
)
