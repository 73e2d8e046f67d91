"""Undo mojibake: UTF-8 that was read in a wrong encoding, and what happened to it afterwards.

Nothing but garbled text changes: typography, no-break spaces, ligatures and full-width forms are the author's. ftfy is
the judge of what is garbled; `mojibake_forms` knows what ftfy does not. A repair is the identity on clean text, the
same when it is done twice, and says for every step where, what, why and how sure it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import ftfy
from ftfy.badness import is_bad

from blog.text.levels import Level
from blog.text.mojibake_forms import Form, Node, characters, explanations, trie
from blog.text.mojibake_judging import Verdict, choose, weigh
from blog.text.mojibake_passages import Passage, may_be_referred_to, passages

__all__ = ["Repair", "Step", "readings_in", "repair", "repair_html"]


@dataclass(frozen=True, slots=True)
class Step:
    """One repaired passage: `offset` and `before` are of the text as it was. A guess is not applied."""

    offset: int
    before: str
    after: str
    reading: str
    level: Level


@dataclass(frozen=True, slots=True)
class Repair:
    """A text before and after; `steps` are in the order of the text and do not overlap."""

    before: str
    after: str
    steps: tuple[Step, ...] = ()


def repair(text: str, proved: Collection[str] = ()) -> Repair:
    """Repair a plain text. `proved` names readings proved elsewhere in the post or the batch."""
    if is_clean(text):
        return Repair(text, text)
    return _repair(text, lambda source: [Passage(source)], proved)


def repair_html(fragment: str, proved: Collection[str] = ()) -> Repair:
    """Repair text nodes and alt and title attributes of an HTML fragment; in pre and code only what is certain.

    Character references count as their characters, but for those that keep text from being markup. What is not
    repaired stays byte for byte.
    """
    if not may_be_referred_to(fragment) and is_clean(fragment):
        return Repair(fragment, fragment)
    return _repair(fragment, passages, proved)


def readings_in(text: str) -> Counter[str]:
    """Count the readings that garbled forms in a text or fragment prove without help from others."""
    counts: Counter[str] = Counter()
    for passage in passages(text):
        counts.update(found.reading for found in _find(passage.text) if found.level is Level.CERTAIN)
    return counts


# --- finding


@dataclass(frozen=True, slots=True)
class _Found:
    """A garbled form in a passage, from `start` to `end`. `weak` ones need company; one without `after` is clean."""

    start: int
    end: int
    after: str
    reading: str
    level: Level
    weak: bool = False


# No garbled form is without one of these: the lead characters of the table, C1 controls, and what ftfy looks for.
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LEADS = re.compile("[" + re.escape("".join(sorted(trie().next))) + "\x80-\x9f]")
_CONTEXT = 3  # characters on each side that a decision looks at
_QUOTED = 600  # how far back an opening quotation mark is looked for


# A run of what is not ASCII, with as much behind it as a form's first step or ftfy looks at.
_RUN = re.compile(r"[^\x00-\x7f]+[\x00-\x7f]{0,2}")
_LONGEST_KEPT = 24


def is_clean(text: str) -> bool:
    """Say whether a text surely holds nothing garbled. Cheap: its runs of other than ASCII are few, and judged once."""
    return text.isascii() or all(
        _is_clean_run(run) if len(run) <= _LONGEST_KEPT else _is_clean_run.__wrapped__(run)
        for run in set(_RUN.findall(text))
    )


@lru_cache(maxsize=16384)
def _is_clean_run(run: str) -> bool:
    """Say whether no form begins in a run and ftfy sees nothing bad in it, whatever stands before."""
    leads = trie().next
    if any(char in leads and after in leads[char].next for char, after in pairwise(run)):
        return False
    return not any(is_bad(before + run) for before in ("", "a", " "))


def _find(text: str) -> list[_Found]:
    """Return what is garbled in a text, in order, without overlap."""
    if is_clean(text):
        return []
    found = list(_find_forms(text))
    if is_bad(text):
        found = sorted(found + list(_find_with_ftfy(text, found)), key=lambda item: item.start)
    found = [item for item in found if item.after]
    if _has_clean_characters(text, found):
        found = [
            item if item.level is Level.CERTAIN or _bad_alone(text[item.start : item.end]) else replace(item, weak=True)
            for item in found
        ]
    return found


@lru_cache(maxsize=4096)
def _bad_alone(form: str) -> bool:
    return bool(is_bad(form))


def _has_clean_characters(text: str, found: list[_Found]) -> bool:
    """Say whether a text has characters that came through well: then it was not garbled as a whole."""
    position = 0
    for item in found:
        if not text[position : item.start].isascii():
            return True
        position = item.end
    return not text[position:].isascii()


def _find_forms(text: str) -> Iterator[_Found]:
    root, position = trie(), 0
    while match := _LEADS.search(text, position):
        start = match.start()
        position = start + 1
        for end, forms in _matches(root, text, start):
            found = _judge(text, start, end, forms)
            if found:
                # What may not be repaired is passed over whole: half a repair would hide the rest.
                if _allowed(text[start:end], found.after):
                    yield found
                position = end
                break
        else:
            control = _control(text, start)
            if control:
                yield control


def _matches(root: Node, text: str, start: int) -> list[tuple[int, tuple[Form, ...]]]:
    """Return the forms that begin here, the longest first."""
    out: list[tuple[int, tuple[Form, ...]]] = []
    node: Node | None = root
    end = start
    while end < len(text) and node is not None:
        node = node.next.get(text[end])
        end += 1
        if node is not None and node.forms:
            out.append((end, node.forms))
    return out[::-1]


def _control(text: str, start: int) -> _Found | None:
    char = text[start]
    if not "\x80" <= char <= "\x9f":
        return None
    after = char.encode("latin-1").decode("cp1252", "ignore")
    return _Found(start, start + 1, after, "cp1252 read as Latin-1", Level.CERTAIN) if after else None


def _judge(text: str, start: int, end: int, forms: tuple[Form, ...]) -> _Found | None:
    """Decide whether a form of the table is damage here, and what it was."""
    context = _QUOTED if forms[0].loss == "dropped" else _CONTEXT
    decided = _decide(text[max(0, start - context) : start], text[start:end], text[end : end + _CONTEXT])
    return replace(decided, start=start, end=end) if decided else None


@lru_cache(maxsize=65536)
def _decide(left: str, form: str, right: str) -> _Found | None:
    text, start, end = left + form + right, len(left), len(left) + len(form)
    forms = explanations(form)
    rivals = [other for other in forms if (other.reading == forms[0].reading if forms[0].loss else not other.loss)]
    chosen, contested = choose(text, start, end, rivals)
    verdict = weigh(text, start, end, chosen)
    if verdict is Verdict.NEVER:
        return None
    if verdict is Verdict.CLEAN:
        return _Found(start, end, "", "", Level.CERTAIN)
    level, weak = Level.LIKELY, False
    if verdict is Verdict.GUESS or (chosen.loss and len(rivals) > 1):
        level, weak = Level.GUESS, True
    elif contested:
        weak = True
    elif verdict is Verdict.SOLID:
        level = Level.CERTAIN
    elif verdict is Verdict.UNSURE:
        weak = not is_bad(left[-2:] + form + right[:2])
    return _Found(start, end, chosen.truth, chosen.reading, level, weak)


def _allowed(before: str, after: str) -> bool:
    """Veto what would bring in a character that no text should gain."""
    return all(
        char in before or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") for char in after
    ) and not any(char in "<>&\"'" and char not in before for char in after)


# --- what ftfy finds and the table does not

_CLUSTER = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]| (?=[^\x00-\x7f]))*")
_FTFY_NAMES = {
    "latin-1": "Latin-1",
    "sloppy-windows-1252": "cp1252",
    "sloppy-windows-1250": "cp1250",
    "sloppy-windows-1251": "cp1251",
    "sloppy-windows-1253": "cp1253",
    "sloppy-windows-1254": "cp1254",
    "sloppy-windows-1257": "cp1257",
    "iso-8859-2": "ISO-8859-2",
    "macroman": "MacRoman",
    "cp437": "cp437",
}


def _find_with_ftfy(text: str, taken: list[_Found]) -> Iterator[_Found]:
    places = iter([*taken, _Found(len(text) + 1, len(text) + 1, "", "", Level.GUESS)])
    place = next(places)
    for match in _CLUSTER.finditer(text):
        while place.end <= match.start():
            place = next(places)
        if place.start < match.end():
            continue
        left = text[max(0, match.start() - _CONTEXT) : match.start()]
        right = text[match.end() : match.end() + _CONTEXT]
        fixed, reading = _ask_ftfy(left, match[0], right)
        if fixed != match[0] and _allowed(match[0], fixed) and not _foreign(left[-1:], fixed, right[:1]):
            yield _Found(match.start(), match.end(), fixed, reading, Level.LIKELY)


_KNOWN = frozenset(characters())


def _foreign(left: str, fixed: str, right: str) -> bool:
    """Say whether a repair would put a letter of another script alone, or into a word of Latin letters."""
    letters = [char for char in fixed if char.isalpha()]
    others = [
        char for char in letters if not unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASC"))
    ]
    beside = (fixed[0] in others and _is_latin(left)) or (fixed[-1] in others and _is_latin(right))
    unknown = len(letters) == 1 and letters[0] not in _KNOWN
    return unknown or (bool(others) and (len(others) == 1 or beside))


def _is_latin(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN")


@lru_cache(maxsize=32768)
def _ask_ftfy(left: str, cluster: str, right: str) -> tuple[str, str]:
    """Return ftfy's repair of a cluster and the reading it undoes; the cluster itself when there is none."""
    fixed, plan = ftfy.fix_encoding_and_explain(left + cluster + right)
    end = len(fixed) - len(right)
    if not (fixed.startswith(left) and fixed.endswith(right) and end > len(left)):
        return cluster, ""
    names = [_FTFY_NAMES.get(str(step.parameter), "") for step in plan or () if step.action == "encode"]
    return fixed[len(left) : end], f"UTF-8 read as {names[0]}" if names and names[0] else "UTF-8 read as cp1252"


# --- repairing


_ROUNDS = 4


def _repair(source: str, cut: Callable[[str], Iterable[Passage]], proved: Collection[str]) -> Repair:
    """Repair until nothing is left to do, so that a second repair finds nothing either."""
    known = {_family(reading) for reading in proved}
    steps = _steps(source, cut, known)
    after = _applied(source, steps)
    for _ in range(_ROUNDS):
        if after == source or not (more := _steps(after, cut, known)):
            return Repair(source, after, tuple(steps))
        steps = _compose(source, after, steps, more)
        if after == (after := _applied(source, steps)):
            return Repair(source, after, tuple(steps))
    return Repair(source, source)


def _steps(source: str, cut: Callable[[str], Iterable[Passage]], known: set[str]) -> list[Step]:
    """Return the steps of one round; what it proves is added to `known`."""
    found = [(passage, item) for passage in cut(source) for item in _find(passage.text)]
    known |= {_family(item.reading) for _, item in found if not item.weak}
    steps = []
    for passage, item in found:
        if passage.only_certain and item.level is not Level.CERTAIN:
            continue
        if item.weak and _family(item.reading) not in known:
            continue
        start, end = passage.place(item.start), passage.place(item.end)
        steps.append(Step(start, source[start:end], item.after, item.reading, item.level))
    return steps


def _compose(source: str, between: str, first: list[Step], second: list[Step]) -> list[Step]:
    """Return two rounds' steps as one; `between` is the text after the first, which the second's offsets are of."""
    composed: list[Step] = []
    earlier = deque(step for step in first if step.level is not Level.GUESS)
    later = deque(second)
    shift = 0  # what a place in `between` lacks to be that place in the source
    while earlier or later:
        start = min([step.offset for step in list(later)[:1]] + [step.offset - shift for step in list(earlier)[:1]])
        end, shift_before = start + 1, shift
        ours: list[Step] = []
        theirs: list[Step] = []
        while True:
            if earlier and earlier[0].offset - shift < end:
                ours.append(step := earlier.popleft())
                end = max(end, step.offset - shift + len(step.after))
                shift += len(step.before) - len(step.after)
            elif later and later[0].offset < end:
                theirs.append(step := later.popleft())
                end = max(end, step.offset + len(step.before))
            else:
                break
        if not ours:
            composed += (replace(step, offset=step.offset + shift) for step in theirs)
        elif all(step.level is Level.GUESS for step in theirs):
            composed += ours
        else:
            last = [step for step in theirs if step.level is not Level.GUESS][-1]
            inside = [replace(step, offset=step.offset - start) for step in theirs]
            before, after = source[start + shift_before : end + shift], _applied(between[start:end], inside)
            composed.append(Step(start + shift_before, before, after, last.reading, Level.LIKELY))
    return composed


def _family(reading: str) -> str:
    """What two readings that vouch for each other share: how often and with what losses does not matter."""
    return reading.partition(",")[0]


def _applied(source: str, steps: list[Step]) -> str:
    parts: list[str] = []
    position = 0
    for step in steps:
        if step.level is Level.GUESS:
            continue
        parts += (source[position : step.offset], step.after)
        position = step.offset + len(step.before)
    return "".join(parts) + source[position:]
