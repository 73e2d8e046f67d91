"""Imports for tests: small exports stored through the whole pipeline, and what the database then holds."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from importers.models import ImportRun
from importers.running import Options, run_import
from tests.importers.readers.exports import comment, export, item

TABLES_OF_THE_RUN = {"importers_importrun", "django_session", "django_migrations"}
# Kept by the database itself, or there from its beginning.
TABLES_OF_THE_RUN |= {"blog_feedbackcount", "blog_unindexedfeedback", "blog_moderationrule"}


class Shelf:
    """A folder with one export, imported as often as a test likes."""

    def __init__(self, folder):
        self.path = folder / "export.xml"

    def write(self, *parts):
        self.path.write_bytes(export(*parts))
        return self

    def run(self, *parts, **options):
        """Import, with new content if given, and return the report."""
        if parts:
            self.write(*parts)
        return run_import([self.path], "wxr", Options(**options))


def thread():
    """A post with a comment and, before it, the answer to it."""
    return item(7, extra=comment(2, parent=1) + comment(1))


def counts(report, kind):
    """Return a kind's counts that are not zero, "seen" left out."""
    row = report.as_dict()["kinds"][kind]
    return {name: number for name, number in row.items() if number and name != "seen"}


def codes(report):
    return [issue.code for issue in report.issues]


def dump(*, without=("first_run_id", "run_id")):
    """Return all rows of all tables of ours but the runs, keys of runs left out."""
    tables = {}
    for model in apps.get_models():
        if model._meta.db_table in TABLES_OF_THE_RUN or model is ContentType or model is ImportRun:
            continue
        if model._meta.app_label not in ("blog", "importers", "modelsearch", "taggit"):
            continue
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in without]
        rows = model._base_manager.values_list(*names)
        tables[model._meta.db_table] = sorted(
            repr([bytes(value) if isinstance(value, memoryview) else value for value in row]) for row in rows
        )
    return tables
