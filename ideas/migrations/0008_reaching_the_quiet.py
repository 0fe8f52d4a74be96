"""Extensions, reminders, meetings, and the words of a campaign in further languages."""

import core.text
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0007_first_rows_of_taking_part'),
        ('people', '0002_news_and_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('on', models.DateField(help_text='The day where the campaign is.')),
            ],
        ),
        migrations.AddField(
            model_name='campaign',
            name='extended_at',
            field=models.DateTimeField(editable=False, help_text='When it was last extended.', null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='reminds',
            field=models.BooleanField(db_default=True, default=True, verbose_name='reminds those who have not taken part'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='words',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='idea',
            name='met_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='met_people',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateTimeField(help_text='When listening would have ended.')),
                ('until', models.DateTimeField(help_text='When it ends instead.')),
                ('reason', models.CharField(max_length=500, validators=[core.text.check_text], verbose_name='reason')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_at', models.DateTimeField(help_text='When everybody who is asked had been told.', null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='ideas.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='day of the meeting')),
                ('people', models.PositiveSmallIntegerField(verbose_name='people who were there')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='ideas.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.AddField(
            model_name='idea',
            name='meeting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='ideas.meeting'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('meeting', None), ('met_on', None), ('met_people', None)), models.Q(('author', None), ('author_key', None), ('meeting__isnull', False), ('met_on__isnull', False), ('met_people__isnull', False), ('unit__isnull', False)), _connector='OR'), name='idea_of_meeting_has_no_author'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='ideas.campaign'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['campaign', '-decided_at'], name='extensions_of_campaign'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(condition=models.Q(('told_at', None)), fields=['decided_at'], name='extension_untold'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('before'))), name='extension_extends'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['campaign', '-on', '-id'], name='meetings_of_campaign'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 5)), name='meeting_of_a_group'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='reminded_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 2)), name='reminded_twice_at_most'),
        ),
    ]
