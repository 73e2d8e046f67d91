"""What commands share that end with figures: one JSON object or a text, and an exit status that says how it went."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.db.models import Model

from blog.models import Post
from blog.text.wording import reason


class AnsweringCommand(BaseCommand):
    """Exit status: 0 all went well, 2 it was done and something is to be looked at, 3 stopped early, 1 nothing done."""

    requires_system_checks = []
    works_on: type[Model] | None = Post  # whose table is there once the database is prepared; None needs no database

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make mistakes on the command line end with 1: with 2 something was done."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            self.fail({"json": "--json" in sys.argv}, 1, f"{message[:1].upper()}{message[1:]}.")

        if parser.called_from_command_line:
            parser.error = refuse  # type: ignore[method-assign]
        return parser

    def add_json(self, parser: ArgumentParser) -> None:
        """Take the form of the output."""
        parser.add_argument("--json", action="store_true", help="Print the result as one JSON object.")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Say so when there is no database to work with, before anything else."""
        if self.works_on is not None:
            try:
                prepared = self.works_on._meta.db_table in connection.introspection.table_names()
            except DatabaseError as error:
                self.fail(options, 1, unusable(error))
            if not prepared:
                self.fail(options, 1, "The database is not prepared yet: run manage.py migrate first.")
        return super().execute(*args, **options)

    def answer(self, options: dict[str, Any], result: dict[str, Any], text: str) -> None:
        """Print the result; `error` is among it in JSON whatever happened."""
        if options["json"]:
            self.print_json(result | {"error": result.get("error")})
        elif options["verbosity"] > 0:
            self.stdout.write(text)

    def fail(self, options: dict[str, Any], status: int, sentence: str) -> NoReturn:
        """Say what went wrong, where nothing else is to be said, and end."""
        if options.get("json"):
            self.print_json(self.failure(sentence))
        self.finish(status, sentence)
        raise AssertionError

    def failure(self, sentence: str) -> Any:
        """Return what `--json` prints when nothing was done."""
        return {"error": sentence}

    def finish(self, status: int, error: str | None = None) -> None:
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


def unusable(error: DatabaseError) -> str:
    """Return the sentence on a database that does not answer as it should."""
    return f"The database cannot be used: {reason(error)}."
