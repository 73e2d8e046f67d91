"""Empty spam and trash, and mask IP addresses, when they are old enough."""

from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError

from blog import retention
from blog.enduring import enduring
from blog.management.answering import AnsweringCommand
from blog.text.wording import reason


class Command(AnsweringCommand):
    help = (
        "Delete spam and trash that someone has looked at after RETENTION_DAYS, and take the last part from IP"
        " addresses after ANONYMISE_IPS_AFTER_DAYS. A worker does it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to do it, and the form of the output."""
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; print what would be done.")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, say what was done, exit as all went."""
        done, error, status = retention.Retained(), None, 0
        try:
            with enduring() as check:
                retention.run(dry_run=options["dry_run"], check=check, done=done)
        except KeyboardInterrupt:
            status, error = 3, "Interrupted; what was done is done, and running again goes on."
        except DatabaseError as problem:
            status, error = 3, f"The database refused ({reason(problem)}); running again goes on."
        would, masked = ("Would delete", "to mask") if options["dry_run"] else ("Deleted", "masked")
        self.answer(
            options,
            {"dry_run": options["dry_run"], **done.as_dict(), "error": error},
            f"{would} {done.spam} spam and {done.trash} trash; {done.kept_for_replies} stay for their replies;"
            f" {done.addresses} IP addresses {masked}.",
        )
        self.finish(status, error)
