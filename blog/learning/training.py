"""Training, calibration and measurement. Knows samples and decisions, no database.

The order of time is kept: the filter is trained on what came before and measured on what came later, three times over.
The last part gives the figures that are shown, with the threshold that the parts before it gave; the filter that is
kept is trained on everything. Platt's scaling (Probabilistic outputs for support vector machines, 1999) turns margins
into probabilities, fitted on the later parts only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from blog.learning import campaigns
from blog.learning import features as looking
from blog.learning.features import Sample
from blog.learning.scoring import Filter

ENOUGH = 100  # of each: with fewer, a precision of .98 could not be told from one of .90
TARGET = 0.98  # precision that is promised
AIMED_AT = 0.985  # precision at which the threshold is put: what comes later is always a little worse
MOST = 0.92  # of the spam of later parts is to be caught before a threshold is put higher
LIKELY = 0.83  # the probability to which it is put then
FLAGGED = 30  # items above a threshold, below which its precision says nothing
CUTS = (0.4, 0.6, 0.8, 1.0)  # of the examples: trained on what lies before, measured up to the next
LEAST = 25  # of each in every part, or the order of time says nothing and the parts are mixed
STRENGTH = 2.0  # of the fit (scikit-learn's C); between 1 and 10 it makes little difference
DISPUTING = 3  # models that look at what the others were trained on
ROUNDS = 3
YEARS = 5  # spans of time, each looked at by a model of the others
HANDS, LOTS = 10, 2  # parts, each of whole groups of what may be of one hand; how often these are drawn
CLEARLY = 0.3  # of the spam of a kind looks less like spam than an approved example that is disputed
MORE_CLEARLY = 0.4  # where a model knows few approved ones
DOUBTED = 0.9  # precision to be reached even if all that is disputed was approved rightly
HOLD = 0.5  # probability from which on a person should look
SHOWN = 20  # examples of each sort in a report

Check = Callable[[], None]


class NotEnough(ValueError):  # noqa: N818
    """There are too few examples of one of both; `spam` and `approved` say how many there are."""

    def __init__(self, spam: int, approved: int) -> None:
        super().__init__(f"{ENOUGH} examples of spam and of approved feedback are needed; there are {spam}, {approved}")
        self.spam, self.approved = spam, approved


class ExtraMissing(RuntimeError):  # noqa: N818
    """scikit-learn is not installed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a threshold did on examples that it was not chosen on."""

    spam: int = 0
    approved: int = 0
    caught: int = 0  # spam above the threshold
    wrong: int = 0  # approved above the threshold

    @property
    def precision(self) -> float:
        return self.caught / (self.caught + self.wrong) if self.caught + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.caught / self.spam if self.spam else 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"precision": round(self.precision, 4), "recall": round(self.recall, 4)}


@dataclass
class Trained:
    """A filter and what is known of it.

    `disputed` (approved, but taken for spam, and left out), `suspect` (these, and what models of other years take for
    spam), `wrong`, `missed` and `caught` are numbers of examples.
    """

    filter: Filter
    measured: Measured
    as_recorded: Measured  # with what is disputed, as if that had been approved rightly
    by_kind: dict[str, Measured]
    in_order: bool
    spam: int
    approved: int
    curve: list[tuple[float, float, float]] = field(default_factory=list)  # probability, precision, recall
    disputed: list[int] = field(default_factory=list)
    suspect: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    caught: list[int] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """Whether the precision that is promised was reached on later examples, and not by leaving out many."""
        reached = self.measured.precision >= TARGET and self.measured.caught >= FLAGGED
        return reached and self.as_recorded.precision >= DOUBTED


def train(
    samples: Iterable[Sample],
    decisions: Sequence[bool],
    sure: Sequence[bool] = (),
    order: Sequence[int] = (),
    check: Check = lambda: None,
) -> Trained:
    """Train on samples and what was decided about each: True for spam; `sure` where a person decided it here.

    `order` has the numbers of the examples in the order of their time; without it they come in it.

    Raises NotEnough, ExtraMissing, and whatever `check` raises to interrupt.
    """
    spam, approved = _enough(decisions)
    import numpy as np

    data, names = _read(samples, decisions, check)
    is_sure = np.array(sure or [False] * len(decisions), dtype=bool)
    disputed = _disputed(data, is_sure)
    order, in_order = _in_order(data.labels, np.array(order if len(order) else range(len(decisions))))
    margins, parts = _later_margins(data, order, disputed)
    last, labels, kinds = len(CUTS) - 1, data.labels, data.kinds
    measured_on = np.flatnonzero((parts == last) & ~disputed)
    chosen, slope, offset = _chosen(data, margins, (parts > 0) & (parts < last) & ~disputed)
    above = margins >= chosen
    falling = measured_on[np.argsort(-margins[measured_on], kind="stable")]
    taken, left = falling[above[falling]], falling[~above[falling]][::-1]
    return Trained(
        _kept(data, order[~disputed[order]], names, *_chosen(data, margins, (parts > 0) & ~disputed)),
        _measured(labels, above, measured_on),
        _measured(labels, above, np.flatnonzero(parts == last)),
        {kind: _measured(labels, above, measured_on[kinds[measured_on] == kind]) for kind in sorted({*kinds.tolist()})},
        in_order,
        spam,
        approved,
        _curve(margins[falling], labels[falling], slope, offset),
        disputed=np.flatnonzero(disputed).tolist(),
        suspect=np.flatnonzero(_suspect(data, is_sure, disputed, order) if in_order else disputed).tolist(),
        wrong=taken[~labels[taken]][:SHOWN].tolist(),
        missed=left[labels[left]][:SHOWN].tolist(),
        caught=taken[labels[taken]][:SHOWN].tolist(),
    )


def _enough(decisions: Sequence[bool]) -> tuple[int, int]:
    """Return how many were spam and how many approved; raise NotEnough or ExtraMissing where that trains nothing."""
    spam, approved = sum(decisions), len(decisions) - sum(decisions)
    if min(spam, approved) < ENOUGH:
        raise NotEnough(spam, approved)
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ExtraMissing("scikit-learn is not installed") from error
    return spam, approved


@dataclass(frozen=True)
class _Data:
    """Examples as arrays: features, decisions (True for spam), kinds."""

    matrix: Any
    labels: Any
    kinds: Any
    marks: list[array[int]]  # by which approved ones are joined; see `campaigns`
    check: Check

    def fitted(self, rows: Any) -> Any:
        """Return a model of these rows. The dual solver is several times faster on texts, and as exact."""
        from sklearn.linear_model import LogisticRegression

        self.check()
        model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=1000, random_state=0)
        return model.fit(self.matrix[rows], self.labels[rows])


def _disputed(data: _Data, sure: Any) -> Any:
    """Return which approved examples look more like spam than most spam of their kind does, by models without them.

    Old archives are full of spam that nobody rejected. It would teach the filter wrong, and count against it when it
    is right. What a person has decided here (`sure`) is never disputed.
    """
    import numpy as np

    disputed = np.zeros(len(data.labels), dtype=bool)
    part = np.random.default_rng(0).integers(0, DISPUTING, len(data.labels))
    for _round in range(ROUNDS):
        disputed |= _above_most_spam(data, _margins_without(data, part, disputed)) & ~sure
    return disputed


def _suspect(data: _Data, sure: Any, disputed: Any, by_time: Any) -> Any:
    """Return what is disputed, and what models that know other years dispute besides.

    Of a campaign that was approved throughout, parts drawn by lot teach each other that it is right, and so they teach
    the filter. First by models of what came before, then by those of all other years, then by those that know nothing
    of the same hand. What they dispute is told, and left to a person: the filter learns as if they had not spoken.
    """
    import numpy as np

    number, suspect = len(data.labels), disputed.copy()
    for start, end in pairwise(round(number * cut) for cut in CUTS):
        margins, known = np.zeros(number), by_time[:start]
        later = np.isin(np.arange(number), by_time[start:end])
        margins[later] = data.fitted(known[~suspect[known]]).decision_function(data.matrix[later])
        suspect |= _above_most_spam(data, margins, later) & ~sure
    years = np.zeros(number, dtype=int)
    years[by_time] = np.arange(number) * YEARS // number
    suspect |= _above_most_spam(data, _margins_without(data, years, suspect)) & ~sure
    for parts in _hands(data):
        suspect |= _above_most_spam(data, _margins_by_few(data, parts, suspect), clearly=MORE_CLEARLY) & ~sure
    return suspect


def _margins_by_few(data: _Data, part: Any, left_out: Any) -> Any:
    """Return the margin of every example by a model of the other parts' spam and of a single part's approved ones.

    What no such model can be made for, of which there are too few, has none to speak of: 0.
    """
    import numpy as np

    margins, number = np.zeros(len(data.labels)), int(part.max()) + 1
    for one in range(number):
        spam, few = data.labels & (part != one), ~data.labels & (part == (one + 1) % number)
        known = (spam | few) & ~left_out
        if (part == one).any() and min((known & spam).sum(), (known & few).sum()) >= LEAST:
            margins[part == one] = data.fitted(np.flatnonzero(known)).decision_function(data.matrix[part == one])
    return margins


def _hands(data: _Data) -> Iterator[Any]:
    """Yield, a few times, a part for every example by lot, the same for approved ones that may be of one hand.

    So hardly a model judges any that has learned from its like, however many years a campaign went on.
    """
    import numpy as np

    approved = np.flatnonzero(~data.labels)
    of_one_hand = approved[campaigns.groups([data.marks[number] for number in approved])]
    for seed in range(LOTS):
        lots = np.random.default_rng(seed).integers(0, HANDS, len(data.labels))
        parts = lots.copy()
        parts[approved] = lots[of_one_hand]
        yield parts


def _margins_without(data: _Data, part: Any, left_out: Any) -> Any:
    """Return the margin of every example by a model of the other parts, of what is not left out of them."""
    import numpy as np

    margins = np.zeros(len(data.labels))
    for one in range(int(part.max()) + 1):
        known = np.flatnonzero((part != one) & ~left_out)
        margins[part == one] = data.fitted(known).decision_function(data.matrix[part == one])
    return margins


def _above_most_spam(data: _Data, margins: Any, within: Any = True, clearly: float = CLEARLY) -> Any:
    """Return which approved examples among some (a mask, else all) look more like spam than most spam of their kind."""
    import numpy as np

    above = np.zeros(len(data.labels), dtype=bool)
    for kind in set(data.kinds):
        of_kind = within & (data.kinds == kind)
        spam = margins[of_kind & data.labels]
        if len(spam) >= LEAST:
            above |= of_kind & ~data.labels & (margins > max(0.0, float(np.quantile(spam, clearly))))
    return above


def _later_margins(data: _Data, order: Any, disputed: Any) -> tuple[Any, Any]:
    """Return (margins, parts): each part from 1 on is measured with a model of what lies before it; 0 is not.

    Nothing is learned from what is disputed.
    """
    import numpy as np

    margins, parts = np.zeros(len(data.labels)), np.zeros(len(data.labels), dtype=int)
    bounds = [round(len(order) * cut) for cut in CUTS]
    for number, (start, end) in enumerate(pairwise(bounds), 1):
        before, later = order[:start], order[start:end]
        margins[later] = data.fitted(before[~disputed[before]]).decision_function(data.matrix[later])
        parts[later] = number
    return margins, parts


def _chosen(data: _Data, margins: Any, rows: Any) -> tuple[float, float, float]:
    """Return (margin of the threshold, slope, offset) by these rows."""
    slope, offset = _platt(margins[rows], data.labels[rows])
    return _threshold(margins[rows], data.labels[rows], slope, offset), slope, offset


def _kept(data: _Data, order: Any, names: list[str], threshold: float, slope: float, offset: float) -> Filter:
    """Return the filter trained on everything, with the threshold that later parts gave."""
    model = data.fitted(order)
    weights = {names[at]: round(float(w), 5) for at, w in enumerate(model.coef_[0]) if abs(w) >= 1e-4}
    probability = _probability(threshold, slope, offset)
    return Filter(weights, float(model.intercept_[0]), slope, offset, probability, min(HOLD, probability))


def _read(samples: Iterable[Sample], decisions: Sequence[bool], check: Check) -> tuple[_Data, list[str]]:
    """Return the samples as a sparse matrix, and the names of its columns; rare features are left out."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known: dict[str, int] = {}
    kinds: list[str] = []
    marks: list[array[int]] = []
    columns, values, ends = array("i"), array("f"), array("l", [0])
    for sample in samples:
        found = looking.features(sample)
        columns.extend([known.setdefault(name, len(known)) for name in found])
        values.extend(found.values())
        ends.append(len(columns))
        kinds.append(sample.kind)
        marks.append(array("q") if decisions[len(marks)] else campaigns.marks_of(sample))
        if len(ends) % 500 == 0:
            check()
    shape = (len(ends) - 1, len(known))
    matrix = csr_matrix((np.array(values), np.array(columns), np.array(ends)), shape=shape)
    seen = np.bincount(np.array(columns), minlength=len(known))
    kept = np.flatnonzero(seen >= (3 if shape[0] > 2000 else 2))
    names = list(known)
    data = _Data(matrix[:, kept].tocsr(), np.array(decisions, dtype=bool), np.array(kinds), marks, check)
    return data, [names[at] for at in kept]


def _in_order(labels: Any, by_time: Any) -> tuple[Any, bool]:
    """Return the order in which examples are trained on and measured, and whether it is that of their time.

    It is not where a part would have hardly any of one class: spam that came in one go says nothing of later.
    """
    import numpy as np

    bounds = [0, *(round(len(labels) * cut) for cut in CUTS)]
    of_parts = [labels[by_time[start:end]] for start, end in pairwise(bounds)]
    if min(min(part.sum(), len(part) - part.sum()) for part in of_parts) >= LEAST:
        return by_time, True
    return np.random.default_rng(1).permutation(len(labels)), False


def _platt(margins: Any, labels: Any) -> tuple[float, float]:
    """Return (slope, offset) of the logistic curve through margins; the slope is never negative."""
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(C=100.0).fit(margins.reshape(-1, 1), labels)
    return max(0.01, float(fit.coef_[0][0])), float(fit.intercept_[0])


def _threshold(margins: Any, labels: Any, slope: float, offset: float) -> float:
    """Return the lowest margin above which the precision is what we aim at; never one that is likelier not spam.

    Where most spam can be caught as precisely as is promised, it is put higher, to where spam is likely: what later
    years bring that is no spam stands just below. Where no margin reaches what we aim at, that with the best precision.
    """
    import numpy as np

    falling = np.argsort(-margins, kind="stable")
    precision, caught = np.cumsum(labels[falling]) / np.arange(1, len(falling) + 1), np.cumsum(labels[falling])
    precision[: FLAGGED - 1] = 0.0
    reached, promised = (np.flatnonzero(precision >= wanted) for wanted in (AIMED_AT, TARGET))
    most = int(np.searchsorted(caught, MOST * caught[-1]))
    if precision[most] >= TARGET:
        likely = (float(np.log(LIKELY / (1 - LIKELY))) - offset) / slope
        chosen = min(float(margins[falling[most]]), max(likely, float(margins[falling[promised[-1]]])))
    else:
        chosen = float(margins[falling[int(reached[-1]) if len(reached) else int(np.argmax(precision))]])
    return max(chosen, -offset / slope)


def _probability(margin: float, slope: float, offset: float) -> float:
    return Filter({}, 0.0, slope, offset, 0.0, 0.0).calibrated(margin)


def _measured(labels: Any, above: Any, rows: Any) -> Measured:
    spam = int(labels[rows].sum())
    caught = int((labels[rows] & above[rows]).sum())
    return Measured(spam, len(rows) - spam, caught, int(above[rows].sum()) - caught)


def _curve(margins: Any, labels: Any, slope: float, offset: float) -> list[tuple[float, float, float]]:
    """Return (probability, precision, recall) at twenty shares of recall, of margins in falling order."""
    import numpy as np

    caught = np.cumsum(labels)
    points = []
    for share in np.linspace(0.05, 1.0, 20):
        at = int(np.searchsorted(caught, share * caught[-1]))
        if at < len(margins):
            probability = _probability(float(margins[at]), slope, offset)
            points.append((round(probability, 4), round(float(caught[at] / (at + 1)), 4), round(float(share), 2)))
    return points
