"""What an audit of stored texts found, for a terminal and for programs."""

from __future__ import annotations

import unicodedata
from typing import Any

from blog.auditing import Audit, Form
from blog.text.levels import Level

SHOWN = 40  # lines of forms, of lost letters and of refusals


def as_dict(audit: Audit) -> dict[str, Any]:
    """Return the object that `--json` prints."""
    return {
        "dry_run": audit.dry_run,
        "seen": audit.seen,
        "repaired": audit.repaired,
        "repairs": {str(level): audit.level(level) for level in Level},
        "held": audit.held,
        "forms": [
            {
                "reading": form.reading,
                "before": form.before,
                "after": form.after,
                "level": str(form.level),
                "passages": number,
                "texts": audit.texts[form],
            }
            for form, number in _sorted(audit)
        ],
        "lost": [
            {"kind": lost.noun, "id": lost.pk, "field": lost.field, "offset": lost.lost.offset, "word": lost.lost.word}
            for lost in audit.lost
        ],
        "lost_places": audit.lost_places,
        "refused": audit.refused,
    }


def as_text(audit: Audit) -> str:
    """Return a table of the repairs by reading and form, and what there is to say besides."""
    lines = []
    rows = [
        (
            form.reading,
            f"{visible(form.before)} → {visible(form.after)}",
            str(form.level),
            str(number),
            str(audit.texts[form]),
        )
        for form, number in _sorted(audit)
    ]
    if rows:
        lines += _table([("reading", "form", "level", "passages", "in texts"), *rows[:SHOWN]])
        lines += _more(len(rows), "forms")
        lines.append("")
    changed = audit.level(Level.CERTAIN) + audit.level(Level.LIKELY)
    done = "would be repaired" if audit.dry_run else "repaired"
    lines.append(
        f"{audit.seen} texts seen; {changed} passages {done} in {audit.repaired}; {audit.level(Level.GUESS)} proposed."
    )
    if audit.uncounted:
        lines.append(f"{audit.uncounted} more passages are of forms too many to list.")
    if audit.held:
        held = "1 passage is left as it is" if audit.held == 1 else f"{audit.held} passages are left as they are"
        lines.append(f"{held}: somebody took a repair back, or has yet to decide.")
    if audit.lost_places:
        places = "1 place" if audit.lost_places == 1 else f"{audit.lost_places} places"
        lines.append(f"Letters are lost in {places}; nothing can bring them back:")
        lines += [
            f"  {lost.noun} {lost.pk}, {lost.field} at {lost.lost.offset}: {visible(lost.lost.word)}"
            for lost in audit.lost[:SHOWN]
        ]
        lines += _more(audit.lost_places, "places")
    if audit.refused:
        lines += [f"Not repaired: {len(audit.refused)}", *(f"  {why}" for why in audit.refused[:SHOWN])]
        lines += _more(len(audit.refused), "refusals")
    return "\n".join(lines)


def visible(text: str) -> str:
    """Return a text with what a terminal cannot show written as U+0092."""
    return "".join(char if char == " " or char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _sorted(audit: Audit) -> list[tuple[Form, int]]:
    return sorted(audit.passages.items(), key=lambda pair: (pair[0].reading, -pair[1], pair[0]))


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        for column in (3, 4):
            cells[column] = cells[column].strip().rjust(widths[column])
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _more(number: int, what: str) -> list[str]:
    return [f"  … and {number - SHOWN} more {what}; --json lists them"] if number > SHOWN else []
