"""Words that letters are lost from stand among the repairs, until somebody corrects them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0017_forms_of_repairs"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="textrepair",
            name="textrepair_level_known",
        ),
        migrations.RemoveConstraint(
            model_name="textrepair",
            name="textrepair_state_known",
        ),
        migrations.AlterField(
            model_name="textrepair",
            name="level",
            field=models.CharField(
                choices=[("certain", "certain"), ("likely", "likely"), ("guess", "guess"), ("lost", "beyond repair")],
                max_length=10,
                verbose_name="level",
            ),
        ),
        migrations.AlterField(
            model_name="textrepair",
            name="state",
            field=models.CharField(
                choices=[
                    ("applied", "applied"),
                    ("proposed", "proposed"),
                    ("open", "to correct by hand"),
                    ("reverted", "reverted"),
                ],
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="textrepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["certain", "likely", "guess", "lost"])), name="textrepair_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="textrepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["applied", "proposed", "open", "reverted"])),
                name="textrepair_state_known",
            ),
        ),
    ]
