"""Looks at the sources of mentions that are due: what a worker does by itself."""

from argparse import ArgumentParser
from typing import Any

from blog.management.answering import AnsweringCommand
from blog.mentions import queueing
from blog.models import Mention


class Command(AnsweringCommand):
    help = "Look at the pages that are said to mention posts, as far as they are due, and say how many are left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the output."""
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say at how many."""
        looked = queueing.look_at_due()
        left = Mention.objects.waiting().count()
        self.answer(options, {"looked_at": looked, "left": left}, f"{looked} looked at, {left} to be looked at later.")
