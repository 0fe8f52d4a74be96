import django.db.models.deletion
from django.db import migrations, models

import core.text


class Migration(migrations.Migration):
    """Why a unit is likely to be quiet."""

    dependencies = [
        ("ideas", "0007_first_rows_of_taking_part"),
        ("participation", "0003_summary_points_to_its_release"),
        ("people", "0003_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, validators=[core.text.check_text], verbose_name="likely reason")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reasons", to="ideas.campaign"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("campaign", "unit"), name="one_reason_a_unit")],
            },
        ),
    ]
