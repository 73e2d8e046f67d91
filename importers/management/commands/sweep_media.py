"""Delete files that no attachment has: what a process left that was killed between a file and its row."""

from argparse import ArgumentParser
from typing import Any

from blog import attaching
from importers.management.commanding import ReportingCommand


class Command(ReportingCommand):
    help = "Delete kept files that no attachment has and that are older than an hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the result."""
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and name what went."""
        swept = list(attaching.sweep())
        self.answer(options, {"swept": swept}, "\n".join([*swept, f"Deleted {len(swept)}."]))
