"""Import folders of posts with a YAML header, as Jekyll keeps them."""

from importers.management.commanding import ImportCommand


class Command(ImportCommand):
    help = "Import folders of posts with a YAML header, as Jekyll keeps them."
    reader = "front_matter"
