"""Write all that is stored of one person."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from blog import persons
from blog.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Print as JSON all that is stored of whoever sent feedback under an e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, and a file."""
        parser.add_argument("email", help="The address, as the person gave it.")
        parser.add_argument("--output", metavar="FILE", help="Write to this file, which must not be there yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Gather, and print or write."""
        try:
            text = json.dumps(persons.export(options["email"]), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            if not options["output"]:
                self.stdout.write(text)
                return
            with Path(options["output"]).open("x", encoding="utf-8") as file:
                file.write(text + "\n")
        except ValueError as problem:
            self.finish(1, str(problem))
        except FileExistsError:
            self.finish(1, f"There is a file {options['output']} already; it was left as it is.")
        except OSError as problem:
            self.finish(1, f"The file {options['output']} cannot be written: {problem.strerror}.")
