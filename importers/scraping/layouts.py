"""How a page is built, so that what a person decided about one page can be tried on those built alike.

A layout is a short digest: of the frame that a page of HTML shares with its neighbours (the outer elements with their
class and id tokens), or, for bare text, of the order in which the parts stand that every post has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.identity import digest
from importers.scraping.documents import Document
from importers.scraping.lines import Line
from importers.scraping.segments import Segment
from importers.scraping.states import State

_DIGIT = re.compile(r"\d")
DEPTH = 4  # elements from the root down: what stands deeper is the post's own
# What one post has and the next one lacks says nothing of how a page is built.
_OF_THE_POST = frozenset(
    {
        State.ASIDE, State.STANDFIRST, State.BIO, State.RELATED, State.COMMENT, State.COMMENT_HEAD, State.TRACKBACK,
        State.TRACKBACK_HEAD,
    }
)  # fmt: skip


def of_document(document: Document) -> str:
    """Return the layout of a page of HTML."""
    depths = [0]
    frame = set()
    for node in document.nodes[1:]:
        depths.append(depths[node.parent] + 1)
        names = _names((*node.tokens, node.ident))
        if depths[-1] <= DEPTH and names and not node.unseen:
            frame.add(f"{node.tag}.{'.'.join(names)}")
    return digest("html", *sorted(frame))


def of_text(segments: Sequence[Segment]) -> str:
    """Return the layout of a page of bare text."""
    parts = dict.fromkeys(segment.state for segment in segments if segment.state not in _OF_THE_POST)
    return digest("text", *(state.label for state in parts))


def mark_of(line: Line) -> str:
    """Return how the place of a line in its page of HTML is marked; nothing for bare text."""
    if line.marks is None:
        return ""
    return f"{line.marks.tag}.{'.'.join(_names(line.marks.near))}"


def _names(tokens: Sequence[str] | frozenset[str]) -> list[str]:
    """Return tokens that are more than the number of one post or comment."""
    return sorted({token for token in tokens if token and _DIGIT.search(token) is None})
