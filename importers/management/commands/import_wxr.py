"""Import WordPress exports (WXR)."""

from argparse import ArgumentParser

from importers.management.commanding import ImportCommand


class Command(ImportCommand):
    help = "Import WordPress exports (WXR)."
    reader = "wxr"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what only these files have."""
        super().add_arguments(parser)
        parser.add_argument(
            "--post-types",
            metavar="LIST",
            help="Types kept as posts beside posts, pages and attachments, separated by commas; else all with text.",
        )
        parser.add_argument(
            "--taxonomy",
            action="append",
            default=[],
            metavar="NAME=tag|category",
            help="Take another taxonomy for tags or categories; may be said several times.",
        )
