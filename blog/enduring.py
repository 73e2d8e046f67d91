"""How a command that changes much bears it when it is stopped, and when others write at the same time.

The blog by itself stops where Ctrl-C finds it, and waits as long as its database does. Another application may know
better and says so, as `importers/enduring.py` does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Check = Callable[[], None]  # called between two portions; raises KeyboardInterrupt when somebody wished to stop
_ways: list[Callable[[], AbstractContextManager[Check]]] = []


def register(way: Callable[[], AbstractContextManager[Check]]) -> None:
    """Have long work go on this way from now on."""
    _ways.append(way)


def enduring() -> AbstractContextManager[Check]:
    """Go on, while inside, in the way that was registered last."""
    return _ways[-1]() if _ways else nullcontext(lambda: None)
