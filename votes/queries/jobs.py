"""What jobs about votes look at."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils import timezone

from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from votes.models import Burst, Tally, Vote
from votes.queries.families import are_merged, counted_together, families

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
) AS change WHERE idea_id NOT IN (SELECT id FROM ideas_idea WHERE has_merged AND id BETWEEN %s AND %s)
GROUP BY idea_id, unit_id HAVING sum(support) <> 0 OR sum(object) <> 0 OR sum(passed) <> 0
"""
# The same for ideas into which others were merged: of each person the vote that counts there (votes/families.py).
MERGED_DIFFER = """
WITH RECURSIVE stands AS (
  SELECT id AS root, id AS member FROM ideas_idea WHERE has_merged
  UNION ALL
  SELECT stands.root, idea.id FROM stands JOIN ideas_idea AS idea ON idea.merged_into_id = stands.member
  WHERE idea.status = 'merged'
), ordered AS (
  SELECT root, choice, unit_id, row_number() OVER (
    PARTITION BY root, voter ORDER BY CASE WHEN member = root THEN 0 ELSE 1 END, member
  ) AS place FROM stands JOIN votes_vote ON idea_id = member
)
SELECT DISTINCT root FROM (
  SELECT root, CASE choice WHEN 'support' THEN 1 ELSE 0 END AS support,
         CASE choice WHEN 'object' THEN 1 ELSE 0 END AS object, CASE choice WHEN 'pass' THEN 1 ELSE 0 END AS passed,
         unit_id FROM ordered WHERE place = 1
  UNION ALL
  SELECT idea_id, -support, -object, -passed, unit_id FROM votes_unittally
  WHERE idea_id IN (SELECT root FROM stands)
) AS change GROUP BY root, unit_id HAVING sum(support) <> 0 OR sum(object) <> 0 OR sum(passed) <> 0
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
    """A recount of the votes for these ideas: idea id, unit id, choice, number. Reads each of the votes.

    For an idea into which others were merged, each person counts once (votes/families.py).
    """
    merged = are_merged(idea_ids)
    votes = Vote.objects.filter(idea__in=set(idea_ids) - merged).order_by("idea_id", "unit_id", "choice")
    found = list(votes.values_list("idea_id", "unit_id", "choice").annotate(number=Count("pk")))
    for pk, family in families(sorted(merged)).items():
        found += [(pk, *row) for row in counted_together(family, pk)]
    return found


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
            part = [start, start + IDEAS - 1]
            for statement, values in ((UNITS_DIFFER, part * 3), (WHOLE_DIFFERS, part * 2)):
                cursor.execute(statement, values)
                wrong |= {idea_id for (idea_id,) in cursor.fetchall()}
        cursor.execute(MERGED_DIFFER)
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
