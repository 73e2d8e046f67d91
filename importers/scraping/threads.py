"""Who answers whom, from structure only: trace numbers, "replied to comment from", headings of replies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from importers.scraping.arranging import Item
from importers.scraping.features import Features
from importers.scraping.phrases import fold, words

_ANSWER = re.compile(
    r"\W{0,4}(?:reply|response|réponse|risposta|respuesta|resposta|antwort|antwoord)\s(?:by|from|de|di|da|do|von|van|door)\s",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\W{0,4}[^\W\d_]{4,12}\s(?:n[°o.]\s?)\d{1,4}\b", re.IGNORECASE)


def is_answer(item: Item) -> bool:
    """Say whether a comment is headed "Réponse de Anna": Over-blog does not count these."""
    return bool(item.heads) and _ANSWER.match(item.heads[0].view) is not None


def link_answers(items: Sequence[Item]) -> None:
    """Set the parents of answers that stand, unnumbered, below the numbered comment that they answer."""
    last: int | None = None
    for index, item in enumerate(items):
        if item.heads and _NUMBERED.match(item.heads[0].view):
            last = index
        elif item.parent is None and is_answer(item):
            item.parent = last


def renumber(items: Sequence[Item], kept: Sequence[Item]) -> None:
    """Turn the parents of those that are kept, indexes into `items`, into indexes into `kept`.

    A pingback among the comments of WordPress is counted with them, but is none. What answers it answers the post.
    """
    places = {id(item): index for index, item in enumerate(kept)}
    for item in kept:
        if item.parent is not None:
            item.parent = places.get(id(items[item.parent]))


_NUMBER = re.compile(r"\d{1,12}$")


def link_targets(items: Sequence[Item]) -> None:
    """Set the parents of comments whose heads link to another one: Movable Type's "replied to comment from Anna"."""
    places = {item.source_id: index for index, item in enumerate(items) if item.source_id}
    for index, item in enumerate(items):
        for line in item.heads if item.parent is None else ():
            for inline in line.marks.inlines if line.marks else ():
                number = _NUMBER.search(inline.href.partition("#")[2])
                if number and places.get(number.group(), index) != index:
                    item.parent = places[number.group()]


def link_replies(items: Sequence[Item]) -> None:
    """Set each item's parent, an index into `items`, where the page says it; others stay as they are."""
    traces: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.trace:
            above = item.trace.rpartition(".")[0]
            if item.parent is None and above in traces:
                item.parent = traces[above]
            traces.setdefault(item.trace, index)
        if item.answers and item.parent is None:
            item.parent = _last_by(items[:index], item.answers)


def _last_by(earlier: Sequence[Item], name: str) -> int | None:
    for index in range(len(earlier) - 1, -1, -1):
        if earlier[index].name.casefold() == name.casefold():
            return index
    for index in range(len(earlier) - 1, -1, -1):  # "replied to a drop from Anna", whatever a comment is called
        if earlier[index].name and name.casefold().endswith(f" {earlier[index].name.casefold()}"):
            return index
    return None


def link_headed(items: Sequence[Item], page: Sequence[Features]) -> None:
    """Set the parents of what stands between a heading "Replies" and the link to answer that closes it.

    Blogger prints, below a comment: the link to answer; where there are answers, a heading, the answers, and the link
    again. A dump may hold heading and link below every comment. In German one word is both.
    """
    parent: int | None = None
    last: int | None = None
    for index, said in _events(items, page):
        if index is not None:
            if parent is None:
                last = index
            elif items[index].parent is None:
                items[index].parent = parent
        elif _opens(said, is_open=parent is not None):
            parent = last
        elif parent is not None and said:
            parent = None


def _events(items: Sequence[Item], page: Sequence[Features]) -> Iterator[tuple[int | None, list[str]]]:
    """Give, in order, each comment, and the words in a row that stand for answering."""
    firsts = {line.number: index for index, item in enumerate(items) for line in item.heads[:1]}
    found: list[tuple[int | None, str]] = []
    for seen in page:
        word = fold(seen.view).strip()
        if seen.line.number in firsts:
            found.append((firsts[seen.line.number], ""))
        elif firsts and word in words("answering") | words("answers") and seen.line.number > min(firsts):
            found.append((None, word))
    for index, row in groupby(found, key=lambda event: event[0]):
        yield index, [word for _, word in row if word]


def _opens(said: Sequence[str], is_open: bool) -> bool:
    """Say whether a row of words opens a list of answers: it ends in a heading, or the one word stands there twice."""
    last = said[-1] if said else ""
    both = words("answering") & words("answers")
    return not is_open and last in words("answers") and (last not in both or len(said) == 2)
