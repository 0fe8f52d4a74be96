"""Which ideas stand together, and what their votes add up to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from ideas.models import Idea
from votes.families import Family
from votes.models import Vote

MERGED = Idea.Status.MERGED
# Of each person the vote that counts for the first of these ideas (votes/families.py), by unit and choice.
COUNTED = """
SELECT unit_id, choice, count(*) FROM (
  SELECT unit_id, choice, row_number() OVER (
    PARTITION BY voter ORDER BY CASE WHEN idea_id = %s THEN 0 ELSE 1 END, idea_id
  ) AS place FROM votes_vote WHERE idea_id IN ({members})
) AS cast_by_one WHERE place = 1 GROUP BY unit_id, choice ORDER BY unit_id, choice
"""


def survivor(idea: Idea) -> Idea:
    """The idea into which `idea` was merged, or `idea` itself."""
    while idea.status == MERGED and idea.merged_into is not None:
        idea = idea.merged_into
    return idea


def families(roots: Iterable[int]) -> dict[int, Family]:
    """Each of these ideas (ids) with what was merged into it. A query for each step between them, two as a rule."""
    parents: dict[int, dict[int, int]] = {pk: {} for pk in roots}
    roots_of = {pk: [pk] for pk in parents}
    while roots_of:
        rows = Idea.objects.filter(status=MERGED, merged_into__in=list(roots_of)).order_by("pk")
        below: dict[int, list[int]] = {}
        for pk, parent in rows.values_list("pk", "merged_into_id"):
            for root in roots_of[parent]:
                parents[root][pk] = parent
            below.setdefault(pk, []).extend(roots_of[parent])
        roots_of = below
    return {pk: Family(pk, found) for pk, found in parents.items()}


def family(idea: Idea) -> Family:
    """`idea` with what was merged into it. No query for most."""
    return families([idea.pk])[idea.pk] if idea.has_merged else Family(idea.pk)


def inherited(voter: bytes, ideas: Iterable[Any]) -> dict[int, str]:
    """How one person voted on what was merged into these ideas, where that counts: idea id → choice.

    `ideas` are rows with `id` and `has_merged`, on which the person cast no vote of their own. No query when nothing
    was merged into any of them.
    """
    found = families([idea.id for idea in ideas if idea.has_merged]) if any(idea.has_merged for idea in ideas) else {}
    if not found:
        return {}
    members = {pk for each in found.values() for pk in each.parents}
    cast = dict(Vote.objects.filter(voter=voter, idea__in=members).values_list("idea_id", "choice"))
    choices = {pk: each.counting(pk, cast) for pk, each in found.items()}
    return {pk: choice for pk, choice in choices.items() if choice is not None}


def counted_together(family: Family, member: int) -> list[tuple[int | None, str, int]]:
    """A recount of the votes for `member` of `family`, each person once: unit id, choice, number. Reads each vote."""
    ids = family.below(member)
    statement = COUNTED.format(members=", ".join(["%s"] * len(ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [member, *ids])
        return [(unit, choice, int(number)) for unit, choice, number in cursor.fetchall()]


def are_merged(ideas: Sequence[int]) -> set[int]:
    """Which of these ideas (ids) stand for others too."""
    return set(Idea.objects.filter(pk__in=ideas, has_merged=True).values_list("pk", flat=True))
