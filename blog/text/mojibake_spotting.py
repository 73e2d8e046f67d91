"""Spot the forms of the table in a text, and decide of each by what stands beside it whether it is damage there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from blog.text.levels import Level
from blog.text.mojibake_forms import COMMON, Form, Node, explanations, trie
from blog.text.mojibake_ftfy import is_bad
from blog.text.mojibake_judging import Verdict, choose, is_formula, needs_company, weigh
from blog.text.mojibake_settling import Found

_LEADS = re.compile("[" + re.escape("".join(sorted(trie().next))) + "\x80-\x9f]")
# What no form goes beyond: what is not ASCII, and what losses leave in it and behind it.
_SPOT = re.compile(r"""[^\x00-\x7f]+(?:[ ?"']+[^\x00-\x7f]+)*+[ ?"']*+""")
_CONTEXT = 3  # characters on each side that a decision looks at
_QUOTED = 600  # how far back an opening quotation mark is looked for
_LONGEST_FORM = 24
_LONGEST_KEPT = 36  # characters of a spot and its context that are remembered


def find_forms(text: str) -> list[Found]:
    """Return what the table knows of a text's forms, in order; one without `after` is clean."""
    found: list[Found] = []
    for spot in _SPOT.finditer(text):
        first, last = spot.span()
        start = first - _CONTEXT if first > _CONTEXT else 0
        window = text[start : last + _CONTEXT]
        forms = _kept_forms(window, first - start, last - start) if len(window) <= _LONGEST_KEPT else None
        if forms is None:
            found += _forms(text, first, last)
        else:
            found += [
                Found(start + begin, start + end, after, reading, level, weak, rivals)
                for begin, end, after, reading, level, weak, rivals in forms
            ]
    return found


class _TooShortError(Exception):
    """More must be seen of the text than a window."""


@lru_cache(maxsize=16384)
def _kept_forms(window: str, first: int, last: int) -> list[Found] | None:
    """Return the forms between two places; None when more must be seen than so little context."""
    try:
        return _forms(window, first, last, is_window=True)
    except _TooShortError:
        return None


def _forms(text: str, first: int, last: int, *, is_window: bool = False) -> list[Found]:
    found: list[Found] = []
    root = trie().next
    position = first
    while match := _LEADS.search(text, position, last):
        start = match.start()
        position = start + 1
        for end, loss in _matches(root[text[start]], text, start) if text[start] in root else ():
            if loss == "dropped" and is_window:
                raise _TooShortError
            context = _QUOTED if loss == "dropped" else _CONTEXT
            left = text[start - context : start] if start > context else text[:start]
            decided = _decide(left, text[start:end], text[end : end + _CONTEXT])
            if decided is not None:
                # What may not be repaired is passed over whole: half a repair would hide the rest.
                after, reading, level, weak, is_allowed, rivals = decided
                if is_allowed:
                    found.append(Found(start, end, after, reading, level, weak, rivals))
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


def _control(text: str, start: int) -> Found | None:
    char = text[start]
    if not "\x80" <= char <= "\x9f":
        return None
    after = char.encode("latin-1").decode("cp1252", "ignore")
    return Found(start, start + 1, after, "cp1252 read as Latin-1", Level.CERTAIN) if after else None


_Decision = tuple[str, str, Level, bool, bool, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=65536)
def _decide(left: str, form: str, right: str) -> _Decision | None:
    """Decide whether a form of the table is damage here, and what it was: (truth, reading, level, weak, allowed…)."""
    text, start, end = left + form + right, len(left), len(left) + len(form)
    forms = explanations(form)
    rivals = _rivals(forms)
    chosen, contested = choose(text, start, end, rivals)
    verdict = weigh(text, start, end, chosen)
    if verdict is Verdict.NEVER:
        return None
    if verdict is Verdict.CLEAN:
        return "", "", Level.CERTAIN, False, True, ()
    level, weak = Level.LIKELY, False
    as_good: tuple[tuple[str, str], ...] = ()
    if verdict is Verdict.GUESS or (chosen.loss and len(rivals) > 1):
        level, weak = Level.GUESS, True
    elif contested:
        weak, as_good = True, tuple((other.truth, other.reading) for other in rivals)
    elif verdict is Verdict.SOLID:
        level = Level.CERTAIN
    elif verdict is Verdict.UNSURE:
        # What is bad about its neighbours alone says nothing of the form: two forms may meet in it. A letter that
        # was read in the same way is none of them.
        beside = [part for part in (left[-2:], right[:2]) if not _is_read_as(part, chosen.reading)]
        weak = not is_bad(left[-2:] + form + right[:2]) or any(map(is_bad, beside))
        weak = weak or is_formula(text, start, end) or needs_company(chosen, form)
    # A blank that stands for two, the no-break one and the one behind it, parts two words still.
    truth = chosen.truth + " " if verdict is Verdict.GUESS and chosen.loss == "space" else chosen.truth
    return truth, chosen.reading, level, weak, allowed(form, truth), as_good


def _is_read_as(part: str, reading: str) -> bool:
    return any(form.reading == reading for form in explanations(part))


def _rivals(forms: tuple[Form, ...]) -> list[Form]:
    """Return the explanations that are as good as the first one. Of what lost something, common characters go first."""
    if not forms[0].loss:
        return [form for form in forms if not form.loss]
    alike = [form for form in forms if form.reading == forms[0].reading]
    return [form for form in alike if form.truth in COMMON] or alike


@lru_cache(maxsize=4096)
def allowed(before: str, after: str) -> bool:
    """Veto what would bring in a character that no text should gain."""
    return all(
        char in before or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") for char in after
    ) and not any(char in "<>&\"'" and char not in before for char in after)
