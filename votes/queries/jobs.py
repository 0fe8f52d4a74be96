"""What jobs about votes look at."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils import timezone

from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from votes.models import Burst, Tally, Vote

BATCH = 500
IDEAS = 1000
# What the votes of each idea and unit add up to, less what is stored. Nothing is left over when they are the same.
UNITS_DIFFER = """
SELECT DISTINCT idea_id FROM (
  SELECT idea_id, CASE choice WHEN 'support' THEN 1 ELSE 0 END AS support,
         CASE choice WHEN 'object' THEN 1 ELSE 0 END AS object, CASE choice WHEN 'pass' THEN 1 ELSE 0 END AS passed,
         unit_id FROM votes_vote WHERE idea_id BETWEEN %s AND %s
  UNION ALL
  SELECT idea_id, -support, -object, -passed, unit_id FROM votes_unittally WHERE idea_id BETWEEN %s AND %s
) AS change GROUP BY idea_id, unit_id HAVING sum(support) <> 0 OR sum(object) <> 0 OR sum(passed) <> 0
"""
# The same for the units' tallies and the whole.
WHOLE_DIFFERS = """
SELECT idea_id FROM (
  SELECT idea_id, support, object, passed FROM votes_unittally WHERE idea_id BETWEEN %s AND %s
  UNION ALL
  SELECT idea_id, -support, -object, -passed FROM votes_tally WHERE idea_id BETWEEN %s AND %s
) AS change GROUP BY idea_id HAVING sum(support) <> 0 OR sum(object) <> 0 OR sum(passed) <> 0
"""


def counted(idea_ids: Sequence[int]) -> list[tuple[int, int | None, str, int]]:
    """A recount of the votes on these ideas: idea id, unit id, choice, number. Reads each of the votes."""
    votes = Vote.objects.filter(idea__in=idea_ids).order_by("idea_id", "unit_id", "choice")
    return list(votes.values_list("idea_id", "unit_id", "choice").annotate(number=Count("pk")))


def drift() -> list[int]:
    """Ids of ideas whose tallies, overall or by unit, differ from a recount of their votes.

    Reads every vote, a thousand ideas at a time, and counts in the database. Each statement compares what it reads at
    one moment, so that votes cast meanwhile are no drift.
    """
    ends = Idea.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    wrong: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(ends["first"], ends["last"] + 1, IDEAS):
            for statement in (UNITS_DIFFER, WHOLE_DIFFERS):
                cursor.execute(statement, [start, start + IDEAS - 1] * 2)
                wrong |= {idea_id for (idea_id,) in cursor.fetchall()}
    return sorted(wrong)


def unnamed(campaign: Campaign, people: Iterable[int]) -> set[int]:
    """Which of `people` (ids) have voted or shared an anonymous idea in `campaign`, while its key exists.

    For jobs only. It costs one look-up a person in the index of voters, never a read of the votes.
    """
    ids = sorted(people)
    found: set[int] = set()
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        voters = ideas_queries.pseudonyms(campaign, part, "vote")
        voted = Vote.objects.filter(voter__in=list(voters)).order_by().values_list("voter", flat=True).distinct()
        found |= {voters[bytes(voter)] for voter in voted}
        authors = ideas_queries.pseudonyms(campaign, part, "author")
        wrote = Idea.objects.filter(campaign=campaign, author_key__in=list(authors))
        found |= {authors[bytes(key)] for key in wrote.values_list("author_key", flat=True) if key is not None}
    return found


def campaign(pk: int) -> Campaign | None:
    """The campaign of a job."""
    return Campaign.objects.filter(pk=pk).first()


def to_draw() -> Iterable[Campaign]:
    """Campaigns that listen: what people see next matters in them."""
    return Campaign.objects.listening().order_by("pk")


def to_place() -> Iterable[Campaign]:
    """Campaigns in which an idea may stand where it should not.

    Those that listen; and others in which something was released, the campaign closed, or a burst was settled since
    ideas were last placed.
    """
    now, last = timezone.now(), F("prior__fitted_at")
    closed = Q(curates_at__lte=now, curates_at__gt=last) | Q(held_at__gt=last) | Q(listens_at__lte=now, prior=None)
    settled = Burst.objects.filter(idea__campaign=OuterRef("pk"), settled_at__gt=OuterRef("prior__fitted_at"))
    released = Tally.objects.filter(idea__campaign=OuterRef("pk"), release__gt=F("placed"))
    listening = Q(pk__in=Campaign.objects.listening().values("pk"))
    return Campaign.objects.filter(listening | closed | Exists(settled) | Exists(released)).order_by("pk")
