"""Import WordPress exports (WXR)."""

from importers.management.commanding import ImportCommand


class Command(ImportCommand):
    help = "Import WordPress exports (WXR)."
    reader = "wxr"
