"""Counts of the votes of each campaign by unit and by person, filled from the votes that lie mixed."""

import uuid
from collections import Counter

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Q

LAST_MIXED = uuid.UUID(int=2**96 - 1)


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    cast, spread = apps.get_model("votes", "Cast"), apps.get_model("votes", "Spread")
    mixed = apps.get_model("votes", "Vote").objects.using(database).filter(pk__lte=LAST_MIXED).order_by()
    for campaign in apps.get_model("ideas", "Campaign").objects.using(database).order_by("pk").values_list("pk", flat=True):
        rows = mixed.filter(idea__campaign=campaign).values_list("voter", "unit_id").annotate(number=Count("pk"))
        units, voters = Counter(), Counter()
        for voter, unit, number in rows.iterator():
            units[unit] += number
            voters[bytes(voter)] += number
        if not units:
            continue
        people = {str(number): count for number, count in Counter(voters.values()).items()}
        cast.objects.using(database).bulk_create(
            [cast(campaign_id=campaign, unit_id=unit, votes=number) for unit, number in units.items()]
        )
        spread.objects.using(database).create(campaign_id=campaign, people=people)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_search"), ("people", "0001_initial"), ("votes", "0005_tally_earlier")]

    operations = [
        migrations.CreateModel(
            name="Spread",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="spread",
                        serialize=False,
                        to="ideas.campaign",
                    ),
                ),
                ("people", models.JSONField(default=dict)),
                ("recount", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Cast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("votes", models.IntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cast",
                        to="ideas.campaign",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "unit"), name="one_cast_a_unit"),
                    models.UniqueConstraint(
                        condition=Q(unit=None), fields=("campaign",), name="one_cast_without_unit"
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
