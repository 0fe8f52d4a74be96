from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0002_merges_moves_suggestions")]

    operations = [
        migrations.AddField(
            model_name="merge",
            name="status",
            field=models.CharField(default="open", help_text="Of the idea, before it was merged.", max_length=20),
        ),
    ]
