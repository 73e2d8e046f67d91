"""An attachment that stood on no post may have a page of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0022_what_a_rule_decided")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="has_page",
            field=models.BooleanField(
                default=False,
                help_text="It stands on no post. While its file is not here, a page says what it was.",
                verbose_name="has a page of its own",
            ),
        ),
    ]
