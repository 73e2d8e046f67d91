"""Empty spam and trash, and mask IP addresses, when they are old enough."""

from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError

from blog import retention
from importers.interrupting import Interruption
from importers.loading.trouble import patient_with_locks, reason
from importers.management.commanding import ReportingCommand


class Command(ReportingCommand):
    help = (
        "Delete spam and trash that someone has looked at after RETENTION_DAYS, and take the last part from IP"
        " addresses after ANONYMISE_IPS_AFTER_DAYS. A worker does it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to do it, and the form of the output."""
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; print what would be done.")
        parser.add_argument("--json", action="store_true", help="Print the result as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, say what was done, exit as the importers do."""
        interruption, done, error, status = Interruption(), retention.Retained(), None, 0
        try:
            with interruption.listening(), patient_with_locks(interruption.check):
                retention.run(dry_run=options["dry_run"], check=interruption.check, done=done)
        except KeyboardInterrupt:
            status, error = 3, "Interrupted; what was done is done, and running again goes on."
        except DatabaseError as problem:
            status, error = 3, f"The database refused ({reason(problem)}); running again goes on."
        if options["json"]:
            self.print_json({"dry_run": options["dry_run"], **done.as_dict(), "error": error})
        elif options["verbosity"] > 0:
            would = "Would delete" if options["dry_run"] else "Deleted"
            self.stdout.write(
                f"{would} {done.spam} spam and {done.trash} trash; {done.kept_for_replies} stay for their replies;"
                f" {done.addresses} IP addresses {'to mask' if options['dry_run'] else 'masked'}."
            )
        self.finish(status, error)
