from django.db import migrations


class Migration(migrations.Migration):
    """What the latest release says stands there alone: two copies could differ."""

    dependencies = [("participation", "0002_releases_and_weeks")]

    operations = [
        migrations.RemoveField(model_name="summary", name="release"),
        migrations.RemoveField(model_name="summary", name="released_at"),
        migrations.RemoveField(model_name="summary", name="figures"),
    ]
