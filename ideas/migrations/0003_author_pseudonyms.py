"""Gives the authors of anonymous ideas pseudonyms of their own; so far they were those under which they vote.

Without the campaign's key nobody can tell whose an idea is, so those stay until the campaign is forgotten.
"""

from core import keys
from django.db import migrations


def renamed(apps, schema_editor, before, after):
    database = schema_editor.connection.alias
    people = list(apps.get_model("people", "User").objects.using(database).values_list("pk", flat=True))
    ideas = apps.get_model("ideas", "Idea").objects.using(database).exclude(author_key=None)
    for campaign in ideas.order_by("campaign").values_list("campaign", flat=True).distinct():
        name = f"campaign-{campaign}"
        if not keys.exists(name):
            continue
        known = keys.pseudonyms(name, people, before)
        for idea in ideas.filter(campaign=campaign).only("author_key"):
            author = known.get(bytes(idea.author_key))
            if author is not None:
                idea.author_key = keys.pseudonym(name, author, after)
                idea.save(update_fields=["author_key"])


def to_authors(apps, schema_editor):
    renamed(apps, schema_editor, "vote", "author")


def to_voters(apps, schema_editor):
    renamed(apps, schema_editor, "author", "vote")


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0002_listed_indexes'),
    ]

    operations = [migrations.RunPython(to_authors, to_voters)]
