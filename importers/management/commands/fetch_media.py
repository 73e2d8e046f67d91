"""Fetch the files of attachments that are wanted, as a worker does in the background."""

from argparse import ArgumentParser
from typing import Any, NoReturn

from blog import retrieving
from blog.models import Attachment, Source
from importers.interrupting import Interruption
from importers.loading import reason
from importers.management.commanding import ReportingCommand


class Command(ReportingCommand):
    help = (
        "Fetch the files of attachments from their old addresses: those that an import with --fetch-media wished for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which files to fetch."""
        parser.add_argument("--source", default="", metavar="SLUG", help="Only those of this blog.")
        parser.add_argument("--retry", action="store_true", help="Try again what could not be fetched before.")
        parser.add_argument("--json", action="store_true", help="Print the result as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch, and say what came and what did not."""
        source = Source.objects.filter(slug=options["source"]).first() if options["source"] else None
        if options["source"] and source is None:
            self.stop(options, f"There is no source called “{options['source']}”.", status=1)
        if options["retry"]:
            retrieving.retry(Attachment.objects.filter(source=source) if source else Attachment.objects.all())
        interruption = Interruption()
        with interruption.listening():
            interruption.deferred = True
            try:
                result = retrieving.fetch_wanted(source, interruption.check)
            except KeyboardInterrupt:
                self.stop(options, "Interrupted; what was fetched is kept, and running again continues.")
            except OSError as error:
                self.stop(options, f"What was fetched cannot be stored: {reason(error)}.")
        self.show(result.as_dict(), options)
        self.finish(3 if result.error else 2 if result.failures else 0, result.error)

    def stop(self, options: dict[str, Any], sentence: str, status: int = 3) -> NoReturn:
        """End early."""
        if options["json"]:
            self.print_json(self.failure(sentence))
        self.finish(status, sentence)
        raise AssertionError

    def show(self, result: dict[str, Any], options: dict[str, Any]) -> None:
        """Print the result as JSON or as text."""
        if options["json"]:
            self.print_json(result)
        elif options["verbosity"] > 0:
            self.stdout.write(f"Fetched {result['fetched']}, failed {result['failed']}, waiting {result['waiting']}.")
            for failure in result["failures"]:
                self.stdout.write(f"  {failure['url']}: {failure['reason']}")
