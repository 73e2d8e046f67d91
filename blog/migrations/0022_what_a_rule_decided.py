"""The index of what a rule decided holds what the time of sending is made of: the desk reads it alone."""

from django.db import migrations, models

from blog.models.sent import Sent

INDEX = models.Index(
    models.F("decided_by"),
    models.OrderBy(Sent(), descending=True),
    models.OrderBy(models.F("id"), descending=True),
    models.F("submitted_at"),
    models.F("submitted_text"),
    condition=~models.Q(decided_by=""),
    name="feedback_decided_by",
)


class Migration(migrations.Migration):
    dependencies = [("blog", "0021_order_by_time")]

    operations = [
        migrations.RemoveIndex(model_name="feedback", name="feedback_decided_by"),
        migrations.AddIndex(model_name="feedback", index=INDEX),
    ]
