"""Says by which row of taking part each person is heard, and how many are heard by unit.

Of those who took part before, the row of the earliest day is the first; until now they were counted by it too.
"""

from django.db import migrations, models
from django.db.models import Count, Q

FIRST = """
UPDATE ideas_takenpart SET is_first = TRUE WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY campaign_id, user_id ORDER BY "on", unit_id, id) AS place
    FROM ideas_takenpart
  ) AS days WHERE place = 1
)
"""


def name_first(apps, schema_editor):
    schema_editor.execute(FIRST)


def count_heard(apps, schema_editor):
    database = schema_editor.connection.alias
    rows = apps.get_model("ideas", "TakenPart").objects.using(database).filter(is_first=True).order_by()
    by_campaign = {}
    for campaign, unit, number in rows.values_list("campaign_id", "unit_id").annotate(number=Count("pk")):
        by_campaign.setdefault(campaign, {})["" if unit is None else str(unit)] = number
    heard = apps.get_model("ideas", "Heard")
    heard.objects.using(database).bulk_create(
        [heard(campaign_id=campaign, people=people, is_mixed=False) for campaign, people in by_campaign.items()]
    )


class Migration(migrations.Migration):
    dependencies = [("ideas", "0006_receipts")]

    operations = [
        migrations.AddField(
            model_name="takenpart",
            name="is_first",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(name_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="takenpart",
            constraint=models.UniqueConstraint(
                condition=Q(is_first=True), fields=("campaign", "user"), name="heard_once"
            ),
        ),
        migrations.AddIndex(
            model_name="takenpart",
            index=models.Index(condition=Q(is_first=True), fields=["campaign", "unit"], name="taken_part_first"),
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="heard",
                        serialize=False,
                        to="ideas.campaign",
                    ),
                ),
                ("people", models.JSONField(default=dict)),
                (
                    "is_mixed",
                    models.BooleanField(
                        default=True, help_text="Whether the rows of taking part lie in random order."
                    ),
                ),
            ],
        ),
        migrations.RunPython(count_heard, migrations.RunPython.noop),
    ]
