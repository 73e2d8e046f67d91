"""Show what the readers find in files, without writing anything."""

from argparse import ArgumentParser
from typing import Any

from importers.asking import asked_of
from importers.inspecting import as_text, inspect
from importers.management.commanding import ReportingCommand, add_asking_options


class Command(ReportingCommand):
    help = "Show what would be imported from files and folders. Writes nothing."

    works_on = None  # it reads files only; a database that is not there is no reason to refuse

    def failure(self, sentence: str) -> Any:
        return []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take paths and the form of the output."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="A file or folder.")
        parser.add_argument("--json", action="store_true", help="Print a list of records.")
        parser.add_argument("--raw", action="store_true", help="Show records as found, before any repair.")
        parser.add_argument("--limit", type=int, metavar="N", help="Show at most N posts and pages.")
        parser.add_argument("--encoding", default="", metavar="NAME", help="The encoding of all files.")
        parser.add_argument("--timezone", default="", metavar="ZONE", help="The blog's time zone.")
        parser.add_argument("--language", default="", metavar="TAG", help="The blog's language.")
        add_asking_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the records, and beside them what there is to say of the files."""
        try:
            asked = asked_of(options["post_types"], options["taxonomy"])
        except ValueError as error:
            self.fail(options, 1, str(error))
        found = inspect(
            options["paths"], raw=options["raw"], limit=options["limit"], encoding=options["encoding"],
            timezone=options["timezone"], language=options["language"], asked=asked,
        )  # fmt: skip
        if options["json"]:
            self.print_json(found.records)
        else:
            self.stdout.write(as_text(found.records))
        for issue in found.warnings:
            self.stderr.write(f"{issue.where}: {issue.message}")
        self.finish(found.exit_status, found.error)
