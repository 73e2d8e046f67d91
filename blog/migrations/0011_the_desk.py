"""What the moderation desk needs: kept counts, the words of feedback, notes about authors. No index costs more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Words of feedback, folded: no model's table, since each database has a kind of its own for them.
FTS5 = "CREATE VIRTUAL TABLE blog_feedbackwords USING fts5(name, rest, tokenize='ascii', columnsize=0)"
VECTORS = "CREATE TABLE blog_feedbackwords (feedback_id bigint PRIMARY KEY, words tsvector NOT NULL)"
VECTOR_INDEX = "CREATE INDEX blog_feedbackwords_words ON blog_feedbackwords USING gin (words)"


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(VECTORS)
        schema_editor.execute(VECTOR_INDEX)
    else:
        schema_editor.execute(FTS5)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE blog_feedbackwords")


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0010_moderation_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.CharField(
                        db_index=True, help_text="As blog.authorship has it.", max_length=300, verbose_name="author"
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
            ],
            options={
                "verbose_name": "note about an author",
                "verbose_name_plural": "notes about authors",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FeedbackCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("approved", "approved"),
                            ("spam", "spam"),
                            ("trash", "trash"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("seat", models.BigIntegerField(default=0, verbose_name="seat")),
                ("number", models.BigIntegerField(verbose_name="number")),
            ],
            options={
                "verbose_name": "kept count",
                "verbose_name_plural": "kept counts",
            },
        ),
        migrations.CreateModel(
            name="UnindexedFeedback",
            fields=[
                ("feedback_id", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "feedback to be indexed",
                "verbose_name_plural": "feedback to be indexed",
            },
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.AlterField(
            model_name="feedback",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback",
                to="blog.post",
                verbose_name="post",
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="status",
            field=models.CharField(
                choices=[("pending", "pending"), ("approved", "approved"), ("spam", "spam"), ("trash", "trash")],
                default="pending",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["submitted_at", "id"], name="feedback_by_date"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("score", 0), _negated=True),
                fields=["status", "-score", "-id"],
                name="feedback_by_score",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("kind", "comment"), _negated=True),
                fields=["status", "-id"],
                name="feedback_mentions",
            ),
        ),
        migrations.AddField(
            model_name="authornote",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="author_notes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackcount",
            constraint=models.UniqueConstraint(fields=("kind", "status", "seat"), name="feedbackcount_unique"),
        ),
    ]
