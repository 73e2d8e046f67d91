"""Import scraped pages, saved as HTML or as bare text."""

from importers.management.commanding import ImportCommand


class Command(ImportCommand):
    help = "Import scraped pages, saved as HTML or as bare text."
    reader = "pages"
