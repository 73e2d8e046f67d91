"""Where an address stands in a text that nobody has marked up."""

from __future__ import annotations

import re
from collections.abc import Iterable

_REST = r"""(?:[/?\#][^\s{}|\\^`<>"]*)?"""
# Letters of any script, hyphens and dots; none of the signs that a sentence puts after an address.
_HOST = r"""[^\s\x00-\x2c/:;<=>?@\[\\\]^`{|}~\x7f-\xbf\u2000-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+"""
_STATED = rf"""
    https?://(?:(?:\w+:)?\w+@)?
    (?:\[[0-9a-f:.]{{2,45}}\]|{_HOST})
    (?::[0-9]{{1,5}}(?![0-9]))?{_REST}
"""
_BARE = rf"""
    \b(?:(?:https?|ftp):/{{0,3}}(?:(?:\w+:)?\w+@)?)?
    (?:[\w-]+\.)+(?:TLDS)(?::[0-9]+)?(?!\.\w)\b{_REST}
"""


def pattern_of(top_level: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of an address: any host where it says http, else one that ends as these domains do.

    It takes the parentheses before it along, as bleach wants it, and is linear: it begins where a word does, and of
    several parentheses at the first.
    """
    bare = _BARE.replace("TLDS", "|".join(sorted(top_level)))
    return re.compile(rf"(?<!\()\(*(?<![\w@.-])(?:{_STATED}|{bare})", re.IGNORECASE | re.VERBOSE)
