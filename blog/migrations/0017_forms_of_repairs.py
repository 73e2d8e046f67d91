"""A number for each garbled form, and the index by which the encoding doctor groups repairs."""

import hashlib

from django.db import migrations, models

import blog.models.text_repair

AT_ONCE = 2000


def number_forms(apps, schema_editor):
    """Number the forms of the repairs that are here."""
    repair = apps.get_model("blog", "TextRepair")
    rows = repair.objects.using(schema_editor.connection.alias).order_by("pk")
    rows = rows.values_list("pk", "before", "after", "level")
    table = schema_editor.quote_name(repair._meta.db_table)
    last = 0
    while page := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = page[-1][0]
        numbers = [(number(*said), pk) for pk, *said in page]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET form = %s WHERE id = %s", numbers)  # noqa: S608


def number(*said):
    digest = hashlib.blake2b("\0".join(said).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0016_who_holds_a_block"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="textrepair",
            name="form",
            field=blog.models.text_repair.FormField(default=0, editable=False),
        ),
        migrations.RunPython(number_forms, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="textrepair",
            index=models.Index(
                fields=["reading", "form", "level", "state", "content_type", "object_id", "id"], name="textrepair_form"
            ),
        ),
    ]
