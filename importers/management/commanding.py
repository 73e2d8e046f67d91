"""What the import commands share: their options and their output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from tqdm import tqdm

from blog.management.answering import AnsweringCommand
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


class ReportingCommand(AnsweringCommand):
    """A command that works on what was imported."""

    works_on: type[Model] | None = ImportRun


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
        self.add_json(parser)
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
        self.finish(report.exit_status, report.error)

    def options_asked(self, options: dict[str, Any]) -> Options:
        """Return what was asked; what makes no sense ends the command."""
        try:
            return options_of(options)
        except (Unusable, ValueError) as error:
            self.fail(options, 1, str(error))

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
