"""Erase what is stored of one person."""

from argparse import ArgumentParser
from typing import Any

from blog import persons
from blog.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = (
        "Remove all feedback that was sent under an e-mail address, and what else is stored of the person; what has"
        " answers stays, without its words and its author. Raw sources of imports are cleaned, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and how to go about it."""
        parser.add_argument("email", help="The address, as the person gave it.")
        parser.add_argument("--anonymise", action="store_true", help="Keep the words, and take away whose they are.")
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; print what would be done.")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say what was done and what stays."""
        try:
            done = persons.erase(options["email"], anonymise=options["anonymise"], dry_run=options["dry_run"])
        except ValueError as problem:
            self.fail(options, 1, str(problem))
        if not done.is_any and not done.kept:
            self.fail(options, 1, f"Nothing is stored of {options['email']}.")
        would = "Would remove" if options["dry_run"] else "Removed"
        self.answer(options, {"dry_run": options["dry_run"], **done.as_dict()}, f"{would} {text(done)}")


def text(done: persons.Erased) -> str:
    """Return what was done, and what stays."""
    elsewhere = "".join(f", {number} {name}" for name, number in done.elsewhere.items() if number)
    stays = f"\nStays: {', '.join(done.kept)}." if done.kept else ""
    return (
        f"{done.removed}; made anonymous: {done.anonymised}; cleaned: {done.notes} notes,"
        f" {done.journal} lines of the journal{elsewhere}.{stays}"
    )
