"""What a kind of rule is: what it looks for, what moderators may set, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from blog.ruling.findings import Candidate, Context, Hit

# What of the context is read from the database, or reckoned, only when a rule in force asks for it.
Need = Literal["by_email", "by_address", "repeats", "learned", "score"]
NUMBERS = ("integer", "percent")  # the forms of parameters that are no lists
Values = Mapping[str, Any]
Find = Callable[[Candidate, Context, Values], Hit | None]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that moderators set. `form` is words, emails, networks, domains, names, integer or percent.

    `needed`: with none of it, a rule finds nothing.
    """

    name: str
    label: Any  # lazily translated
    form: str
    default: Any
    help: Any = ""
    minimum: int = 0
    maximum: int = 1_000_000
    needed: bool = False

    def readable(self, value: Any) -> Any:
        """Return what can be read of a stored value; the default where nothing can."""
        if self.form in NUMBERS:
            return value if isinstance(value, int) and not isinstance(value, bool) else self.default
        return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else self.default


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule. `find` is pure; what it crashes with is logged, and the other rules go on.

    `prepare` turns stored values into those that `find` reads, once for many candidates. `sentences` has what each
    code of its hits says, with the hit's parameters.
    """

    name: str
    label: Any  # lazily translated
    help: Any
    find: Find
    verdict: str
    sentences: Mapping[str, Any]
    score: float = 0.0
    parameters: tuple[Parameter, ...] = ()
    needs: frozenset[Need] = field(default_factory=frozenset)
    prepare: Callable[[Values], Values] | None = None
    untried: Any = ""  # what a trial on the past cannot tell

    def defaults(self) -> dict[str, Any]:
        return {parameter.name: parameter.default for parameter in self.parameters}

    def readable(self, values: Any) -> dict[str, Any]:
        """Return what can be read of a rule's values, whatever is stored as such."""
        known = self.defaults() | (values if isinstance(values, dict) else {})
        return {parameter.name: parameter.readable(known[parameter.name]) for parameter in self.parameters}

    def can_read(self, values: Any) -> bool:
        """Say whether a rule can work with the values that are stored."""
        if not isinstance(values, dict):
            return False
        read = self.readable(values)
        try:
            Rule.of(self, values, verdict=self.verdict, score=self.score)
        except (ValueError, TypeError, AttributeError, KeyError):
            return False
        return all(read[name] == value for name, value in values.items() if name in read)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force: a kind with values, and what its hits mean. `name` is what journal and findings call it."""

    name: str
    kind: Kind
    values: Values
    verdict: str
    score: float

    @classmethod
    def of(cls, kind: Kind, values: Values, *, verdict: str, score: float, name: str = "") -> Rule:
        known = kind.defaults() | dict(values)
        return cls(name or kind.name, kind, kind.prepare(known) if kind.prepare else known, verdict, score)
