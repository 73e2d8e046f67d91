"""What to make of an error: the end of the run, or one line for the report."""

from __future__ import annotations

import errno
import re

from django.db import DatabaseError

from importers.preparing_aside import reason
from importers.reporting import StoppedEarly

__all__ = ["reason", "stop_if_full"]

_FULL = re.compile(r"disk is full|No space left|disk full|could not extend file", re.IGNORECASE)


def stop_if_full(error: BaseException) -> None:
    """Raise StoppedEarly when the error says that there is no room left."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or (isinstance(error, DatabaseError | OSError) and _FULL.search(str(error))):
        raise StoppedEarly("The disk is full; what is stored is whole, and running again continues.") from error
