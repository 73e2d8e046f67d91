"""Undo mojibake: UTF-8 that was read in a wrong encoding, and what happened to it afterwards.

Nothing but garbled text changes: typography, no-break spaces, ligatures and full-width forms are the author's. ftfy is
the judge of what is garbled; `mojibake_forms` knows what ftfy does not. A repair is the identity on clean text, the
same when it is done twice, and says for every step where, what, why and how sure it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from blog.text.foreign import FEW, runs, spelled_again
from blog.text.levels import Level
from blog.text.lost_letters import lost_letters
from blog.text.mojibake_forms import has_letters, readings_of, trie
from blog.text.mojibake_ftfy import CLUSTER, ask_ftfy, is_bad, is_foreign
from blog.text.mojibake_judging import is_formula
from blog.text.mojibake_passages import Passage, may_be_referred_to, passages
from blog.text.mojibake_quoting import without_shown
from blog.text.mojibake_settling import Found, around, family, settled
from blog.text.mojibake_spotting import allowed, find_forms
from blog.text.mojibake_steps import Lost, Repair, Step, applied, compose
from blog.text.mojibake_whole import Whole, explained

__all__ = ["Lost", "Repair", "Step", "readings_in", "repair", "repair_html"]

T = TypeVar("T", str, bytes)


def repair(text: str, proved: Collection[str] = (), words: Collection[str] = ()) -> Repair:
    """Repair a plain text. `proved` names readings proved elsewhere in the post or the batch.

    `words` are shapes of words that stand elsewhere in the batch: what they explain counts as lost letters.
    """
    done = Repair(text, text) if is_clean(text) else _repair(text, _whole, is_clean, proved)
    lost = lost_letters(done.after, words)
    return done._replace(lost=lost) if lost else done


def repair_html(fragment: str, proved: Collection[str] = (), words: Collection[str] = ()) -> Repair:
    """Repair text nodes and alt and title attributes of an HTML fragment; in pre and code only what is certain.

    Character references count as their characters, but for those that keep text from being markup. What is not
    repaired stays byte for byte.
    """
    if _is_clean_html(fragment):
        done = Repair(fragment, fragment)
    else:
        done = _repair(fragment, passages, _is_clean_html, proved)
    lost = lost_letters(done.after, words, is_html=True)
    return done._replace(lost=lost) if lost else done


def readings_in(text: str) -> Counter[str]:
    """Count the readings that garbled forms in a text or fragment prove without help from others."""
    counts: Counter[str] = Counter()
    for passage in passages(text):
        counts.update(found.reading for found in _find(passage.text) if found.level is Level.CERTAIN)
    return counts


# --- finding


_RUN_AND_BEHIND = re.compile(r"[^\x00-\x7f]+[\x00-\x7f]{0,2}")
_CONTEXT = 3  # characters on each side that a decision looks at
_BEHIND = 2  # ASCII characters behind a run of what is not ASCII: what a form's first step or ftfy looks at
_LONGEST_KEPT = 24  # characters, or bytes, of a piece whose verdict is remembered
_SEVERAL = 3  # forms that one chain must explain before it counts more than the forms by themselves
_MANY = 5  # or characters
_LETTERS = 2  # of another script, by one chain, that are no accident


def is_clean(text: str) -> bool:
    """Say whether a text surely holds nothing garbled. Cheap: what of it is not ASCII is judged once for all texts."""
    if text.isascii():
        return True
    data, kinds = spelled_again(text)
    found = runs(kinds)
    if len(found) > FEW:
        return all(map(_is_clean_word, {word for word in text.split(" ") if not word.isascii()}))
    return all(map(_is_clean_piece, {data[start : end + _BEHIND] for start, end in found}))


def _kept_if_short(judge: Callable[[T], bool]) -> Callable[[T], bool]:
    """Have verdicts on short texts remembered."""
    kept: Callable[[T], bool] = lru_cache(maxsize=16384)(judge)
    return lambda text: kept(text) if len(text) <= _LONGEST_KEPT else judge(text)


@_kept_if_short
def _is_clean_word(word: str) -> bool:
    return all(map(_is_clean_run, _RUN_AND_BEHIND.findall(word + " " * _BEHIND)))


@_kept_if_short
def _is_clean_piece(piece: bytes) -> bool:
    # Where the next run stands behind this one, its first byte alone is no character.
    return _is_clean_run(piece.decode("utf-8", "ignore"))


@_kept_if_short
def _is_clean_run(run: str) -> bool:
    """Say whether no form begins in a run and ftfy sees nothing bad in it, whatever stands before."""
    leads = trie().next
    if any(char in leads and after in leads[char].next for char, after in pairwise(run)):
        return False
    return not has_letters(run) and not any(is_bad(before + run) for before in ("", "a", " "))


def _find(text: str) -> list[Found]:
    """Return what is garbled in a text, in order, without overlap."""
    if is_clean(text):
        return []
    found = find_forms(text)
    has_clean = _has_clean_characters(text, found)
    is_contested = any(item.rivals for item in found)
    readings = {item.reading for item in found}
    families = set(map(family, readings))
    is_mixed = len(families) > 1 and max(text) > "\xff"
    is_uneven = len(readings) > len(families)  # some of it seems to be misread more often than the rest
    if is_mixed and not (has_clean or is_contested) and (named := _named_alike(text, found)):
        return named
    if has_clean or is_contested or is_mixed or is_uneven:
        whole = _explained(text, found)
        if whole:
            return whole
    if not has_clean:
        return [item for item in found if item.after]
    if is_bad(text):
        found = sorted(found + list(_find_with_ftfy(text, found)), key=lambda item: item.start)
    found = [item for item in found if item.after]
    if _has_clean_characters(text, found):
        found = [
            item if item.level is Level.CERTAIN or _bad_alone(text[item.start : item.end]) else item._replace(weak=True)
            for item in found
        ]
    return found


def _named_alike(text: str, found: list[Found]) -> list[Found]:
    """Name the forms for the one reading that explains all of them, at one time; nothing when there is none."""
    if len(found) < _SEVERAL or any(item.level is Level.GUESS for item in found):
        return []
    each = {readings_of(form, truth) for form, truth in {(text[item.start : item.end], item.after) for item in found}}
    alike = [reading for reading in min(each, key=len) if all(reading in readings for readings in each)]
    return [Found(*item[:3], alike[0], item.level) for item in found] if alike else []


def _explained(text: str, found: list[Found], known: Collection[str] = ()) -> list[Found]:
    """Return the forms of a text that one chain of misreadings explains; nothing when none does, or too few."""
    whole = explained(text, known)
    if whole is None or not all(allowed(text[start:end], truth) for start, end, truth in whole.pieces):
        return []
    if whole.letters < _LETTERS and not (found and _is_enough(whole, found)):
        return []
    if all(is_formula(text, start, end) for start, end, _ in whole.pieces):
        return []
    alone = {item[:3]: item for item in found}
    level = Level.CERTAIN if whole.is_proof else Level.LIKELY
    # Where Latin-1 has all characters, it is cp1252 that single forms without controls are named for.
    is_latin_1 = whole.reading.startswith("UTF-8 read as Latin-1") and not whole.letters
    items = []
    for piece in whole.pieces:
        item = alone.get(piece)
        reading = item.reading if item and is_latin_1 else whole.reading
        least = item.level if item and item.level is Level.CERTAIN else level
        rivals = whole.rivals.get(piece, ())
        items.append(Found(*piece, reading, least, bool(rivals), rivals))
    return items


def _is_enough(whole: Whole, found: list[Found]) -> bool:
    """Say whether a chain explains so much of Latin letters that it counts more than the forms by themselves."""
    length = sum(end - start for start, end, _ in whole.pieces)
    is_choice = any(item.rivals for item in found) and not whole.rivals
    least = _SEVERAL - 1 if is_choice else _SEVERAL
    if len(whole.pieces) < least and length < (_MANY if whole.times == 1 else _MANY - 1):
        return False
    explained_places = {place for start, end, _ in whole.pieces for place in range(start, end)}
    return whole.is_strict or explained_places.issuperset(
        place for item in found for place in range(item.start, item.end)
    )


@lru_cache(maxsize=4096)
def _bad_alone(form: str) -> bool:
    return bool(is_bad(form))


def _has_clean_characters(text: str, found: list[Found]) -> bool:
    """Say whether a text has characters that came through well: then it was not garbled as a whole."""
    position = 0
    for item in found:
        if not text[position : item.start].isascii():
            return True
        position = item.end
    return not text[position:].isascii()


def _find_with_ftfy(text: str, taken: list[Found]) -> Iterator[Found]:
    places = iter([*taken, Found(len(text) + 1, len(text) + 1, "", "", Level.GUESS)])
    place = next(places)
    for match in CLUSTER.finditer(text):
        while place.end <= match.start():
            place = next(places)
        if place.start < match.end():
            continue
        left = text[max(0, match.start() - _CONTEXT) : match.start()]
        right = text[match.end() : match.end() + _CONTEXT]
        fixed, reading = ask_ftfy(left, match[0], right)
        if fixed != match[0] and allowed(match[0], fixed) and not is_foreign(fixed):
            yield Found(match.start(), match.end(), fixed, reading, Level.LIKELY)


# --- repairing


_ROUNDS = 4


def _whole(text: str) -> list[Passage]:
    return [Passage(text)]


def _is_clean_html(fragment: str) -> bool:
    return not may_be_referred_to(fragment) and is_clean(fragment)


def _repair(
    source: str,
    cut: Callable[[str], Iterable[Passage]],
    is_done: Callable[[str], bool],
    proved: Collection[str],
) -> Repair:
    """Repair until nothing is left to do, so that a second repair finds nothing either."""
    families = frozenset(map(family, proved))
    steps = _steps(source, cut, families)
    after = applied(source, steps)
    for _ in range(_ROUNDS):
        if after == source or is_done(after) or not (more := _steps(after, cut, families)):
            return Repair(source, after, tuple(steps))
        steps = compose(source, after, steps, more)
        if after == (after := applied(source, steps)):
            return Repair(source, after, tuple(steps))
    return Repair(source, source)


def _steps(source: str, cut: Callable[[str], Iterable[Passage]], proved: frozenset[str]) -> list[Step]:
    """Return the steps of one round. What one proves holds for no later one, whose text is not as misread any more."""
    found = _found_in(list(cut(source)))
    readings = {item.reading for _, items in found for item in items if not item.weak}
    known = proved.union(map(family, readings))
    is_contested = any(item.rivals for _, items in found for item in items)
    forms = around((passage.text, items) for passage, items in found) if is_contested else frozenset()
    steps: list[Step] = []
    in_code: set[int] = set()
    for passage, items in found:
        start_of_passage, places = passage.start, passage.places
        for item in items:
            start, end, after, reading, level, weak, _ = settled(item, forms, proved) if item.rivals else item
            if (weak and family(reading) not in known) or (passage.only_certain and level is not Level.CERTAIN):
                continue
            start, end = (start, end) if places is None else (places[start], places[end])
            start, end = start_of_passage + start, start_of_passage + end
            steps.append(Step(start, source[start:end], after, reading, level))
            if passage.only_certain:
                in_code.add(start)
    return without_shown(source, steps, in_code)


def _found_in(cuttings: list[Passage]) -> list[tuple[Passage, list[Found]]]:
    """Return the passages that hold something garbled, each with it.

    What one chain proves in one of them by letters of another script, it explains in others, however short.
    """
    found = [(passage, _find(passage.text)) for passage in cuttings]
    certain = {(item.after, item.reading) for _, items in found for item in items if item.level is Level.CERTAIN}
    proved = {reading for after, reading in certain if after > "\u036f" and is_foreign(after)}
    if proved:
        found = [(passage, items or _following(passage.text, proved)) for passage, items in found]
    return [(passage, items) for passage, items in found if items]


def _following(text: str, proved: set[str]) -> list[Found]:
    """Return what the one reading that is proved around a passage makes of all of it; nothing where it leaves any."""
    if text.isascii() or len(proved) > 1:
        return []
    whole = explained(text, proved)
    if not whole or not whole.letters or not whole.is_strict:
        return []
    return [
        Found(start, end, truth, whole.reading, Level.LIKELY)
        for start, end, truth in whole.pieces
        if allowed(text[start:end], truth)
    ]
