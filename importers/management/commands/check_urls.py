"""Ask this site for old addresses and print what became of each."""

from argparse import ArgumentParser
from typing import Any

from importers.address_lists import addresses_in
from importers.checking import check
from importers.management.commanding import ReportingCommand, progress_bar
from importers.reporting import Unusable


class Command(ReportingCommand):
    help = (
        "Print the fate of old addresses; fail when one leads nowhere, by a chain or in a loop. Writes nothing. "
        "Exit status: 0 all lead to their page at once or by one redirect; 2 some do not, or the file was cut; "
        "1 the file names no address."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the form of the output."""
        parser.add_argument(
            "file", metavar="FILE", help="Addresses, one a line or in a table's first column; a sitemap; an export."
        )
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the fates."""
        try:
            addresses = addresses_in(options["file"])
        except Unusable as error:
            self.fail(options, 1, str(error))
        with progress_bar(" addresses", hidden=options["json"]) as progress:
            fates = check(addresses.found, progress, addresses.fault)
        if options["json"]:
            self.print_json(fates.as_dict())
        else:
            self.stdout.write("\n".join(fates.as_lines()))
        self.finish(fates.exit_status, fates.fault)
