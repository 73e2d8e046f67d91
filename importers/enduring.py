"""Long work that stops for SIGTERM as for Ctrl-C, and waits for whoever holds the lock of SQLite, an import maybe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from blog import enduring as of_the_blog
from importers.interrupting import Interruption
from importers.loading.trouble import patient_with_locks


def connect() -> None:
    """Have the blog's long work go on this way, too."""
    of_the_blog.register(enduring)


@contextmanager
def enduring() -> Iterator[Callable[[], None]]:
    """Take the signals and wait for the lock while inside; what is yielded raises when somebody wished to stop."""
    interruption = Interruption()
    with interruption.listening(), patient_with_locks(interruption.check):
        yield interruption.check
        interruption.comes_too_late()
