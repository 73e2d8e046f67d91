"""A trained filter: what it says of a sample, and which words made it say so. Pure; the standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from math import exp
from typing import Any

from blog.learning import features as looking
from blog.learning import words as reading
from blog.learning.features import Sample

MOST_WORDS = 8  # that are shown as having decided
MOST_PLACES = 20
MOST_SIGNS = 3
# Parts of addresses that tell a person nothing.
UNTOLD = frozenset("http https www html htm php asp com net org info".split())  # noqa: SIM905
TOLD_BY = 0.04  # a smaller share in the margin decides nothing

# Fields with words of their own, and what their features' names begin with.
FIELDS = {
    "body": ("w:", "l:"),
    "title": ("t:", "t:"),
    "author_name": ("n:", "n:"),
    "blog_name": ("n:", "n:"),
    "author_url": ("u:", "u:"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A word that spoke for spam: where it stands in the plain text of a field, in characters."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the filter says: the probability of spam, the words and signs that made it, strongest first."""

    probability: float
    words: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def _of_every_word(places: list[list[Place]]) -> tuple[Place, ...]:
    """Return the first place of every word, then the second ones, and so on: one word does not crowd out others."""
    rounds = zip_longest(*places)
    return tuple(place for taken in rounds for place in taken if place is not None)[:MOST_PLACES]


@dataclass(frozen=True)
class Filter:
    """Weights of features, and how a margin becomes a probability: 1 / (1 + exp(-(slope * margin + offset)))."""

    weights: Mapping[str, float]
    bias: float
    slope: float
    offset: float
    threshold: float  # probability from which on it is spam
    hold: float  # probability from which on a person should look
    is_proven: bool = False  # whether the threshold reached the precision that is promised

    def margin(self, found: Mapping[str, float]) -> float:
        """Return the weighted sum of features; more is more like spam."""
        weights = self.weights
        return self.bias + sum(weights.get(name, 0.0) * value for name, value in found.items())

    def probability(self, sample: Sample) -> float:
        """Return the calibrated probability that a sample is spam."""
        return self.calibrated(self.margin(looking.features(sample)))

    def calibrated(self, margin: float) -> float:
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.slope * margin + self.offset))))

    def tell(self, sample: Sample) -> Told:
        """Return the probability and what made it: words with their places, and signs that are no words."""
        found = looking.features(sample)
        probability = self.calibrated(self.margin(found))
        shares = {name: self.weights.get(name, 0.0) * value for name, value in found.items()}
        spoke: dict[str, float] = {}
        places: dict[str, list[tuple[Place, str]]] = {}
        for field in FIELDS:
            text = str(getattr(sample, field))[: looking.MOST]
            for word, share in self._shares_of_words(field, text, shares):
                if word.text in UNTOLD or (word.is_linked and len(word.text) < 3):
                    continue
                shown = text[word.start : word.end]
                spoke[word.text] = max(spoke.get(word.text, 0.0), share)
                places.setdefault(word.text, []).append((Place(field, word.start, word.end), shown))
        telling = sorted((word for word in spoke if spoke[word] >= TOLD_BY), key=lambda word: -spoke[word])[:MOST_WORDS]
        signs = sorted((name for name in shares if name[:2] == "x:"), key=lambda name: -shares[name])
        return Told(
            probability,
            tuple(dict.fromkeys(places[word][0][1][: reading.LONGEST] for word in telling)),
            tuple(name[2:] for name in signs[:MOST_SIGNS] if shares[name] >= TOLD_BY),
            _of_every_word([[place for place, _shown in places[word]] for word in telling]),
        )

    def _shares_of_words(self, field: str, text: str, shares: Mapping[str, float]) -> list[tuple[reading.Word, float]]:
        """Return each word of a field with its share in the margin: its own, its pieces', half of each pair's."""
        plain, linked = FIELDS[field]
        found = []
        before = ""
        said = reading.words(text)
        for number, word in enumerate(said):
            bare = reading.unmasked(word.text)
            prefix = linked if word.is_linked else plain
            share = shares.get(prefix + word.text, 0.0) + (shares.get(prefix + bare, 0.0) if bare else 0.0)
            share += sum(shares.get(f"c:{piece}", 0.0) for piece in reading.grams(bare or word.text))
            if field == "body" and not word.is_linked:
                after = said[number + 1].text if number + 1 < len(said) else ""
                share += shares.get(f"p:{before} {word.text}", 0.0) / 2 + shares.get(f"p:{word.text} {after}", 0.0) / 2
                before = word.text
            found.append((word, share))
        return found

    def telling_words(self, number: int) -> tuple[list[str], list[str]]:
        """Return the words of texts that speak loudest for spam, and against it, with what their pieces say."""
        said = [
            (weight + sum(self.weights.get(f"c:{piece}", 0.0) for piece in reading.grams(name[2:])) / 2, name[2:])
            for name, weight in self.weights.items()
            if name.startswith("w:") and len(name) > 4 and name[2:].isalpha()
        ]
        said.sort()
        for_spam = [word for weight, word in reversed(said) if weight > 0]
        return for_spam[:number], [word for weight, word in said if weight < 0][:number]

    def as_json(self) -> dict[str, Any]:
        return {
            "features": looking.VERSION,
            "bias": self.bias,
            "slope": self.slope,
            "offset": self.offset,
            "threshold": self.threshold,
            "hold": self.hold,
            "weights": dict(self.weights),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Filter:
        """Return the filter that `as_json` wrote; ValueError for one of other features, or for what is none."""
        if data.get("features") != looking.VERSION:
            raise ValueError("a filter of other features")
        weights = {str(name): float(weight) for name, weight in data["weights"].items()}
        bias, slope, offset = float(data["bias"]), float(data["slope"]), float(data["offset"])
        threshold, hold = float(data["threshold"]), float(data["hold"])
        return cls(weights, bias, slope, offset, threshold, hold, bool(data.get("is_proven")))
