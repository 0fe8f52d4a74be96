import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_news_and_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='unit',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='people.unit', verbose_name='succeeded by'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('succeeded_by', None), ('closed_on__isnull', False), _connector='OR'), name='unit_closed_when_succeeded'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('succeeded_by', None), models.Q(('succeeded_by', models.F('id')), _negated=True), _connector='OR'), name='unit_not_succeeded_by_itself'),
        ),
    ]
