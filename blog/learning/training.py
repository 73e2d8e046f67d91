"""Training, calibration and measurement. Knows samples and decisions, no database.

The order of time is kept: the filter is trained on what came before and measured on what came later, three times over.
The last part gives the figures that are shown, with the threshold that the parts before it gave; the filter that is
kept is trained on everything. Platt's scaling (Probabilistic outputs for support vector machines, 1999) turns margins
into probabilities, fitted on the later parts only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from blog.learning import features as looking
from blog.learning.features import Sample
from blog.learning.scoring import Filter

ENOUGH = 100  # of each: with fewer, a precision of .98 could not be told from one of .90
TARGET = 0.98  # precision that is promised
AIMED_AT = 0.985  # precision at which the threshold is put: what comes later is always a little worse
FLAGGED = 30  # items above a threshold, below which its precision says nothing
CUTS = (0.4, 0.6, 0.8, 1.0)  # of the examples: trained on what lies before, measured up to the next
LEAST = 25  # of each in every part, or the order of time says nothing and the parts are mixed
STRENGTH = 2.0  # of the fit (scikit-learn's C); between 1 and 10 it makes little difference
DISPUTING = 3  # models that look at what the others were trained on
ROUNDS = 3
CLEARLY = 0.3  # of the spam of a kind looks less like spam than an approved example that is disputed
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

    `disputed` (approved, but taken for spam, and left out), `wrong`, `missed` and `caught` are numbers of examples.
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
    spam, approved = sum(decisions), len(decisions) - sum(decisions)
    if min(spam, approved) < ENOUGH:
        raise NotEnough(spam, approved)
    try:
        import numpy as np
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ExtraMissing("scikit-learn is not installed") from error
    kinds: list[str] = []
    matrix, names = _matrix(samples, kinds, check)
    data = _Data(matrix, np.array(decisions, dtype=bool), np.array(kinds), check)
    disputed = _disputed(data, np.array(sure or [False] * len(decisions), dtype=bool))
    order, in_order = _in_order(data.labels, np.array(order if len(order) else range(len(decisions))))
    margins, parts = _later_margins(data, order, disputed)
    last = len(CUTS) - 1
    measured_on = np.flatnonzero((parts == last) & ~disputed)
    chosen, slope, offset = _chosen(data, margins, (parts > 0) & (parts < last) & ~disputed)
    above = margins >= chosen
    falling = measured_on[np.argsort(-margins[measured_on], kind="stable")]
    labels = data.labels
    return Trained(
        _kept(data, order[~disputed[order]], names, *_chosen(data, margins, (parts > 0) & ~disputed)),
        _measured(labels, above, measured_on),
        _measured(labels, above, np.flatnonzero(parts == last)),
        {kind: _measured(labels, above, measured_on[data.kinds[measured_on] == kind]) for kind in sorted(set(kinds))},
        in_order,
        spam,
        approved,
        _curve(margins[falling], labels[falling], slope, offset),
        disputed=[int(row) for row in np.flatnonzero(disputed)],
        wrong=[int(row) for row in falling if above[row] and not labels[row]][:SHOWN],
        missed=[int(row) for row in falling[::-1] if not above[row] and labels[row]][:SHOWN],
        caught=[int(row) for row in falling if above[row] and labels[row]][:SHOWN],
    )


@dataclass(frozen=True)
class _Data:
    """Examples as arrays: features, decisions (True for spam), kinds."""

    matrix: Any
    labels: Any
    kinds: Any
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
        margins = np.zeros(len(data.labels))
        for number in range(DISPUTING):
            margins[part == number] = data.fitted(np.flatnonzero((part != number) & ~disputed)).decision_function(
                data.matrix[part == number]
            )
        for kind in set(data.kinds):
            of_kind = data.kinds == kind
            spam = margins[of_kind & data.labels]
            if len(spam) >= LEAST:
                bound = max(0.0, float(np.quantile(spam, CLEARLY)))
                disputed |= of_kind & ~data.labels & ~sure & (margins > bound)
    return disputed


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


def _matrix(samples: Iterable[Sample], kinds: list[str], check: Check) -> tuple[Any, list[str]]:
    """Return (sparse matrix, names of its columns); rare features are left out. Notes the kind of each sample."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known: dict[str, int] = {}
    columns, values, ends = array("i"), array("f"), array("l", [0])
    for sample in samples:
        found = looking.features(sample)
        columns.extend([known.setdefault(name, len(known)) for name in found])
        values.extend(found.values())
        ends.append(len(columns))
        kinds.append(sample.kind)
        if len(ends) % 500 == 0:
            check()
    shape = (len(ends) - 1, len(known))
    matrix = csr_matrix((np.array(values), np.array(columns), np.array(ends)), shape=shape)
    seen = np.bincount(np.array(columns), minlength=len(known))
    kept = np.flatnonzero(seen >= (3 if shape[0] > 2000 else 2))
    names = list(known)
    return matrix[:, kept].tocsr(), [names[at] for at in kept]


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

    Where none reaches it, that with the best precision.
    """
    import numpy as np

    falling = np.argsort(-margins, kind="stable")
    precision = np.cumsum(labels[falling]) / np.arange(1, len(falling) + 1)
    precision[: FLAGGED - 1] = 0.0
    reached = np.flatnonzero(precision >= AIMED_AT)
    at = int(reached[-1]) if len(reached) else int(np.argmax(precision))
    return max(float(margins[falling[at]]), -offset / slope)


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
