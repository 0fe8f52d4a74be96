import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VERBS = [
    ("place", "put into a theme"),
    ("merge", "merged"),
    ("unmerge", "taken apart"),
    ("status", "status set"),
    ("accept", "suggestion accepted"),
    ("split", "theme split"),
    ("start", "theme started"),
    ("reword", "theme reworded"),
    ("order", "theme moved"),
    ("dissolve", "theme dissolved"),
    ("dismiss", "suggestion dismissed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0003_merge_status"),
        ("ideas", "0004_talk_moderation_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="move",
            name="undoes",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="undone_by", to="curation.move"
            ),
        ),
        migrations.AlterField(model_name="move", name="verb", field=models.CharField(choices=VERBS, max_length=20)),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                condition=models.Q(("undoes", None), ("undone_at", None)),
                fields=["campaign", "by", "-id"],
                name="moves_to_undo",
            ),
        ),
    ]
