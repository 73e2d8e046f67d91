"""What WordPress adds to the name of a picture's file for a size of it. Plain functions of the name.

`quay-300x200.jpg` and `quay-scaled.jpg` are `quay.jpg`; `quay-e1262304000123.jpg` is what somebody cropped it to.
"""

from __future__ import annotations

import re

# One behind the other, at the end of the name.
_SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}(?:@[23]x)?|@[23]x)\Z")
_SCALED = re.compile(r"-(?:scaled|rotated)\Z")
_EDITED = re.compile(r"-e\d{10,16}\Z")


def without_size(name: str) -> str:
    """Return a file's name without the size that it was made in. That somebody edited it, stays in it."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name
    return (_whole(stem) or stem) + dot + ending


def names_of(name: str) -> list[str]:
    """Return the names under which the picture may be kept, the best first, this one last.

    An edited picture (cropped, turned) is another than the one it was made of: the edited one in full comes first.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return [name]
    full = _whole(stem) or stem
    unedited = _whole(_EDITED.sub("", full)) or full
    stems = (full, unedited, f"{full}-scaled", f"{unedited}-scaled", f"{full}-rotated")
    return list(dict.fromkeys((*(f"{stem}.{ending}" for stem in stems), name)))


def _whole(stem: str) -> str:
    return _SCALED.sub("", _SIZE.sub("", stem))
