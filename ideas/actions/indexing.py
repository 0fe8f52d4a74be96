"""Keeping what ideas are found by in step with the ideas, and counting them.

Nothing here decides who sees an idea: whatever is found by its words is looked up among the ideas that may be seen.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from core import counters
from ideas import queries, similarity
from ideas.models import Campaign, Frequencies, Idea, Share

BATCH = 500
CHANGED = "campaigns changed"
POSTGRESQL = """
INSERT INTO ideas_words (idea_id, campaign_id, trigrams, document)
VALUES {}
ON CONFLICT (idea_id) DO UPDATE SET trigrams = excluded.trigrams, document = excluded.document
"""
ROW = "(%s, %s, %s::int[], to_tsvector('simple', %s) || to_tsvector(ideas_language(%s), %s))"
SQLITE = "INSERT INTO ideas_words (rowid, title, body) VALUES (%s, %s, %s)"
OUT = {
    "postgresql": "DELETE FROM ideas_words WHERE idea_id = %s",
    "sqlite": "DELETE FROM ideas_words WHERE rowid = %s",
}
LOST = {  # of ideas that there are no more, or that were taken back
    "postgresql": "DELETE FROM ideas_words WHERE NOT EXISTS "
    "(SELECT 1 FROM ideas_idea WHERE id = idea_id AND withdrawn_at IS NULL)",
    "sqlite": "DELETE FROM ideas_words WHERE rowid NOT IN (SELECT id FROM ideas_idea WHERE withdrawn_at IS NULL)",
}
MISSING = {
    "postgresql": "NOT EXISTS (SELECT 1 FROM ideas_words WHERE idea_id = ideas_idea.id)",
    "sqlite": "id NOT IN (SELECT rowid FROM ideas_words)",
}


def index(ideas: Iterable[Idea]) -> None:
    """Let these ideas be found by the words that they have now, and those that were taken back by none.

    Their campaigns are counted again, too. Whoever writes the words of an idea calls this in the same transaction.
    """
    rows = iter(ideas)
    campaigns: set[int] = set()
    while batch := list(islice(rows, BATCH)):
        _write(batch)
        campaigns |= {idea.campaign_id for idea in batch}
    note_changed(campaigns)


def _write(ideas: list[Idea]) -> None:
    said = [idea for idea in ideas if idea.withdrawn_at is None]
    gone = [[idea.pk] for idea in ideas if idea.withdrawn_at is not None or connection.vendor == "sqlite"]
    with transaction.atomic(), connection.cursor() as cursor:
        if gone:
            cursor.executemany(OUT[connection.vendor], gone)
        if said and connection.vendor == "postgresql":
            values = [value for idea in said for value in _in_postgresql(idea)]
            cursor.execute(POSTGRESQL.format(", ".join([ROW] * len(said))), values)
        elif said:
            cursor.executemany(SQLITE, [[idea.pk, _spaced(idea.title), _body(idea)] for idea in said])


def _in_postgresql(idea: Idea) -> list[Any]:
    trigrams = sorted({similarity.key(trigram) for trigram in similarity.trigrams(idea.title)})
    text = f"{idea.title}\n{_body(idea)}"
    return [idea.pk, idea.campaign_id, trigrams, text, idea.language, text]


def _body(idea: Idea) -> str:
    return _spaced(f"{idea.today}\n{idea.better}")


def _spaced(text: str) -> str:
    """With a space before the first word and after the last one, as trigrams have it."""
    return f" {text} "


def note_changed(campaigns: Iterable[int]) -> None:
    """Let the ideas of these campaigns (ids) be counted again, once this is committed."""
    ids = sorted(set(campaigns))
    transaction.on_commit(lambda: counters.add(CHANGED, {str(pk): 1 for pk in ids}))


def index_missing() -> int:
    """Index ideas that are not, and forget the words of those that there are no more. Returns how many it indexed."""
    with connection.cursor() as cursor:
        cursor.execute(LOST[connection.vendor])
    missing = Idea.objects.filter(withdrawn_at=None).extra(where=[MISSING[connection.vendor]])  # noqa: S610 - a constant
    number = 0
    while batch := list(missing.order_by("pk")[:BATCH]):
        index(batch)
        number += len(batch)
    return number


def index_all() -> int:
    """Index all ideas anew. Returns how many there are."""
    number = 0
    for batch in _batches():
        index(batch)
        number += len(batch)
    index_missing()
    return number


def _batches() -> Iterator[list[Idea]]:
    last = 0
    while batch := list(Idea.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def learn_frequencies() -> Frequencies:
    """Count anew how rare each piece of a word is among the titles of all ideas. A hundred thousand take seconds."""
    learned = similarity.learn(Idea.objects.values_list("title", flat=True).order_by("pk").iterator())
    Frequencies.objects.all().delete()
    return Frequencies.objects.create(weights=learned.stored, ideas=learned.ideas, made_at=timezone.now())


def tend() -> None:
    """What a job does each hour: index what was left out, learn anew when there are far more ideas, count them all."""
    index_missing()
    note_changed(Campaign.objects.values_list("pk", flat=True))
    if queries.is_out_of_date(Idea.objects.count()):
        learn_frequencies()


def count_shares() -> int:
    """Count the ideas of campaigns that changed, by stage, barrier and status. Returns how many campaigns that were."""
    changed = [int(pk) for pk in counters.take(CHANGED)]
    number = 0
    for campaign in queries.changed_campaigns(changed):
        _count(campaign)
        number += 1
    return number


@transaction.atomic
def _count(campaign: Campaign) -> None:
    counted = queries.shares_of(campaign)
    Share.objects.filter(campaign=campaign).delete()
    Share.objects.bulk_create(
        Share(campaign=campaign, stage_id=stage, barrier=barrier, status=status, number=number)
        for (stage, barrier, status), number in counted.items()
    )
