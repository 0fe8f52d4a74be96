import django.db.models.deletion
from django.db import migrations, models

WITHOUT_UNIT = models.UniqueConstraint(
    condition=models.Q(('unit', None)), fields=('idea',), name='one_tally_without_unit'
)


class Migration(migrations.Migration):
    """Taking the index of a column away, Django also drops a constraint's index on it: so that one is put back."""

    dependencies = [
        ('ideas', '0003_author_pseudonyms'),
        ('people', '0001_initial'),
        ('votes', '0002_ranks_and_bursts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='unittally',
            name='one_tally_without_unit',
        ),
        migrations.AlterField(
            model_name='unittally',
            name='idea',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='unit_tallies', to='ideas.idea'),
        ),
        migrations.AlterField(
            model_name='unittally',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddConstraint(
            model_name='unittally',
            constraint=WITHOUT_UNIT,
        ),
    ]
