"""Import WordPress exports (WXR)."""

from argparse import ArgumentParser

from importers.management.commanding import ImportCommand, add_asking_options


class Command(ImportCommand):
    help = "Import WordPress exports (WXR)."
    reader = "wxr"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what only these files have."""
        super().add_arguments(parser)
        add_asking_options(parser)
