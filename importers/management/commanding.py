"""What the import commands share: their options, their output, their exit status."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from tqdm import tqdm

from importers.asking import asked_of
from importers.author_map import AuthorMap, read_author_map
from importers.interrupting import Interruption
from importers.loading import UPDATES
from importers.loading.sources import Wish
from importers.models import ImportRun
from importers.reporting import ImportReport, Unusable, as_table
from importers.running import Options, run_import


@contextmanager
def progress_bar(unit: str, *, hidden: bool) -> Iterator[Callable[[int], Any]]:
    """Show on stderr how many were dealt with, when a person looks."""
    with tqdm(unit=unit, file=sys.stderr, disable=hidden or not sys.stderr.isatty(), leave=False) as bar:
        yield bar.update


class ReportingCommand(BaseCommand):
    """A command that ends with one JSON object or a text, and an exit status that says how it went."""

    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make mistakes on the command line end with 1: with 2 a run has finished."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            sentence = f"{message[:1].upper()}{message[1:]}."
            if "--json" in sys.argv:
                self.print_json(self.failure(sentence))
            self.finish(1, sentence)
            raise AssertionError

        if parser.called_from_command_line:
            parser.error = refuse  # type: ignore[method-assign]
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Say so when there is no database to work with, before anything else."""
        try:
            prepared = ImportRun._meta.db_table in connection.introspection.table_names()
        except DatabaseError as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            prepared, sentence = False, f"The database cannot be used: {reason}."
        else:
            sentence = "The database is not prepared yet: run manage.py migrate first."
        if not prepared:
            if options.get("json"):
                self.print_json(self.failure(sentence))
            self.finish(1, sentence)
        return super().execute(*args, **options)

    def failure(self, sentence: str) -> Any:
        """Return what `--json` prints when nothing was done."""
        return {"error": sentence}

    def finish(self, status: int, error: str | None) -> None:
        """Say what went wrong in one sentence, and end with the status."""
        if error:
            self.stderr.write(self.style.ERROR(error))
        if status:
            raise SystemExit(status)

    def print_json(self, value: Any) -> None:
        """Print one JSON value on stdout, in ASCII where that is all the terminal can show."""
        self.stdout.write(json.dumps(value, ensure_ascii=self.only_ascii, indent=2))

    @property
    def only_ascii(self) -> bool:
        """Whether ASCII is all that the terminal can show."""
        return "utf" not in (getattr(self.stdout, "encoding", None) or "utf-8").lower()


class ImportCommand(ReportingCommand):
    """An import by one reader."""

    reader = ""

    def failure(self, sentence: str) -> Any:
        return ImportReport(self.reader, error=sentence).as_dict()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options that all imports have."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="A file or folder.")
        add_source_options(parser)
        parser.add_argument(
            "--author-map", metavar="FILE.csv", help="Whom logins stand for: login,name[,email,url] in each line."
        )
        parser.add_argument("--dry-run", action="store_true", help="Store nothing; report what would be stored.")
        parser.add_argument("--json", action="store_true", help="Print the report as one JSON object.")
        parser.add_argument("--limit", type=int, metavar="N", help="Read at most N posts and pages.")
        parser.add_argument("--encoding", default="", metavar="NAME", help="The encoding of all files.")
        parser.add_argument(
            "--update",
            choices=UPDATES,
            default="changed",
            help="What happens to items that are here already: changed ones are merged (the default), "
            "all are overwritten, or none is touched.",
        )
        parser.add_argument("--uploads", default="", metavar="DIR", help="Take media files from this folder.")
        parser.add_argument(
            "--fetch-media", action="store_true", help="Have the other media files fetched in the background."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print the report, exit as the report says."""
        asked = self.options_asked(options)
        quiet = options["json"] or options["verbosity"] == 0
        interruption = Interruption()
        with interruption.listening():
            with progress_bar(" items", hidden=quiet) as progress:
                report = run_import(options["paths"], self.reader, asked, progress, self.stderr.write, interruption)
            interruption.comes_too_late()
            self.show(report, options)
        self.finish(report.exit_status, report.error or "")

    def options_asked(self, options: dict[str, Any]) -> Options:
        """Return what was asked; what makes no sense ends the command."""
        try:
            return options_of(options)
        except (Unusable, ValueError) as error:
            if options["json"]:
                self.print_json(self.failure(str(error)))
            self.finish(1, str(error))
            raise

    def show(self, report: ImportReport, options: dict[str, Any]) -> None:
        """Print the report as JSON or as a table."""
        if options["json"]:
            for piece in report.as_json(ascii_only=self.only_ascii):
                self.stdout.write(piece, ending="")
            self.stdout.write()
        elif options["verbosity"] > 0 and report.source:
            self.stdout.write(as_table(report))


def add_source_options(parser: ArgumentParser) -> None:
    """Take the options that say which blog the files come from."""
    parser.add_argument("--source", default="", metavar="SLUG", help="The blog they come from; else it is derived.")
    parser.add_argument("--source-name", default="", metavar="NAME", help="Its name, when it is new.")
    parser.add_argument("--source-url", default="", metavar="URL", help="Its old address, when it is new.")
    parser.add_argument("--language", default="", metavar="TAG", help="Its language, for example fr, when it is new.")
    parser.add_argument("--timezone", default="", metavar="ZONE", help="Its time zone, for example Europe/Rome.")


def add_asking_options(parser: ArgumentParser) -> None:
    """Take the options that say which items of an export are posts, and which terms categories or tags."""
    parser.add_argument(
        "--post-types",
        metavar="LIST",
        help="Types kept as posts beside posts, pages and attachments, separated by commas; else all with text.",
    )
    parser.add_argument(
        "--taxonomy",
        action="append",
        default=[],
        metavar="NAME=tag|category",
        help="Take another taxonomy for tags or categories; may be said several times.",
    )


def options_of(options: dict[str, Any]) -> Options:
    """Return a command line's options as the library takes them."""
    wish = Wish(
        options["source"], options["source_name"], options["source_url"], options["language"], options["timezone"]
    )
    return Options(
        wish,
        options["dry_run"],
        options["limit"],
        options["encoding"],
        options["update"],
        asked_of(options.get("post_types"), options.get("taxonomy") or ()),
        read_author_map(options["author_map"]) if options.get("author_map") else AuthorMap(),
        uploads=options["uploads"],
        fetch_media=options["fetch_media"],
    )
