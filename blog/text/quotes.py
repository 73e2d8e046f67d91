"""Passages anchored by their words and the words around them: the W3C's TextQuoteSelector, on plain strings.

https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CONTEXT = 32  # characters kept on both sides
MAX_REACH = 4096  # characters looked at beside a passage


@dataclass(frozen=True, slots=True)
class Quote:
    """`exact`, standing between `prefix` and `suffix`. An empty side asks for nothing."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote_at(text: str, start: int, end: int) -> Quote:
    """Return the quote that anchors `text[start:end]`."""
    return Quote(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> int | None:
    """Return where `exact` begins: of several places the one whose surroundings agree best, the first of equals.

    None when `exact` is empty or does not stand in the text. Surroundings that have changed do not lose the quote.
    """
    best, best_agreement = None, -1
    for place in _places(text, exact):
        agreement = _agreement(text, place, place + len(exact), prefix, suffix)
        if agreement > best_agreement:
            best, best_agreement = place, agreement
        if agreement == len(prefix) + len(suffix):
            break
    return best


def find_all(
    text: str,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    *,
    interchangeable: Iterable[tuple[str, str]] = (),
    to_the_ends: bool = False,
) -> list[int]:
    """Return every place of `exact` whose surroundings agree wholly.

    `interchangeable` names pairs of strings that count as equal in the surroundings: the two states of other
    passages nearby. A pair that the end of the context cuts in two is forgiven there. An empty `exact` stands where
    its surroundings meet, and nowhere without any. With `to_the_ends`, a side shorter than CONTEXT is all that there is
    of the text.
    """
    pairs = [(a, b) for a, b in interchangeable if a and b]
    is_first, is_last = (to_the_ends and len(side) < CONTEXT for side in (prefix, suffix))
    before = _context_pattern(prefix, pairs, outer_end_first=True, is_all=is_first)
    after = _context_pattern(suffix, pairs, outer_end_first=False, is_all=is_last)
    longest = max((len(token) for pair in pairs for token in pair), default=1)
    reach = min(max(len(prefix), len(suffix)) * longest, MAX_REACH)
    found = []
    places = _places(text, exact) if exact or not (prefix or suffix) else range(len(text) + 1)
    for place in places:
        end = place + len(exact)
        left, right = text[max(0, place - reach - is_first) : place], text[end : end + reach + is_last]
        if before.search(left) and after.match(right):
            found.append(place)
    return found


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Return (start, end) of the first place of `words`, whatever white space stands between them; None if nowhere."""
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(re.escape(part) for part in parts), text)
    return found.span() if found else None


def _places(text: str, exact: str) -> Iterator[int]:
    place = text.find(exact) if exact else -1
    while place >= 0:
        yield place
        place = text.find(exact, place + 1)


def _agreement(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """Count the characters next to the passage, on both sides, that are as they were."""
    count = 0
    for character in reversed(prefix):
        start -= 1
        if start < 0 or text[start] != character:
            break
        count += 1
    for offset, character in enumerate(suffix):
        if end + offset >= len(text) or text[end + offset] != character:
            break
        count += 1
    return count


def _context_pattern(
    context: str, pairs: list[tuple[str, str]], *, outer_end_first: bool, is_all: bool = False
) -> re.Pattern[str]:
    """Compile what must stand beside the passage; at most CONTEXT literal characters and alternatives of literals."""
    tokens = sorted({token for pair in pairs for token in pair}, key=len, reverse=True)
    if tokens and not is_all:
        cut = _cut_token(context, tokens, outer_end_first=outer_end_first)
        context = context[cut:] if outer_end_first else context[: len(context) - cut]
    equal: dict[str, set[str]] = {}
    for a, b in pairs:
        equal.setdefault(a, {a}).add(b)
        equal.setdefault(b, {b}).add(a)
    pattern, rest = "", context
    splitter = re.compile("|".join(re.escape(token) for token in tokens)) if tokens else None
    while splitter and (found := splitter.search(rest)):
        choices = "|".join(re.escape(token) for token in sorted(equal[found[0]], key=len, reverse=True))
        pattern += re.escape(rest[: found.start()]) + f"(?:{choices})"
        rest = rest[found.end() :]
    pattern += re.escape(rest)
    if outer_end_first:
        return re.compile((r"\A" if is_all else "") + pattern + r"\Z")
    return re.compile(pattern + (r"\Z" if is_all else ""))


def _cut_token(context: str, tokens: list[str], *, outer_end_first: bool) -> int:
    """Return the length of the piece of a token that the context's outer end cut off, 0 if none."""
    for token in tokens:
        for length in range(len(token) - 1, 0, -1):
            if outer_end_first and context.startswith(token[-length:]):
                return length
            if not outer_end_first and context.endswith(token[:length]):
                return length
    return 0
