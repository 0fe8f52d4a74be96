"""Reads about votes: one's own, and results as they were last released."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from core.privacy import percent_or_bound
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes import ranking
from votes.models import COLUMN, Choice, Tally, UnitTally, Vote
from votes.rules import sees_results_without_voting


@dataclass(frozen=True, slots=True)
class Result:
    """How an idea was voted on, as of its last release. `votes` is 0 when nothing may be shown."""

    support: int
    object: int
    passed: int
    release: int = 0

    @property
    def votes(self) -> int:
        return self.support + self.object + self.passed

    @property
    def support_percent(self) -> int:
        return round(100 * self.support / self.votes) if self.votes else 0

    @property
    def object_percent(self) -> int:
        return round(100 * self.object / self.votes) if self.votes else 0

    @property
    def pass_percent(self) -> int:
        return 100 - self.support_percent - self.object_percent if self.votes else 0

    @property
    def support_bound(self) -> tuple[int, str]:
        """The share that supports, and whether it is `exact`, or the truth is `over` or `under` it."""
        return percent_or_bound(self.support, self.votes)

    @property
    def object_bound(self) -> tuple[int, str]:
        """The share that objects, in the same way."""
        return percent_or_bound(self.object, self.votes)

    @property
    def is_blurred(self) -> bool:
        """Whether exact shares would tell how each of a small group voted, because all of them said the same."""
        return {self.support_bound[1], self.object_bound[1]} != {"exact"}

    @property
    def is_early(self) -> bool:
        return ranking.is_too_early(ranking.Counts(self.support, self.object, self.passed))


NOTHING = Result(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one viewer sees beside one idea: their own choice, and the result when they may see it.

    `hidden` is `""`, `"not_voted"`, or `"too_few"`.
    """

    idea_id: int
    choice: str
    result: Result
    hidden: str
    may_vote: bool


def choices(viewer: User, ideas: Sequence[Idea]) -> dict[int, str]:
    """The viewer's own vote on each of `ideas`: idea id → choice. One query for each campaign among them."""
    found: dict[int, str] = {}
    campaigns = {idea.campaign_id: idea.campaign for idea in ideas}
    for campaign in campaigns.values():
        key = ideas_queries.read_key(viewer, campaign)
        if key is None:
            continue
        mine = Vote.objects.filter(voter=key, idea__in=[idea.pk for idea in ideas if idea.campaign_id == campaign.pk])
        found.update(mine.values_list("idea_id", "choice"))
    return found


def results(ideas: Iterable[Idea]) -> dict[int, Result]:
    """Released results with exact shares: idea id → result. One query.

    Ideas without a release are left out, and so are small groups that all said the same: an exact share of theirs
    would tell how each of them voted.
    """
    return {pk: result for pk, result in _released(ideas).items() if not result.is_blurred}


def _released(ideas: Iterable[Idea]) -> dict[int, Result]:
    rows = Tally.objects.filter(idea__in=[idea.pk for idea in ideas], release__gt=0)
    return {row.idea_id: Result(row.shown_support, row.shown_object, row.shown_passed, row.release) for row in rows}


def ballots(viewer: User, ideas: Sequence[Idea]) -> dict[int, Ballot]:
    """What `viewer` sees beside each idea. Two queries for a list from one campaign, however long."""
    own, released, authored = choices(viewer, ideas), _released(ideas), ideas_queries.own_ids(viewer, ideas)
    seen: dict[int, Ballot] = {}
    for idea in ideas:
        choice, result = own.get(idea.pk, ""), released.get(idea.pk, NOTHING)
        author = idea.pk in authored
        open_to_viewer = bool(choice) or author or sees_results_without_voting(viewer, idea.campaign)
        hidden = "not_voted" if not open_to_viewer else ("" if result.votes else "too_few")
        shown = NOTHING if hidden else result
        may_vote = idea.campaign.is_listening and not author and idea.status != Idea.Status.MERGED
        seen[idea.pk] = Ballot(idea.pk, choice, shown, hidden, may_vote)
    return seen


def ballot(viewer: User, idea: Idea) -> Ballot:
    """What `viewer` sees beside `idea`."""
    return ballots(viewer, [idea])[idea.pk]


def survivor(idea: Idea) -> Idea:
    """The idea into which `idea` was merged, or `idea` itself."""
    while idea.status == Idea.Status.MERGED and idea.merged_into is not None:
        idea = idea.merged_into
    return idea


def supported(viewer: User, campaign: Campaign) -> list[int]:
    """Ids of the ideas that `viewer` supports in `campaign`, while its key exists."""
    key = ideas_queries.read_key(viewer, campaign)
    if key is None:
        return []
    mine = Vote.objects.filter(voter=key, choice=Choice.SUPPORT, idea__campaign=campaign)
    return list(mine.order_by("idea_id").values_list("idea_id", flat=True))


def counts_by_unit(idea: Idea) -> list[ranking.Counts]:
    """Votes on `idea` from each unit. For rankings and the reporting engine only."""
    rows = UnitTally.objects.filter(idea=idea).exclude(unit=None).order_by("unit_id")
    return [ranking.Counts(row.support, row.object, row.passed) for row in rows]


def counted(idea_ids: Sequence[int]) -> list[tuple[int, int | None, str, int]]:
    """A recount of the votes on these ideas: idea id, unit id, choice, number. Reads each of the votes."""
    votes = Vote.objects.filter(idea__in=idea_ids).order_by("idea_id", "unit_id", "choice")
    return list(votes.values_list("idea_id", "unit_id", "choice").annotate(number=Count("pk")))


def drift() -> list[int]:
    """Ids of ideas whose tallies, overall or by unit, differ from a recount of their votes. Reads every vote."""
    ids = list(Idea.objects.order_by("pk").values_list("pk", flat=True))
    overall: dict[int, dict[str, int]] = {}
    by_unit: dict[tuple[int, int | None], dict[str, int]] = {}
    for idea_id, unit_id, choice, number in counted(ids):
        column = COLUMN[Choice(choice)]
        whole = overall.setdefault(idea_id, {})
        whole[column] = whole.get(column, 0) + number
        by_unit.setdefault((idea_id, unit_id), {})[column] = number
    wrong = {row.idea_id for row in Tally.objects.all() if _kept(row) != overall.pop(row.idea_id, {})}
    rows = UnitTally.objects.all()
    wrong |= {row.idea_id for row in rows if _kept(row) != by_unit.pop((row.idea_id, row.unit_id), {})}
    return sorted(wrong | overall.keys() | {idea_id for idea_id, _ in by_unit})


def _kept(row: Tally | UnitTally) -> dict[str, int]:
    return {column: getattr(row, column) for column in COLUMN.values() if getattr(row, column)}


def number_cast(viewer: User, campaign: Campaign) -> int:
    """How many votes `viewer` has cast in `campaign`, while its key exists."""
    key = ideas_queries.read_key(viewer, campaign)
    return Vote.objects.filter(voter=key, idea__campaign=campaign).count() if key else 0
