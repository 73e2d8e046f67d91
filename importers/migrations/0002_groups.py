"""Let editors read what imports did. The groups themselves are made by the blog."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_read(apps, schema_editor):
    create_permissions(installed.get_app_config("importers"), verbosity=0, apps=apps)
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    Permission = apps.get_model("auth", "Permission")
    editors.permissions.add(
        *Permission.objects.filter(content_type__app_label="importers", codename__startswith="view_")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0001_initial"),
        ("blog", "0002_groups"),
    ]

    operations = [migrations.RunPython(let_editors_read, migrations.RunPython.noop)]
