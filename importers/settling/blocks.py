"""Reusable blocks in the bodies that name them: once each place, as deep as they name each other, never in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blog.text import bodies
from importers import identity
from importers.models import ImportedItem
from importers.packing import unpacked
from importers.records import Issue
from importers.rewriting import Body, Rewrite, Rewritten

DEEPEST = 5  # blocks in blocks, each level one query
LONGEST = 2_000_000  # characters of a body with all its blocks: a few that name each other often would grow without end

_REFERENCE = re.compile(r'(?:<p>\s*)?<span class="shortcode">\[block ref="(\d{1,20})"\]</span>(?:\s*</p>)?')


def gather(found: Sequence[Body]) -> Rewrite:
    """Read the blocks that these bodies name, and those that these name."""
    known: dict[str, str] = {}
    wanted = {ref for body in found for ref in _REFERENCE.findall(body.text)}
    for _ in range(DEEPEST):
        wanted -= known.keys()
        if not wanted:
            break
        read = _read(found[0].source_id, wanted)
        known |= read
        wanted = {ref for text in read.values() for ref in _REFERENCE.findall(text)}
    return _Filling(known).rewrite


def _read(source_id: int, refs: Iterable[str]) -> dict[str, str]:
    names = {identity.of_id(ref): ref for ref in refs}
    rows = ImportedItem.objects.filter(source=source_id, kind=ImportedItem.Kind.BLOCK, identity__in=names)
    return {
        names[name]: bodies.to_html(unpacked(raw).decode("utf-8", "replace"))
        for name, raw in rows.order_by().values_list("identity", "raw")
    }


@dataclass(slots=True)
class _Filling:
    known: Mapping[str, str]

    def rewrite(self, body: Body) -> Rewritten:
        """Put each block where it is named; what is not here, or names itself, stays marked."""
        missing: list[str] = []
        circles: list[str] = []
        left = LONGEST - len(body.text)

        def fill(text: str, above: tuple[str, ...]) -> str:
            def block(named: re.Match[str]) -> str:
                nonlocal left
                ref = named[1]
                if ref not in self.known:
                    missing.append(ref)
                elif ref in above or len(above) >= DEEPEST or left < len(self.known[ref]):
                    circles.append(ref)
                else:
                    left -= len(self.known[ref])
                    return f"\n{fill(self.known[ref], (*above, ref))}\n"
                return named[0]

            return _REFERENCE.sub(block, text)

        text = fill(body.text, ())
        issues = [Issue("block-missing", body.origin, message) for message in _said(missing, circles)]
        return Rewritten(text, missing=bool(missing), issues=tuple(issues))


def _said(missing: Sequence[str], circles: Sequence[str]) -> list[str]:
    said = []
    if missing:
        said.append(f"reusable blocks that are not in the file: {_few(missing)}; their places are marked")
    if circles:
        said.append(
            f"reusable blocks that name themselves, or too many others: {_few(circles)}; left as they are named"
        )
    return said


def _few(refs: Sequence[str]) -> str:
    names = list(dict.fromkeys(refs))
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
