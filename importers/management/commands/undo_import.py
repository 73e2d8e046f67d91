"""Undo a run of an import."""

from argparse import ArgumentParser
from typing import Any

from importers.interrupting import Interruption
from importers.management.commanding import ReportingCommand
from importers.undoing import undo_run


class Command(ReportingCommand):
    help = "Remove what a run created and restore what it changed, except what was written since, which is listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the run's number."""
        parser.add_argument("run", type=int, metavar="RUN", help="The number of the run, as its report states it.")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo, and list what was kept."""
        interruption = Interruption()
        with interruption.listening():
            result = undo_run(options["run"], self.stderr.write, interruption)
            interruption.comes_too_late()
            if options["json"]:
                self.print_json(result.as_dict())
            elif options["verbosity"] > 0 and not result.error:
                self.stdout.write(result.as_text())
        self.finish(result.exit_status, result.error)
