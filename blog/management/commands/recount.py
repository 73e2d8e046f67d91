"""Count feedback again where the kept counts may be wrong, and complete the index of its words."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from blog import counting, feedback_search


class Command(BaseCommand):
    help = "Counts feedback again by kind and status, says what was wrong, and completes the index of its words."

    def handle(self, *_args: Any, **_options: Any) -> None:
        counting.install()
        wrong = counting.recount()
        for (kind, status), (kept, true) in wrong.items():
            self.stdout.write(f"{kind}, {status}: {kept} was kept, {true} are there")
        if not wrong:
            self.stdout.write("The kept counts were right.")
        indexed = feedback_search.index()
        self.stdout.write(f"{indexed} indexed.")
