"""What commands that answer with figures share: one JSON object or a text, and an exit status that says how it went."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand


class AnsweringCommand(BaseCommand):
    """Exit status: 0 all went well, 2 it was done and something is to be looked at, 3 interrupted, 1 nothing done."""

    def add_json(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="Print the result as one JSON object.")

    def answer(self, options: dict[str, Any], result: dict[str, Any], text: str) -> None:
        """Print the result; `error` is among it in JSON whatever happened."""
        if options["json"]:
            self.stdout.write(json.dumps({"error": None} | result, indent=2))
        elif options["verbosity"] > 0:
            self.stdout.write(text)

    def fail(self, options: dict[str, Any], status: int, sentence: str) -> None:
        """Say what went wrong in one sentence and end."""
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence}))
        self.stderr.write(self.style.ERROR(sentence))
        raise SystemExit(status)
