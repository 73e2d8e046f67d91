"""Dates such as "24-11-05". Alone they do not say which number is the year; the other dates of a page do.

Where none does, the language may: in Dutch the day comes first, and hyphens are what stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from blog.text.languages import guess_language
from importers.scraping.lines import Line

_LONGEST = 200  # characters of a line in which such a date is looked for
_PROSE = 8  # blanks of a line that may be a sentence
_SAMPLE = 4_000  # characters by which the language is told
_DATE = re.compile(r"(?<![\d./-])(?P<first>\d{1,2})-(?P<second>\d{1,2})-(?P<last>\d\d)(?![\d/]|[.-]\d)")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-3])\d(?!\d)")


def with_slashes(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with "24-11-05" matched as "24/11/05" where the page says that its last number is the year."""
    dated = [(place, found) for place, line in enumerate(lines) if (found := _dates(line.view))]
    if not dated:
        return lines
    ends = _ends_in_years([date for _, found in dated for date in found], lines)
    if not (_is_dutch(lines) if ends is None else ends):
        return lines
    slashed = list(lines)
    for place, _ in dated:
        view = _DATE.sub(lambda date: date.group().replace("-", "/"), lines[place].view)
        slashed[place] = replace(lines[place], view=view)
    return slashed


def _dates(view: str) -> list[re.Match[str]]:
    return list(_DATE.finditer(view)) if len(view) <= _LONGEST and view.count("-") > 1 else []


def _is_dutch(lines: Iterable[Line]) -> bool:
    """Say whether the text of a page is Dutch."""
    text = " ".join(line.view[:_SAMPLE] for line in lines if line.view.count(" ") > _PROSE)
    return guess_language(text[:_SAMPLE])[0] == "nl"


def _ends_in_years(dates: Sequence[re.Match[str]], lines: Iterable[Line]) -> bool | None:
    """Say whether the last numbers are years that the page names, or one year and month while the days differ.

    None when nothing tells.
    """
    firsts, lasts = ({_year(date[part]) for date in dates} for part in ("first", "last"))
    years = {int(year) for line in lines if len(line.view) <= _LONGEST for year in _YEAR.findall(line.view)}
    if firsts.isdisjoint(years) != lasts.isdisjoint(years):
        return firsts.isdisjoint(years)
    if not lasts.isdisjoint(years):
        return None
    months = {date.group("second", "last") for date in dates}
    return True if len(months) == 1 and len(firsts) > 1 else None


def _year(digits: str) -> int:
    return 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)
