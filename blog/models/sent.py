"""When feedback was sent, as one number for each: what the desk sorts by and narrows by, on both databases alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

_PRINTED = "translate({}, '-T :', '')"
_PARTS = (("year", 10), ("month", 8), ("day", 6), ("hour", 4), ("minute", 2), ("second", 0))


class Sent(models.Func):
    """The digits of the moment in UTC (20090603171400), those of the date as printed where its zone is not known.

    What was not printed is 0: "June 2009" stands before the first of June, and what has no date before all others.
    It is made of functions that an index may hold, and never fails, whatever was printed.
    """

    output_field = models.BigIntegerField()
    arity = 2

    def __init__(self, at: Any = "submitted_at", printed: Any = "submitted_text") -> None:
        super().__init__(at, printed)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        at, printed = (compiler.compile(part)[0] for part in self.get_source_expressions())
        return (_of_postgresql if connection.vendor == "postgresql" else _of_sqlite)(at, printed), []


def _of_postgresql(at: str, printed: str) -> str:
    digits = _PRINTED.format(printed)
    moment = " + ".join(f"date_part('{name}', {at} AT TIME ZONE 'UTC') * 1{'0' * zeros}" for name, zeros in _PARTS[:-1])
    moment = f"trunc({moment} + date_part('second', {at} AT TIME ZONE 'UTC'))::bigint"
    number = f"rpad({digits}, 14, '0')::bigint"
    return f"CASE WHEN {at} IS NOT NULL THEN {moment} WHEN {digits} ~ '^[12][0-9]{{3,13}}$' THEN {number} ELSE 0 END"


def _of_sqlite(at: str, printed: str) -> str:
    def digits(text: str) -> str:
        return f"replace(replace(replace(replace({text}, '-', ''), 'T', ''), ' ', ''), ':', '')"

    own = digits(printed)
    sound = f"{own} GLOB '[12][0-9][0-9][0-9]*' AND NOT {own} GLOB '*[^0-9]*' AND length({own}) < 15"
    text = f"COALESCE({at}, CASE WHEN {sound} THEN {printed} END, '0')"
    return f"CAST(substr({digits(text)} || '0000000000', 1, 14) AS INTEGER)"


def sent_between(since: dt.datetime | None, until: dt.datetime | None) -> tuple[Q, Q]:
    """Return the condition of what was sent from a moment on and before another; `sent` is to be a `Sent`.

    The moments are midnights of the days asked for: what has no zone is compared by the day that was printed. So the
    condition has two parts: one that indexes serve and that lets hours too much through, and one that is exact.
    """
    known, printed = Q(submitted_at__isnull=False), Q(submitted_at__isnull=True, sent__gt=0)
    wide = Q()
    for lookup, moment, widest in (("sent__gte", since, min), ("sent__lt", until, max)):
        if moment is not None:
            numbers = int(f"{moment.astimezone(dt.UTC):%Y%m%d%H%M%S}"), _first_of(moment.date())
            known, printed = known & Q(**{lookup: numbers[0]}), printed & Q(**{lookup: numbers[1]})
            wide &= Q(**{lookup: widest(numbers)})
    return (wide, known | printed) if since or until else (Q(), Q())


def _first_of(day: dt.date) -> int:
    """Return where a day begins among dates as printed: a month begins with what says no day, a year with no month."""
    known = day.day > 1, day.month > 1 or day.day > 1
    return ((day.year * 100 + day.month * known[1]) * 100 + day.day * known[0]) * 1_000_000
