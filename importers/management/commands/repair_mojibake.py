"""Repair garbled text that is stored already."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from blog.auditing import Audit, audit
from blog.models import Source
from blog.text.wording import reason
from importers.auditing_report import as_dict, as_text
from importers.enduring import enduring
from importers.management.commanding import ReportingCommand, progress_bar


class Command(ReportingCommand):
    help = "Repair garbled text that is stored already; guesses are proposed. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to look through and the form of the output."""
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; print what would be repaired.")
        parser.add_argument("--source", default="", metavar="SLUG", help="Only what came from this blog.")
        parser.add_argument(
            "--since", default="", metavar="DATE", help="Only posts changed and feedback received since, as 2009-06-30."
        )
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair, print the table, exit as DESIGN.md says."""
        result = Audit(options["dry_run"])
        status, error = self.work(result, options)
        if options["json"]:
            self.print_json({**as_dict(result), "error": error})
        elif options["verbosity"] > 0 and status != 1:
            self.stdout.write(as_text(result))
        self.finish(status, error)

    def work(self, result: Audit, options: dict[str, Any]) -> tuple[int, str | None]:
        """Return the exit status and what stopped the work."""
        try:
            source, since = source_asked(options["source"]), moment_asked(options["since"])
            bar = progress_bar(" texts", hidden=options["json"] or options["verbosity"] == 0)
            with enduring() as check, bar as progress:
                audit(source, since, dry_run=options["dry_run"], progress=progress, check=check, result=result)
        except ValueError as error:
            return 1, str(error)
        except KeyboardInterrupt:
            return 3, "Interrupted; what was repaired is stored, and running again continues."
        except DatabaseError as error:
            sentence = f"The database refused ({reason(error)})"
            return 3 if result.repaired else 1, f"{sentence}; running again continues."
        return 2 if result.refused else 0, None


def source_asked(slug: str) -> Source | None:
    """Return the source of a slug, None when none is asked for; ValueError when there is none."""
    source = Source.objects.filter(slug=slug).first() if slug else None
    if slug and source is None:
        raise ValueError(f"There is no source “{slug}”.")
    return source


def moment_asked(date: str) -> dt.datetime | None:
    """Return the moment of a date, in our time zone when it names none; ValueError when it is none."""
    if not date:
        return None
    try:
        moment = dt.datetime.fromisoformat(date)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        return moment.astimezone(dt.UTC)  # at the ends of the calendar there may be no such moment
    except (ValueError, OverflowError):
        raise ValueError(f"“{date}” is no date; write it as 2009-06-30.") from None
