"""Undo mojibake: UTF-8 that was read in a wrong encoding, and what happened to it afterwards.

Nothing but garbled text changes: typography, no-break spaces, ligatures and full-width forms are the author's. ftfy is
the judge of what is garbled; `mojibake_forms` knows what ftfy does not. A repair is the identity on clean text, the
same when it is done twice, and says for every step where, what, why and how sure it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import ftfy
from ftfy.badness import is_bad

from blog.text.foreign import runs
from blog.text.levels import Level
from blog.text.lost_letters import lost_letters
from blog.text.mojibake_forms import Node, characters, explanations, trie
from blog.text.mojibake_judging import Verdict, choose, weigh
from blog.text.mojibake_passages import Passage, may_be_referred_to, passages
from blog.text.mojibake_steps import Lost, Repair, Step, applied, compose
from blog.text.mojibake_whole import explained

__all__ = ["Lost", "Repair", "Step", "readings_in", "repair", "repair_html"]


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


class _Found(NamedTuple):
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


_BEHIND = 2  # characters behind a run of what is not ASCII: what a form's first step or ftfy looks at
_LONGEST_KEPT = 24
_LONGEST_FORM = 24
_SEVERAL = 3  # forms that one chain must explain before it counts more than the forms by themselves
_SURE = (Level.GUESS, Level.LIKELY, Level.CERTAIN)


def is_clean(text: str) -> bool:
    """Say whether a text surely holds nothing garbled. Cheap: its runs of other than ASCII are few, and judged once."""
    limit = len(text)
    for start, end in reversed(runs(text)):
        if not _is_clean_short(text[start : min(end + _BEHIND, limit)]):
            return False
        limit = start
    return True


def _is_clean_short(run: str) -> bool:
    return _is_clean_run(run) if len(run) <= _LONGEST_KEPT else _is_clean_run.__wrapped__(run)


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
    found = _find_forms(text)
    has_clean = _has_clean_characters(text, found)
    # Where Latin-1 has all characters, it is cp1252 that single forms without controls are named for.
    if found and (has_clean or (max(text) > "\xff" and len({_family(item.reading) for item in found}) > 1)):
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


def _explained(text: str, found: list[_Found]) -> list[_Found]:
    """Return the forms of a text that one chain of misreadings explains wholly; nothing when none does."""
    alone = {(item.start, item.end, item.after): item for item in found}
    whole = [
        alone.get((start, end, after)) or _Found(start, end, after, reading, Level.LIKELY)
        for start, end, after, reading in explained(text) or ()
    ]
    if len(whole) < _SEVERAL or not all(_allowed(text[item.start : item.end], item.after) for item in whole):
        return []
    return [item._replace(weak=False, level=max(item.level, Level.LIKELY, key=_SURE.index)) for item in whole]


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


def _find_forms(text: str) -> list[_Found]:
    found: list[_Found] = []
    root = trie().next
    position = 0
    while match := _LEADS.search(text, position):
        start = match.start()
        position = start + 1
        for end, loss in _matches(root[text[start]], text, start) if text[start] in root else ():
            context = _QUOTED if loss == "dropped" else _CONTEXT
            left = text[start - context : start] if start > context else text[:start]
            decided = _decide(left, text[start:end], text[end : end + _CONTEXT])
            if decided is not None:
                # What may not be repaired is passed over whole: half a repair would hide the rest.
                after, reading, level, weak, allowed = decided
                if allowed:
                    found.append(_Found(start, end, after, reading, level, weak))
                position = end
                break
        else:
            control = _control(text, start)
            if control:
                found.append(control)
    return found


def _matches(node: Node | None, text: str, start: int) -> list[tuple[int, str]]:
    """Return where the forms that begin here end, the longest first, each with what its first explanation lost."""
    out: list[tuple[int, str]] = []
    end = start + 1
    for char in text[end : end + _LONGEST_FORM]:
        node = node.next.get(char) if node else None
        if node is None:
            break
        end += 1
        if node.forms:
            out.append((end, node.forms[0].loss))
    return out[::-1]


def _control(text: str, start: int) -> _Found | None:
    char = text[start]
    if not "\x80" <= char <= "\x9f":
        return None
    after = char.encode("latin-1").decode("cp1252", "ignore")
    return _Found(start, start + 1, after, "cp1252 read as Latin-1", Level.CERTAIN) if after else None


@lru_cache(maxsize=65536)
def _decide(left: str, form: str, right: str) -> tuple[str, str, Level, bool, bool] | None:
    """Decide whether a form of the table is damage here, and what it was: (truth, reading, level, weak, allowed)."""
    text, start, end = left + form + right, len(left), len(left) + len(form)
    forms = explanations(form)
    rivals = [other for other in forms if (other.reading == forms[0].reading if forms[0].loss else not other.loss)]
    chosen, contested = choose(text, start, end, rivals)
    verdict = weigh(text, start, end, chosen)
    if verdict is Verdict.NEVER:
        return None
    if verdict is Verdict.CLEAN:
        return "", "", Level.CERTAIN, False, True
    level, weak = Level.LIKELY, False
    if verdict is Verdict.GUESS or (chosen.loss and len(rivals) > 1):
        level, weak = Level.GUESS, True
    elif contested:
        weak = True
    elif verdict is Verdict.SOLID:
        level = Level.CERTAIN
    elif verdict is Verdict.UNSURE:
        weak = not is_bad(left[-2:] + form + right[:2])
    return chosen.truth, chosen.reading, level, weak, _allowed(form, chosen.truth)


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
    known = {_family(reading) for reading in proved}
    steps = _steps(source, cut, known)
    after = applied(source, steps)
    for _ in range(_ROUNDS):
        if after == source or is_done(after) or not (more := _steps(after, cut, known)):
            return Repair(source, after, tuple(steps))
        steps = compose(source, after, steps, more)
        if after == (after := applied(source, steps)):
            return Repair(source, after, tuple(steps))
    return Repair(source, source)


def _steps(source: str, cut: Callable[[str], Iterable[Passage]], known: set[str]) -> list[Step]:
    """Return the steps of one round; what it proves is added to `known`."""
    found = [(passage, items) for passage in cut(source) if (items := _find(passage.text))]
    known |= {_family(reading) for reading in {item.reading for _, items in found for item in items if not item.weak}}
    steps = []
    for passage, items in found:
        start_of_passage, places = passage.start, passage.places
        for start, end, after, reading, level, weak in items:
            if (weak and _family(reading) not in known) or (passage.only_certain and level is not Level.CERTAIN):
                continue
            start, end = (start, end) if places is None else (places[start], places[end])
            start, end = start_of_passage + start, start_of_passage + end
            steps.append(Step(start, source[start:end], after, reading, level))
    return steps


@lru_cache(maxsize=256)
def _family(reading: str) -> str:
    """What two readings that vouch for each other share: how often and with what losses does not matter."""
    return reading.partition(",")[0]
