"""What a theme prints with each comment and around lists: links to answer in any words, a count above as many lines.

What recurs below one comment after the other is nobody's text; what stands below the last of them opens the form.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.scraping.attributions import attributions, first_prose
from importers.scraping.counts import only_number
from importers.scraping.detectors import asks_to_write
from importers.scraping.features import Features, relabelled
from importers.scraping.phrases import fold

_DIGITS = re.compile(r"\d+")
_LONGEST = 12  # lines below the last attribution that may still be its comment
_WORDS = 8


def label_refrains(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that close each comment, with the heading of the form, and of trackbacks."""
    found = list(page)
    for place, number in _ping_counts(page):
        found[place] = relabelled(page[place], "trackback-count", n=number)
    stretches = list(_stretches(found))
    recurring = _recurring(found, stretches)
    for place in recurring:
        found[place] = relabelled(found[place], "reply")
    for place, (seen, below) in enumerate(itertools.pairwise(page)):
        if "share" in below.roles and seen.view.rstrip().endswith(":") and seen.words <= 5 and not seen.roles:
            found[place] = relabelled(seen, "share")
    for place in _fields(found):
        found[place] = replace(found[place], roles=frozenset({"form"}), matches=())
    for place in _opens_form(found, stretches[-1]) if stretches else ():
        found[place] = relabelled(found[place], "form")
    return found


def _stretches(page: Sequence[Features]) -> Iterator[range]:
    """Give what stands below each dated attribution, up to the next one."""
    prose = first_prose(page)
    heads = [place for place in attributions(page) if place > prose]
    heads = [place for place in heads if any(page[near].is_dated for near in range(place, min(place + 2, len(page))))]
    if len(heads) < 2:
        return
    for above, below in itertools.pairwise(heads):
        yield range(above + 1, below)
    last = heads[-1]
    yield range(last + 1, min(last + 1 + _LONGEST, len(page)))


def _recurring(page: Sequence[Features], stretches: Sequence[range]) -> list[int]:
    """Return the places of the few words that stand below most of the texts: links to answer, in whatever words."""
    ends: Counter[str] = Counter()
    for stretch in stretches[:-1]:
        if sum(page[place].anchor is None for place in stretch) > 1:  # one of them is the text
            ends.update({_key(page[place]) for place in stretch[-2:] if _may_recur(page[place])})
    count = len(stretches) - 1
    keys = {key for key, times in ends.items() if 3 * times >= 2 * count and times >= 2}
    if count == 1 and ends:  # of two comments, both have it
        last = {_key(page[place]) for place in stretches[-1] if _may_recur(page[place])}
        keys = {key for key in ends if key in last and len(key.split()) > 1}
    return [
        place for stretch in stretches for place in stretch if _may_recur(page[place]) and _key(page[place]) in keys
    ]


def _key(seen: Features) -> str:
    return _DIGITS.sub("0", fold(seen.view)).strip()


def _may_recur(seen: Features) -> bool:
    plain = not (seen.ends or seen.dates or seen.anchor or seen.roles - {"form", "chrome"})
    return plain and 0 < seen.words <= _WORDS


def _opens_form(page: Sequence[Features], stretch: range) -> Iterator[int]:
    """Give the few words between the last comment and the fields of the form: its heading, in whatever words."""
    fields = next((place for place in stretch if _is_field(page[place])), 0)
    if fields - 1 not in stretch or fields + 1 >= len(page) or not _is_field(page[fields + 1], kinds=True):
        return
    seen, above = page[fields - 1], page[fields - 2]
    plain = not (seen.roles - {"byline"} or seen.anchor or seen.kind or seen.ends or seen.dates)
    if plain and 0 < seen.words <= _WORDS and (above.ends or "reply" in above.roles) and above.anchor is None:
        yield fields - 1


def _fields(page: Sequence[Features]) -> Iterator[int]:
    """Give the "Comment:" that stands among the fields of a form: it heads no comments."""
    for place in range(2, len(page)):
        seen = page[place]
        if "comments-heading" in seen.roles and not any("n" in hit for hit in seen.matches) and seen.words == 1:
            above = page[place - 2 : place]
            if _is_field(above[1]) and _is_field(above[0], kinds=True):
                yield place


def _is_field(seen: Features, kinds: bool = False) -> bool:
    """Say whether a line names a field to fill in; "Leave a comment" heads them."""
    return ("form" in seen.roles or (kinds and seen.kind == "form")) and not asks_to_write(seen.view)


def _ping_counts(page: Sequence[Features]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give the lines with a number right above as many lines that each name a post and its blog."""
    items = ["trackback-item" in seen.roles for seen in page]
    for place, (seen, opens) in enumerate(zip(page, items[1:], strict=False)):
        if not opens or items[place] or seen.roles or seen.dates or seen.anchor or seen.words > 10:
            continue
        number = only_number(seen.view)
        run = len(list(itertools.takewhile(bool, items[place + 1 :])))
        if number and int(number[0]) == run:
            yield place, number.span()
