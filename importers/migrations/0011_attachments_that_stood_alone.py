"""Attachments that stood on no post are read again by the next import: whether they had a page was not noted before."""

from django.db import migrations


def read_again(apps, schema_editor):
    """Let what the file says of them be news, once."""
    items = apps.get_model("importers", "ImportedItem").objects.using(schema_editor.connection.alias)
    alone = items.filter(kind="attachment", tombstone="").exclude(points_to__has_key="post")
    alone.exclude(written__has_key="has_page").update(content_hash="")


class Migration(migrations.Migration):
    dependencies = [("importers", "0010_what_a_run_filled_in")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
