from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("votes", "0004_wordings")]

    operations = [
        migrations.AddField(model_name="tally", name="earlier", field=models.JSONField(null=True)),
    ]
