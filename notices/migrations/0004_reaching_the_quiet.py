"""Messages of which nothing is left once they were sent."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_digests'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='leaves_nothing',
            field=models.BooleanField(db_default=False, default=False, help_text='The row is removed as soon as it was sent or given up.'),
        ),
    ]
