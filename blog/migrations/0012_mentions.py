"""Mentions that other sites announced, which moderators and editors may look up."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

# Whoever deletes a post deletes what was announced for it.
GROUPS = {"Editor": ("view", "delete"), "Moderator": ("view",)}


def let_groups_look(apps, schema_editor):
    create_permissions(installed.get_app_config("blog"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, verbs in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = [f"{verb}_mention" for verb in verbs]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="blog", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0011_the_desk"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalpost",
            name="trackbacks_open",
            field=models.BooleanField(
                default=False,
                help_text="Other sites may announce that they mention it. Closed on imported posts until opened.",
                verbose_name="trackbacks, pingbacks and webmentions are open",
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="trackbacks_open",
            field=models.BooleanField(
                default=False,
                help_text="Other sites may announce that they mention it. Closed on imported posts until opened.",
                verbose_name="trackbacks, pingbacks and webmentions are open",
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "protocol",
                    models.CharField(
                        choices=[("trackback", "trackback"), ("pingback", "pingback"), ("webmention", "webmention")],
                        max_length=10,
                        verbose_name="protocol",
                    ),
                ),
                ("source_url", models.CharField(max_length=2000, verbose_name="page that mentions")),
                ("source_key", models.CharField(editable=False, max_length=64)),
                ("source_site", models.CharField(editable=False, max_length=255)),
                ("target_url", models.CharField(blank=True, max_length=2000, verbose_name="address that it names")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be verified"),
                            ("verified", "verified"),
                            ("refused", "refused"),
                            ("gone", "gone"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.CharField(blank=True, editable=False, max_length=200)),
                ("problem_values", models.JSONField(blank=True, default=dict, editable=False)),
                ("problem_code", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="next try")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="last try")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="first verified")),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                (
                    "sender_address",
                    models.CharField(blank=True, max_length=64, verbose_name="announced by the IP address"),
                ),
                ("announced_at", models.DateTimeField(verbose_name="announced")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="first announced")),
                (
                    "feedback",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="announcement",
                        to="blog.feedback",
                        verbose_name="feedback",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="blog.post",
                        verbose_name="post",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["-announced_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="mention_queue"
                    ),
                    models.Index(fields=["source_site", "tried_at"], name="mention_site_tried"),
                    models.Index(fields=["-announced_at", "-id"], name="mention_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "source_key"), name="mention_once_per_post_and_source"),
                    models.CheckConstraint(
                        condition=models.Q(("protocol__in", ["trackback", "pingback", "webmention"])),
                        name="mention_protocol_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "verified", "refused", "gone"])),
                        name="mention_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("next_try_at__isnull", False),
                            _connector="OR",
                        ),
                        name="mention_waits_for_a_try",
                    ),
                ],
            },
        ),
        migrations.RunPython(let_groups_look, migrations.RunPython.noop),
    ]
