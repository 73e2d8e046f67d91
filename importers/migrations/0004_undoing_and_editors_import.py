"""Undoing from the admin shows how far it has come, and editors may import."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_editors_import(apps, schema_editor):
    create_permissions(installed.get_app_config("importers"), verbosity=0, apps=apps)
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    Permission = apps.get_model("auth", "Permission")
    allowed = ("view_importissue", "add_importrun")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="importers", codename__in=allowed))


class Migration(migrations.Migration):
    dependencies = [("importers", "0003_issues_and_progress")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="undoing",
            field=models.BooleanField(default=False, help_text="Its undoing is asked for, or is on its way."),
        ),
        migrations.AddField(
            model_name="importrun",
            name="items_total",
            field=models.PositiveIntegerField(default=0, help_text="How many changes are to be undone."),
        ),
        migrations.RunPython(let_editors_import, migrations.RunPython.noop),
    ]
