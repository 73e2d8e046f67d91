"""The collection of cyclic garbage during an import, which makes a hundred thousand objects and hardly a cycle."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made before the youngest are looked through: more than a batch makes, so that few are looked at twice.
YOUNGEST = 50_000
_entering = threading.Lock()
_inside: list[tuple[int, int, int]] = []  # for each who is inside, the habits before the first


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely while inside, and leave alone what was there before; with Python's own habits it takes a seventh
    of an import's time, and a third of a page's under review. Of several threads inside, the last restores them."""
    with _entering:
        if not _inside:
            _inside.append(gc.get_threshold())
            gc.freeze()
            gc.set_threshold(YOUNGEST, *_inside[0][1:])
        else:
            _inside.append(_inside[0])
    try:
        yield
    finally:
        with _entering:
            before = _inside.pop()
            if not _inside:
                gc.set_threshold(*before)
                gc.unfreeze()
