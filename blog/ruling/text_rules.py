"""Rules about what is said: length, words, links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from blog.ruling.findings import MOST_EVIDENCE, Candidate, Context, Evidence, Hit
from blog.ruling.kinds import Kind, Parameter, Values
from blog.ruling.literals import key_of, literal, occurrences

NAMED = 5  # words that a sentence names


def _length(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    length = len(candidate.body.strip())
    if length < values["minimum"]:
        return Hit("too-short", {"length": length, "minimum": values["minimum"]})
    if length > values["maximum"]:
        return Hit("too-long", {"length": length, "maximum": values["maximum"]})
    return None


LENGTH = Kind(
    name="length",
    label=_("Length"),
    help=_("The text is shorter or longer than what people write here."),
    find=_length,
    verdict="pending",
    parameters=(
        Parameter("minimum", _("Shortest, in characters"), "integer", 2),
        Parameter("maximum", _("Longest, in characters"), "integer", 10_000, minimum=1),
    ),
    sentences={
        "too-short": ngettext_lazy(
            "The text has %(length)d character, fewer than %(minimum)d.",
            "The text has %(length)d characters, fewer than %(minimum)d.",
            "length",
        ),
        "too-long": ngettext_lazy(
            "The text has %(length)d character, more than %(maximum)d.",
            "The text has %(length)d characters, more than %(maximum)d.",
            "length",
        ),
    },
)


def prepared_words(values: Values) -> Values:
    """Fold the words once for all candidates, each with its key; a word that stands there twice counts once."""
    words = {folded_word: (word, key_of(folded_word)) for word in values["words"] if (folded_word := literal(word))}
    return {**values, "words": words}


def places_of(candidate: Candidate, word: str) -> Iterator[Evidence]:
    """Yield where a folded literal stands in any field, and the links whose address has it."""
    for field, text in candidate.folded.items():
        for start, end in occurrences(word, text):
            yield Evidence(field, start, end)
    for link in candidate.links_with(word):
        yield link.evidence


def _words(candidate: Candidate, context: Context, values: Values, *, code: str) -> Hit | None:
    found: list[str] = []
    places: list[Evidence] = []
    vocabulary = candidate.vocabulary
    for word, (typed, key) in values["words"].items():
        if key not in vocabulary:
            continue
        before = len(places)
        for place in places_of(candidate, word):
            if place not in places:
                places.append(place)
            if len(places) >= MOST_EVIDENCE:
                break
        if len(places) > before:
            found.append(typed)
        if len(places) >= MOST_EVIDENCE:
            break
    if not found:
        return None
    return Hit(code, {"words": found[:NAMED], "number": len(found)}, tuple(places))


def _kind_of_words(code: str, sentence: Any, **known: Any) -> Kind:
    """Return a kind that looks for the words of a list; `code` and `sentence` say what it found."""
    words = Parameter(
        "words",
        _("Words and phrases, one per line"),
        "words",
        (),
        _("Found as whole words in text, name, website and links, whatever their case and accents."),
        needed=True,
    )
    find = partial(_words, code=code)
    return Kind(find=find, parameters=(words,), prepare=prepared_words, sentences={code: sentence}, **known)


BLOCKED_WORDS = _kind_of_words(
    "blocked-words",
    ngettext_lazy("A blocked word: %(words)s.", "%(number)d blocked words: %(words)s.", "number"),
    name="blocked_words",
    label=_("Blocked words"),
    help=_("The text or its author’s name holds one of these words."),
    verdict="spam",
    score=5.0,
)
SUSPECT_WORDS = _kind_of_words(
    "suspect-words",
    ngettext_lazy("A suspect word: %(words)s.", "%(number)d suspect words: %(words)s.", "number"),
    name="suspect_words",
    label=_("Suspect words"),
    help=_("The text or its author’s name holds one of these words, which people use too: a moderator should look."),
    verdict="pending",
    score=1.0,
)


def _links(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    if len(candidate.links) <= values["maximum"]:
        return None
    places = tuple(link.evidence for link in candidate.links[:MOST_EVIDENCE])
    return Hit("too-many-links", {"number": len(candidate.links), "maximum": values["maximum"]}, places)


TOO_MANY_LINKS = Kind(
    name="too_many_links",
    label=_("Too many links"),
    help=_("The text leads to more addresses than people usually name."),
    find=_links,
    verdict="pending",
    score=1.0,
    parameters=(Parameter("maximum", _("Links that are allowed"), "integer", 2, maximum=1000),),
    sentences={
        "too-many-links": ngettext_lazy(
            "%(number)d link, more than %(maximum)d.", "%(number)d links, more than %(maximum)d.", "number"
        )
    },
)


def _repeat(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    if context.repeats < values["times"] or len(candidate.body) < values["minimum"]:
        return None
    return Hit("repeat", {"number": context.repeats}, (Evidence("body", 0, len(candidate.body)),))


REPEAT = Kind(
    name="repeat",
    label=_("Repetition"),
    help=_("The same text was sent here before, under any post and any name."),
    find=_repeat,
    verdict="pending",
    score=2.0,
    parameters=(
        Parameter("times", _("How often it came before"), "integer", 1, minimum=1, maximum=1000),
        Parameter(
            "minimum",
            _("Only texts of at least so many characters"),
            "integer",
            30,
            _("People say “Thank you!” more than once."),
        ),
    ),
    needs=frozenset({"repeats"}),
    sentences={
        "repeat": ngettext_lazy(
            "The same text came once before.", "The same text came %(number)d times before.", "number"
        )
    },
)


def _total(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    if context.score < values["minimum"]:
        return None
    return Hit("total-score", {"score": round(context.score, 2), "minimum": values["minimum"]}, score=0.0)


TOTAL_SCORE = Kind(
    name="total_score",
    label=_("Sum of scores"),
    help=_("The rules above it found so much that their scores add up to this, though none of them may have decided."),
    find=_total,
    verdict="spam",
    parameters=(Parameter("minimum", _("Scores that add up to"), "integer", 5, minimum=1, maximum=1000),),
    sentences={"total-score": _("The scores add up to %(score)s, at least %(minimum)d.")},
    needs=frozenset({"score"}),
)
