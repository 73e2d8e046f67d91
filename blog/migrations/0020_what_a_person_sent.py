"""All that the desk asks of what a person sent stands in the index of their address."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0019_notices_of_returns")]

    operations = [
        migrations.RemoveIndex(model_name="feedback", name="feedback_by_email"),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                django.db.models.functions.text.Lower("author_email"),
                models.OrderBy(models.F("id"), descending=True),
                models.F("status"),
                models.F("kind"),
                models.F("score"),
                models.F("author_email"),
                name="feedback_by_email",
            ),
        ),
    ]
