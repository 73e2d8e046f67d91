"""Records: frozen dataclasses with slots, made in half the time that dataclasses take for them.

Theirs sets each field by its name, past the rule that forbids it; ours fills the slots. An import makes dozens of
records for each post.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(kind: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots; its fields may have defaults and factories of defaults."""
    made: Any = dataclass(frozen=True, slots=True)(kind)
    made.__init__ = _initializer(made)
    return made  # type: ignore[no-any-return]


def _initializer(kind: Any) -> Callable[..., None]:
    names: dict[str, Any] = {"_unset": MISSING}
    lines = [f"def __init__(self, {', '.join(_parameter(field, names) for field in fields(kind))}):"]
    for field in fields(kind):
        names[f"_fill_{field.name}"] = getattr(kind, field.name).__set__
        value = field.name
        if field.default_factory is not MISSING:
            names[f"_make_{field.name}"] = field.default_factory
            value = f"_make_{value}() if {value} is _unset else {value}"
        lines.append(f"    _fill_{field.name}(self, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append("    self.__post_init__()")
    exec("\n".join(lines), names)  # noqa: S102 - as dataclasses do; all of it comes from names of fields
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def _parameter(field: Field[Any], names: dict[str, Any]) -> str:
    """Return a field as a parameter, and put its default among the names."""
    if field.default_factory is not MISSING:
        return f"{field.name}=_unset"
    if field.default is MISSING:
        return field.name
    names[f"_default_{field.name}"] = field.default
    return f"{field.name}=_default_{field.name}"
