"""When a curator read an author's answer, whether an idea fits a theme, and no text of ideas in suggestions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0004_undone_moves")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="read_at",
            field=models.DateTimeField(help_text="When a curator noted that the answer was read.", null=True),
        ),
        # Without a default the way back could not fill it.
        migrations.AlterField(
            model_name="suggestion",
            name="title",
            field=models.CharField(default="", max_length=120),
        ),
        migrations.RemoveField(model_name="suggestion", name="title"),
        migrations.AddField(
            model_name="likeliest",
            name="fits",
            field=models.BooleanField(
                default=False, help_text="Whether the first is likely enough to be told to curators."
            ),
        ),
    ]
