"""What LiveJournal's own tags say: whom one names is shown by name and linked, as that site did."""

from __future__ import annotations

import re

from blog.text.fragments import may_hold

_ELEMENT = frozenset({"lj"})
_NAMED = re.compile(
    r"""<lj\s{1,9}(?:user|comm)\s{0,9}=\s{0,9}["']?([\w-]{1,40})["']?[^<>]{0,300}>(?:\s{0,9}</lj\s{0,9}>)?""",
    re.IGNORECASE,
)


def with_names(html: str) -> str:
    """Return the fragment with each `<lj user="tam">` and `<lj comm="tides">` as a link with that name."""
    if not may_hold(html, _ELEMENT) or ("<lj" not in html and "<LJ" not in html):
        return html
    return _NAMED.sub(_link, html)


def _link(found: re.Match[str]) -> str:
    name = found[1]
    # No host has underscores: that site writes hyphens there.
    return f'<a href="https://{name.lower().replace("_", "-")}.livejournal.com/">{name}</a>'
