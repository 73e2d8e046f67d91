"""A repair knows its place in the text as that was before all repairs; an older one has its quote alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0023_pages_of_attachments")]

    operations = [
        migrations.AddField("textrepair", "offset", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("textrepair", "origin", models.BigIntegerField(editable=False, null=True)),
    ]
