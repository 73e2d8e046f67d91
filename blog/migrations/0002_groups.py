"""The groups of DESIGN.md §4: Editor, Translator, Moderator, each with what it may do in the admin.

Running it again adds what is missing and takes nothing away, so that a site may give its groups more.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ("view", "add", "change", "delete")
NOUNS = ("source", "author", "category", "tag", "attachment", "legacyurl")

# Group, then model, then the verbs. `translate` on a post lets its holder make translations and edit those only.
GROUPS = {
    "Editor": {
        "post": (*EVERYTHING, "translate"),
        "translationnote": EVERYTHING,
        "comment": ("view", "change", "delete"),
        "trackback": ("view", "change", "delete"),
        "moderationevent": ("view",),
        "textrepair": ("view", "change"),
        **dict.fromkeys(NOUNS, EVERYTHING),
    },
    "Translator": {
        "post": ("view", "translate"),
        "translationnote": ("view", "add", "change", "delete"),
        **dict.fromkeys(("source", "author", "category", "tag", "attachment"), ("view",)),
    },
    "Moderator": {
        "post": ("view",),
        "comment": ("view", "change"),
        "trackback": ("view", "change"),
        "moderationevent": ("view",),
        **dict.fromkeys(("source", "author"), ("view",)),
    },
}


def create_groups(apps, schema_editor):
    """Create the groups and give them their permissions, which Django itself would make only after all migrations."""
    create_permissions(installed.get_app_config("blog"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, allowed in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = [f"{verb}_{model}" for model, verbs in allowed.items() for verb in verbs]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="blog", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
