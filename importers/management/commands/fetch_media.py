"""Fetch the files of attachments that are wanted, as a worker does in the background."""

from argparse import ArgumentParser
from typing import Any

from blog import retrieving
from blog.models import Attachment, Source
from blog.text.wording import reason
from importers.interrupting import Interruption
from importers.management.commanding import ReportingCommand


class Command(ReportingCommand):
    help = (
        "Fetch the files of attachments from their old addresses: those that an import with --fetch-media wished for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which files to fetch."""
        parser.add_argument("--source", default="", metavar="SLUG", help="Only those of this blog.")
        parser.add_argument("--retry", action="store_true", help="Try again what could not be fetched before.")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch, and say what came and what did not."""
        source = Source.objects.filter(slug=options["source"]).first() if options["source"] else None
        if options["source"] and source is None:
            self.fail(options, 1, f"There is no source called “{options['source']}”.")
        if options["retry"]:
            retrieving.retry(Attachment.objects.filter(source=source) if source else Attachment.objects.all())
        interruption = Interruption()
        with interruption.listening():
            interruption.deferred = True
            try:
                result = retrieving.fetch_wanted(source, interruption.check)
            except KeyboardInterrupt:
                self.fail(options, 3, "Interrupted; what was fetched is kept, and running again continues.")
            except OSError as error:
                self.fail(options, 3, f"What was fetched cannot be stored: {reason(error)}.")
        found = result.as_dict()
        self.answer(options, found, as_text(found))
        self.finish(3 if result.error else 2 if result.failures else 0, result.error)


def as_text(result: dict[str, Any]) -> str:
    """Return what came and what did not in lines."""
    counts = f"Fetched {result['fetched']}, failed {result['failed']}, waiting {result['waiting']}."
    return "\n".join([counts, *(f"  {failure['url']}: {failure['reason']}" for failure in result["failures"])])
