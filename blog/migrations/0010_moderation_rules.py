"""Rules of moderation, with defaults under which everything waits but what moderators block or write themselves."""

import django.db.models.functions.text
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

# In their order: kind, values, verdict, score, in force.
DEFAULTS = (
    ("staff", {}, "approve", 0.0, True),
    ("blocked_words", {"words": []}, "spam", 5.0, True),
    ("blocked_addresses", {"emails": [], "domains": [], "networks": [], "names": []}, "spam", 5.0, True),
    ("length", {"minimum": 2, "maximum": 10000}, "pending", 0.0, True),
    ("closed", {"days": 0}, "pending", 1.0, True),
    ("repeat", {"times": 1, "minimum": 30}, "pending", 2.0, True),
    (
        "suspect_words",
        {"words": ["casino", "cialis", "levitra", "payday loan", "poker online", "replica watches", "viagra", "xanax"]},
        "pending",
        1.0,
        True,
    ),
    ("too_many_links", {"maximum": 2}, "pending", 1.0, True),
    ("disposable_email", {"more": [], "allowed": []}, "pending", 1.0, True),
    ("rejected_author", {"percent": 50, "minimum": 3}, "pending", 2.0, True),
    ("first_comments", {"number": 1}, "pending", 0.0, True),
    ("known_author", {"number": 1, "rejected": 0}, "approve", -1.0, False),
)
GROUPS = {"Editor": ("view", "add", "change", "delete"), "Moderator": ("view", "add", "change")}


def create_rules(apps, schema_editor):
    rules = apps.get_model("blog", "ModerationRule").objects
    for number, (kind, values, verdict, score, enabled) in enumerate(DEFAULTS, 1):
        known = {
            "kind": kind, "values": values, "verdict": verdict, "score": score, "position": number * 10,
            "enabled": enabled,
        }  # fmt: skip
        rules.get_or_create(name=kind, defaults=known)


def let_groups_rule(apps, schema_editor):
    """Give the groups their permissions, which Django itself would make only after all migrations."""
    create_permissions(installed.get_app_config("blog"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, verbs in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = [f"{verb}_moderationrule" for verb in verbs]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="blog", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("blog", "0009_arrivals_and_closing")]

    operations = [
        migrations.CreateModel(
            name="ModerationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="What the journal and the findings call it.",
                        max_length=80,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=40, verbose_name="kind")),
                ("values", models.JSONField(blank=True, default=dict, editable=False, verbose_name="values")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approve", "approve"),
                            ("pending", "hold"),
                            ("spam", "mark as spam"),
                            ("trash", "trash"),
                            ("", "decide nothing, only count the score"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "score",
                    models.FloatField(
                        default=0.0,
                        help_text="Added to the score of what it finds; the more, the more like spam.",
                        verbose_name="score",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="The first rule that decides wins.", verbose_name="order"
                    ),
                ),
                ("enabled", models.BooleanField(default=True, verbose_name="in force")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "moderation rule",
                "verbose_name_plural": "moderation rules",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                django.db.models.functions.text.Lower("author_email"),
                models.OrderBy(models.F("id"), descending=True),
                name="feedback_by_email",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "approve", "pending", "spam", "trash"])),
                name="rule_verdict_known",
            ),
        ),
        migrations.RunPython(create_rules, migrations.RunPython.noop),
        migrations.RunPython(let_groups_rule, migrations.RunPython.noop),
    ]
