"""The parts of a page that a line may belong to, and what a person may call a line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class State(IntEnum):
    """The parts of a page, in the order in which they mostly come."""

    CHROME = 0
    TITLE = 1
    BYLINE = 2
    STANDFIRST = 3
    BODY = 4
    ASIDE = 5  # an interruption of the body: sharing links, an advertisement
    FOOT = 6
    BIO = 7
    TRACKBACK_HEAD = 8
    TRACKBACK = 9
    COMMENT_HEAD = 10
    COMMENT = 11
    FORM = 12
    RELATED = 13
    SIDEBAR = 14
    FOOTER = 15
    DATELINE = 16  # a byline above the title

    @property
    def label(self) -> str:
        return self.name.lower().replace("_", "-")


# What a person may call a line: each part of a page, and what says less or more than a part.
FURNITURE = "furniture"  # anything around the post
ATTRIBUTION = "comment-attribution"  # says who wrote a comment, before its text or after it
PARTS: Mapping[str, tuple[State, ...]] = MappingProxyType(
    {
        **{state.label: (state,) for state in State},
        FURNITURE: (State.CHROME, State.ASIDE, State.FOOT, State.FORM, State.SIDEBAR, State.FOOTER),
        ATTRIBUTION: (State.COMMENT,),
    }
)
