"""The desk goes by the time at which feedback was sent: indexes that have it in that order, and by score beneath it."""

import django.db.models.functions.text
from django.db import migrations, models

from blog.models.sent import Sent

KEYS = (models.OrderBy(Sent(), descending=True), models.OrderBy(models.F("id"), descending=True))
BY_EMAIL = ("status", "kind", "score", "author_email", "submitted_at", "submitted_text")
INDEXES = (
    models.Index(models.F("status"), *KEYS, name="feedback_queue"),
    models.Index(*KEYS, name="feedback_sent"),
    models.Index(
        django.db.models.functions.text.Lower("author_email"),
        *KEYS,
        *(models.F(name) for name in BY_EMAIL),
        name="feedback_by_email",
    ),
    models.Index(
        models.F("status"), models.OrderBy(models.F("score"), descending=True), *KEYS, name="feedback_by_score"
    ),
    models.Index(models.F("status"), *KEYS, condition=~models.Q(kind="comment"), name="feedback_mentions"),
    models.Index(models.F("decided_by"), *KEYS, condition=~models.Q(decided_by=""), name="feedback_decided_by"),
)


class Migration(migrations.Migration):
    dependencies = [("blog", "0020_what_a_person_sent")]

    operations = [
        *(
            migrations.RemoveIndex(model_name="feedback", name=index.name)
            for index in INDEXES
            if index.name != "feedback_sent"
        ),
        *(migrations.AddIndex(model_name="feedback", index=index) for index in INDEXES),
    ]
