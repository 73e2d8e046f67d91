"""Ctrl-C and SIGTERM during an import: at once while nothing is being written, else where what is stored is whole."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_in_tasks: set[Interruption] = set()


class Interruption:
    """A wish to stop. While `deferred`, the first one waits for `check()`; a second one stops at once all the same.

    An exception in the middle of a statement leaves a database's driver to complain of the broken connection: that is
    kept from the terminal.
    """

    def __init__(self) -> None:
        self.deferred = False
        self.wanted = False

    def check(self) -> None:
        """Raise KeyboardInterrupt when somebody wished to stop."""
        if self.wanted:
            raise KeyboardInterrupt

    def comes_too_late(self) -> None:
        """Let the next signal pass: the work is over, and the report is being printed."""
        self.deferred, self.wanted = True, False

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.deferred and not self.wanted:
            self.wanted = True
        else:
            raise KeyboardInterrupt

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals while inside; outside the main thread they are somebody else's."""
        try:
            before = [(number, signal.signal(number, self._note)) for number in SIGNALS]
        except ValueError:
            yield
            return
        driver = logging.getLogger("psycopg")
        level = driver.level
        driver.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            driver.setLevel(level)
            for number, handler in before:
                signal.signal(number, handler)

    @contextmanager
    def within_task(self) -> Iterator[None]:
        """Be told of `stop_all` while inside: a worker keeps its signals for itself."""
        _in_tasks.add(self)
        try:
            yield
        finally:
            _in_tasks.discard(self)


def stop_all() -> None:
    """Wish that the work of this process's tasks stops."""
    for interruption in tuple(_in_tasks):
        interruption.wanted = True
