"""Send the moderators the letters that are due."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from blog import notices
from blog.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    help = "Tell the moderators who want to hear of it what waits; a worker does it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to wait."""
        parser.add_argument("--now", action="store_true", help="Send what is held back too.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, say how many, and what has to wait."""
        try:
            sent = notices.send_due(at_once=options["now"])
        except OSError as problem:
            self.finish(1, f"The mail server did not take all: {problem}. With --now it is tried again at once.")
            return
        if options["verbosity"] > 0:
            self.stdout.write(f"Sent {sent}.{self._held_back()}")

    def _held_back(self) -> str:
        held = [notices.next_letter(choice) for choice in notices.held_back()]
        if not held:
            return ""
        first = timezone.localtime(min(held))
        return f" {len(held)} held back, the next until {first:%Y-%m-%d %H:%M}: --now sends at once."
