from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0008_captures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "base_manager_name": "objects",
                "ordering": ["-pk"],
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="went_on",
            field=models.TextField(blank=True, default="", editable=False),
        ),
    ]
