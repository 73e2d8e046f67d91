"""Import exports of Movable Type, and of TypePad, which writes the same format."""

from importers.management.commanding import ImportCommand


class Command(ImportCommand):
    help = "Import exports of Movable Type and TypePad."
    reader = "movable_type"
