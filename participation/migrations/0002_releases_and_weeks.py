"""Keeps every release, and how many people were active in each week.

Of the days that were counted before, the rows of taking part still tell who was active. How many votes each unit had
cast by each day is not kept any longer (docs/decisions/0028).
"""

from collections import defaultdict
from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

BATCH = 1000


def keep_releases(apps, schema_editor):
    database = schema_editor.connection.alias
    release = apps.get_model("participation", "Release")
    for summary in apps.get_model("participation", "Summary").objects.using(database).filter(release__gt=0):
        summary.latest = release.objects.using(database).create(
            campaign_id=summary.campaign_id,
            number=summary.release,
            released_at=summary.released_at or timezone.now(),
            figures=summary.figures,
        )
        summary.save(update_fields=["latest"])


def put_releases_back(apps, schema_editor):
    database = schema_editor.connection.alias
    rows = apps.get_model("participation", "Summary").objects.using(database).select_related("latest")
    for summary in rows.filter(latest__isnull=False):
        summary.release, summary.released_at = summary.latest.number, summary.latest.released_at
        summary.figures = summary.latest.figures
        summary.save(update_fields=["release", "released_at", "figures"])


def count_active(apps, schema_editor):
    database = schema_editor.connection.alias
    snapshot = apps.get_model("participation", "Snapshot")
    campaigns = apps.get_model("ideas", "Campaign").objects.using(database)
    for campaign in campaigns.filter(pk__in=snapshot.objects.using(database).values("campaign_id")):
        start = timezone.localdate(campaign.listens_at)
        people = defaultdict(set)  # (unit, day) to the people who took part then and from there
        rows = apps.get_model("ideas", "TakenPart").objects.using(database).filter(campaign=campaign)
        for unit, user, on in rows.values_list("unit_id", "user_id", "on").iterator():
            people[unit, on].add(user)
        changed = []
        for row in snapshot.objects.using(database).filter(campaign=campaign).iterator():
            week = start + timedelta(weeks=(row.day - start).days // 7)
            days = [week + timedelta(days=day) for day in range((row.day - week).days + 1)]
            row.active = len(set().union(*(people.get((row.unit_id, day), set()) for day in days)))
            changed.append(row)
        snapshot.objects.using(database).bulk_update(changed, ["active"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_first_rows_of_taking_part"), ("participation", "0001_initial"), ("votes", "0006_cast")]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("released_at", models.DateTimeField()),
                ("figures", models.JSONField(default=dict)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="ideas.campaign"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "number"), name="one_release_a_number")
                ],
            },
        ),
        migrations.AddField(
            model_name="summary",
            name="latest",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="participation.release",
            ),
        ),
        migrations.AddField(model_name="summary", name="rebuilt_at", field=models.DateTimeField(null=True, help_text="When it was last counted from the beginning.")),
        migrations.AddField(model_name="summary", name="progress", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField(
            model_name="summary",
            name="heard",
            field=models.PositiveIntegerField(default=0, help_text="People heard, as of the latest release."),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="summary_progress_is_per_cent"
            ),
        ),
        migrations.AddField(
            model_name="snapshot", name="active", field=models.PositiveIntegerField(db_default=0, default=0)
        ),
        migrations.RemoveField(model_name="snapshot", name="votes"),
        migrations.AddIndex(
            model_name="snapshot", index=models.Index(fields=["campaign", "day"], name="snapshot_by_day")
        ),
        migrations.RunPython(keep_releases, put_releases_back),
        migrations.RunPython(count_active, migrations.RunPython.noop),
    ]
