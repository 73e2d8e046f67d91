from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0009_what_a_run_went_on_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="filled",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
