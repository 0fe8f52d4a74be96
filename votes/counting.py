"""A person's first vote on an idea in one statement, where the engine can: PostgreSQL.

The vote, both tallies and a release that is due come about together or not at all, and one way to the server and back
is all that a voter waits for. Everything that could stand against the vote is a condition of the same statement: then
nothing happens, and the long way (`votes/actions/casting.py`) finds out what it was. What is rare goes that way too:
the first vote of all on an idea, whose author may be taking it back, and one from no unit that is large enough to keep.
"""

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from core.locks import number
from core.prepared import run
from core.privacy import SMALLEST_TRACE, only_day
from ideas.queries import gate
from people.models import Unit
from votes.models import COLUMN, Choice

# The campaign's row is shared, so that closing it waits for the votes that were there before (ideas/actions). Whoever
# waited for a close asks the clock anew: its end may have been set to a moment later than the one they came at.
# An idea that was ever merged with others goes the long way. That is asked of its tally, as it is once it is locked:
# whoever waited at the gate for a merge still sees the idea as it was before.
# The limit of one within `near` has each unit looked up by its path, where the planner would rather read all of them.
STATEMENT = """
WITH gate AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared(%(gate)s)
), person AS (
  SELECT unit.path, unit.depth FROM people_membership AS membership
  JOIN people_unit AS unit ON unit.id = membership.unit_id
  WHERE membership.user_id = %(user)s AND membership.until IS NULL
), near AS (
  SELECT unit.id FROM person
  CROSS JOIN LATERAL generate_series(1, person.depth) AS level
  CROSS JOIN LATERAL (
    SELECT id FROM people_unit WHERE path = left(person.path, level * {steplen}) AND headcount >= {trace} LIMIT 1
  ) AS unit ORDER BY level DESC LIMIT 1
), asked AS (
  SELECT idea.id, idea.revision, near.id AS unit_id, campaign.smallest_group
  FROM gate CROSS JOIN near CROSS JOIN ideas_idea AS idea
  JOIN ideas_campaign AS campaign ON campaign.id = idea.campaign_id
  WHERE idea.id = %(idea)s AND campaign.id = %(campaign)s
    AND idea.status <> 'merged' AND idea.withdrawn_at IS NULL AND idea.hidden_at IS NULL AND idea.voted_on
    AND NOT idea.has_merged
    AND idea.author_id IS DISTINCT FROM %(user)s AND idea.author_key IS DISTINCT FROM %(author)s
    AND campaign.first_contribution_at IS NOT NULL AND campaign.key_destroyed_at IS NULL
    AND campaign.held_at IS NULL AND campaign.listens_at <= %(now)s
    AND campaign.curates_at > %(now)s AND campaign.curates_at > clock_timestamp()
    AND (
      NOT EXISTS (SELECT 1 FROM ideas_campaign_audience AS put WHERE put.campaign_id = campaign.id)
      OR EXISTS (
        SELECT 1 FROM ideas_campaign_audience AS put JOIN people_unit AS unit ON unit.id = put.unit_id
        JOIN person ON starts_with(person.path, unit.path) WHERE put.campaign_id = campaign.id
      )
    )
  FOR SHARE OF campaign
), single AS (
  SELECT asked.* FROM asked JOIN votes_tally AS tally ON tally.idea_id = asked.id
  WHERE tally.earlier IS NULL FOR NO KEY UPDATE OF tally
), vote AS (
  INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id, revision)
  SELECT gen_random_uuid(), id, %(voter)s, %(choice)s, unit_id, revision FROM single
  ON CONFLICT (voter, idea_id) DO NOTHING RETURNING idea_id, unit_id
), in_unit AS (
  INSERT INTO votes_unittally AS tally (idea_id, unit_id, support, object, passed)
  SELECT idea_id, unit_id, {ones} FROM vote
  ON CONFLICT (idea_id, unit_id) DO UPDATE SET {column} = tally.{column} + 1
)
INSERT INTO votes_tally AS tally (
  idea_id, support, object, passed, shown_support, shown_object, shown_passed, shown_low, shown_high, release, placed
)
SELECT idea_id, {ones}, 0, 0, 0, 0, 1, 0, 0 FROM vote
ON CONFLICT (idea_id) DO UPDATE SET
  {column} = tally.{column} + 1,
  shown_support = CASE WHEN {due} THEN tally.support + excluded.support ELSE tally.shown_support END,
  shown_object = CASE WHEN {due} THEN tally.object + excluded.object ELSE tally.shown_object END,
  shown_passed = CASE WHEN {due} THEN tally.passed + excluded.passed ELSE tally.shown_passed END,
  release = CASE WHEN {due} THEN tally.release + 1 ELSE tally.release END,
  released_at = CASE WHEN {due} THEN %(day)s::timestamptz ELSE tally.released_at END
RETURNING shown_support, shown_object, shown_passed, release, placed, shown_low, shown_high
"""
DUE = (
    "tally.support + tally.object + tally.passed + 1 - tally.shown_support - tally.shown_object - tally.shown_passed"
    " >= (SELECT smallest_group FROM asked)"
)
ONES = {"support": "1, 0, 0", "object": "0, 1, 0", "passed": "0, 0, 1"}


class Shown(NamedTuple):
    """What is shown of an idea: the fields of `queries.Result`."""

    support: int
    object: int
    passed: int
    release: int
    placed: int
    low: float
    high: float


def is_possible() -> bool:
    return connection.vendor == "postgresql"


def first_vote(
    *, idea_id: int, campaign_id: int, user_id: int, voter: bytes, author: bytes, choice: str
) -> Shown | None:
    """Cast a vote of someone who has none on the idea yet.

    `voter` and `author` are the person's pseudonyms in the campaign. Returns what is shown of the idea from then on, or
    `None` when nothing was changed.
    """
    now = timezone.now()
    values = {
        "idea": idea_id,
        "campaign": campaign_id,
        "gate": number(gate(campaign_id)),
        "user": user_id,
        "voter": voter,
        "author": author,
        "choice": choice,
        "now": now,
        "day": only_day(now),
    }
    rows = run(_statement(choice), values)
    return Shown(*rows[0]) if rows else None


@cache
def _statement(choice: str) -> str:
    column = COLUMN[Choice(choice)]
    text = STATEMENT.format(column=column, ones=ONES[column], due=DUE, steplen=Unit.steplen, trace=SMALLEST_TRACE)
    return " ".join(text.split())  # short enough for core.prepared.run
