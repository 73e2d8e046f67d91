"""Count feedback again where the kept counts may be wrong, and complete the index of its words."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from blog import counting, feedback_search
from blog.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Counts feedback again by kind and status, says what was wrong, and completes the index of its words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the output."""
        self.add_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count, and say what was wrong."""
        counting.install()
        wrong = [
            {"kind": kind, "status": status, "kept": kept, "counted": true}
            for (kind, status), (kept, true) in counting.recount().items()
        ]
        indexed = feedback_search.index()
        lines = ["{kind}, {status}: {kept} was kept, {counted} are there".format(**row) for row in wrong]
        text = "\n".join([*(lines or ["The kept counts were right."]), f"{indexed} indexed."])
        self.answer(options, {"wrong": wrong, "indexed": indexed}, text)
