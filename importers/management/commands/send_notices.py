"""Send the moderators the letters that are due."""

from typing import Any

from blog import notices
from importers.management.commanding import ReportingCommand


class Command(ReportingCommand):
    help = "Tell the moderators who want to hear of it what waits; a worker does it by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        try:
            sent = notices.send_due()
        except OSError as problem:
            self.finish(1, f"The mail server did not take all: {problem}.")
            return
        if options["verbosity"] > 0:
            self.stdout.write(f"Sent {sent}.")
