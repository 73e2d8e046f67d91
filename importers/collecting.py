"""The collection of cyclic garbage during an import, which makes a hundred thousand objects and hardly a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made before the youngest are looked through: more than a batch makes, so that few are looked at twice.
YOUNGEST = 10_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely while inside, and leave alone what was there before; with Python's own habits it takes a seventh
    of an import's time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNGEST, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
