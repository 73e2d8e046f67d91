"""The filter that learns from decisions, its proposals, and its rule, which is off until it is switched on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

POSITION = 35  # behind what moderators block, before what is held for other reasons


def create_rule(apps, schema_editor):
    rule = {"kind": "learned", "verdict": "spam", "position": POSITION, "enabled": False}
    apps.get_model("blog", "ModerationRule").objects.get_or_create(name="learned", defaults=rule)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0014_journal_and_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trained_at", models.DateTimeField(auto_now_add=True, verbose_name="trained")),
                ("spam", models.PositiveIntegerField(verbose_name="examples of spam")),
                ("approved", models.PositiveIntegerField(verbose_name="examples of approved feedback")),
                ("is_proven", models.BooleanField(default=False, verbose_name="precision proven")),
                ("last_event", models.BigIntegerField(default=0, verbose_name="last decision")),
                ("report", models.JSONField(default=dict, verbose_name="measurements")),
                ("weights", models.BinaryField(help_text="JSON, compressed.", verbose_name="weights")),
            ],
            options={
                "verbose_name": "learned filter",
                "verbose_name_plural": "learned filters",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SpamProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("declined", "declined")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("comment", "comment"),
                            ("trackback", "trackback"),
                            ("pingback", "pingback"),
                            ("webmention", "webmention"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "campaign",
                    models.CharField(
                        blank=True,
                        help_text="The host or word that many proposals have in common.",
                        max_length=100,
                        verbose_name="campaign",
                    ),
                ),
                ("probability", models.FloatField(verbose_name="probability")),
                ("finding", models.JSONField(default=dict, verbose_name="what the filter found")),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "feedback",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spam_proposal",
                        to="blog.feedback",
                        verbose_name="feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of the filter",
                "verbose_name_plural": "proposals of the filter",
                "ordering": ["-probability", "pk"],
                "indexes": [models.Index(fields=["state", "kind", "campaign"], name="spam_proposal_groups")],
            },
        ),
        migrations.RunPython(create_rule, migrations.RunPython.noop),
    ]
