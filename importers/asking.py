"""How a person asked for files to be read: which types are posts, which taxonomies are categories or tags.

Pure values; they bear on what a record is, and so on whether an item is looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from blog.text.wording import Nonsense
from blog.text.wording import gettext_noop as _
from importers.records import Issue, Occurring

_WORD = re.compile(r"[\w.:-]{1,100}")
MEANINGS = ("category", "tag")
ALWAYS_KEPT = frozenset({"post", "page", "attachment"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`post_types`: what is kept as posts beside posts, pages and attachments; None leaves it to the reader.
    `taxonomies`: pairs of a taxonomy's name in the file and "category" or "tag"."""

    post_types: frozenset[str] | None = None
    taxonomies: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What must be part of an item's content hash: "" when nothing was asked."""
        parts = []
        if self.post_types is not None:
            parts.append(f"types={','.join(sorted(self.post_types))}")
        parts += [f"{name}={meaning}" for name, meaning in sorted(self.taxonomies)]
        return "|".join(parts)


def asked_of(post_types: str | None, taxonomies: Iterable[str]) -> Asked:
    """Read the options of a command line; ValueError with a sentence for a person."""
    types = None
    if post_types is not None:
        types = frozenset(name for name in re.split(r"[,\s]+", post_types.strip()) if name)
        for name in types:
            if not _WORD.fullmatch(name):
                raise Nonsense(
                    _("“%(name)s” cannot be the name of a post type; say for example recipe,review."), name=name[:100]
                )
    pairs: dict[str, str] = {}
    for written in taxonomies:
        name, _equals, meaning = written.partition("=")
        if not _WORD.fullmatch(name) or meaning not in MEANINGS:
            raise Nonsense(_("--taxonomy takes NAME=tag or NAME=category, not “%(said)s”."), said=written[:100])
        if pairs.setdefault(name, meaning) != meaning:
            raise Nonsense(_("--taxonomy says two things of %(name)s: tag and category."), name=name)
    return Asked(types, tuple(pairs.items()))


@dataclass(slots=True)
class Met:
    """What the files have of what a person may ask for by name."""

    types: set[str] = field(default_factory=set)
    taxonomies: set[str] = field(default_factory=set)
    files: int = 0

    def add(self, record: Occurring) -> None:
        """Take note of what one file has."""
        self.types |= record.types
        self.taxonomies |= record.taxonomies
        self.files += 1

    def missing(self, asked: Asked) -> Iterator[Issue]:
        """Say what was asked for and stands in none of the files that were read."""
        for name in sorted((asked.post_types or frozenset()) - ALWAYS_KEPT - self.types) if self.files else ():
            message = f"no item of these files is of the type “{name}”; is it spelled as in the export?"
            yield Issue("asked-in-vain", "--post-types", message)
        for name, _meaning in asked.taxonomies if self.files else ():
            if name not in self.taxonomies:
                message = f"no term of these files is of the taxonomy “{name}”; is it spelled as in the export?"
                yield Issue("asked-in-vain", "--taxonomy", message)
