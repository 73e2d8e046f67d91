"""What is in doubt about scraped pages, and what people decide; editors review."""

import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_editors_review(apps, schema_editor):
    create_permissions(installed.get_app_config("importers"), verbosity=0, apps=apps)
    editors = apps.get_model("auth", "Group").objects.get(name="Editor")
    Permission = apps.get_model("auth", "Permission")
    allowed = ("view_pagereview", "change_pagereview")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="importers", codename__in=allowed))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0005_legacy_urls_of_nouns"),
        ("importers", "0006_what_undo_needs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PageReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("sure", "nothing in doubt"), ("waiting", "waits"), ("reviewed", "reviewed")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "doubts",
                    models.CharField(
                        blank=True, help_text="Names, each between two commas.", max_length=80, verbose_name="why"
                    ),
                ),
                ("layout", models.CharField(blank=True, max_length=32)),
                ("furniture", models.JSONField(blank=True, default=list)),
                ("steps", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=0)),
                ("decided", models.BooleanField(default=False)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="reviewed")),
                (
                    "example",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="importers.pagereview",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="importers.importeditem",
                        verbose_name="page",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="importers.importrun",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="blog.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "page to review",
                "verbose_name_plural": "pages to review",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["state", "id"], name="pagereview_state"),
                    models.Index(fields=["source", "layout"], name="pagereview_layout"),
                ],
            },
        ),
        migrations.RunPython(let_editors_review, migrations.RunPython.noop),
    ]
