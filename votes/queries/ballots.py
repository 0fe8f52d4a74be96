"""What one person sees beside an idea: their own vote, and the result as it was last released."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from core.keyset import SIZE
from core.prepared import Prepared, columns, made
from core.privacy import percent_or_bound
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes import dealing, ranking
from votes.models import Choice, Tally, Vote
from votes.rules import may_weigh, sees_results_without_voting

NOBODY = bytes(16)  # the voter of nobody's votes
# As `Result` has them.
SHOWN = ("shown_support", "shown_object", "shown_passed", "release", "placed", "shown_low", "shown_high")


@dataclass(frozen=True, slots=True)
class Result:
    """How an idea was voted on, as of its last release. `votes` is 0 when nothing may be shown."""

    support: int
    object: int
    passed: int
    release: int = 0
    placed: int = 0
    low: float = 0.0
    high: float = 1.0

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
        return self.bounds[0]

    @property
    def object_bound(self) -> tuple[int, str]:
        """The share that objects, in the same way."""
        return self.bounds[1]

    @property
    def is_blurred(self) -> bool:
        """Whether exact shares would tell how each of a small group voted, because all of them said the same."""
        shares = (percent_or_bound(number, self.votes) for number in (self.support, self.object))
        return any(bound != "exact" for _percent, bound in shares)

    @property
    def bounds(self) -> list[tuple[int, str]]:
        """The shares that support, object and pass. All of them are exact or none: two would tell the third."""
        if not self.is_blurred:
            return [(percent, "exact") for percent in (self.support_percent, self.object_percent, self.pass_percent)]
        return [self._bound(number) for number in (self.support, self.object, self.passed)]

    def _bound(self, number: int) -> tuple[int, str]:
        percent, bound = percent_or_bound(number, self.votes)
        if bound != "exact":
            return percent, bound
        return (20, "over") if 5 * number > self.votes else (80, "under")

    @property
    def is_early(self) -> bool:
        return ranking.is_too_early(ranking.Counts(self.support, self.object, self.passed))

    @property
    def interval(self) -> tuple[int, int] | None:
        """Between which shares the support of all lies, most likely; `None` too early, and until a job found out."""
        if self.is_early or self.placed != self.release:
            return None
        return round(100 * self.low), round(100 * self.high)


NOTHING = Result(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one viewer sees beside one idea: their own choice, and the result when they may see it.

    `hidden` is `""`, `"not_voted"`, or `"too_few"`. Without `is_known`, nobody can tell any more whether and how they
    voted: the campaign's key is gone. `is_own` is whether they wrote the idea.
    """

    idea_id: int
    choice: str
    result: Result
    hidden: str
    may_vote: bool
    is_known: bool = True
    is_own: bool = False


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
    return {row[0]: Result(*row[1:]) for row in rows.values_list("pk", *SHOWN)}


def _build(_shape: None, *, voter: bytes, **ids: int) -> QuerySet[Tally, Any]:
    own = FilteredRelation("idea__votes", condition=Q(idea__votes__voter=voter))
    found = Tally.objects.filter(idea__in=list(ids.values())).annotate(own=own)
    return found.values_list("idea_id", *SHOWN, "own__choice")


PAGE = Prepared(_build)


def _own_and_released(viewer: User, ideas: Sequence[Idea]) -> tuple[dict[int, str], dict[int, Result]]:
    """Both at once, for a page of ideas from one campaign. Where there is a vote, there is a tally."""
    ids = [idea.pk for idea in ideas]
    places = {f"idea_{place}": ids[min(place, len(ids) - 1)] for place in range(SIZE)}
    rows = PAGE.rows(voter=ideas_queries.read_key(viewer, ideas[0].campaign) or NOBODY, **places)
    own = {row.idea_id: row.own__choice for row in rows if row.own__choice}
    return own, {row.idea_id: Result(*row[1 : 1 + len(SHOWN)]) for row in rows if row.release}


def ballots(viewer: User, ideas: Sequence[Idea]) -> dict[int, Ballot]:
    """What `viewer` sees beside each idea. One query for a page of one campaign, two for more of it.

    Up to two more find whom a campaign asks and where the viewer is, where that is not known yet.
    """
    campaigns = {idea.campaign_id: idea.campaign for idea in ideas}
    at_once = len(campaigns) == 1 and len(ideas) <= SIZE
    own, released = _own_and_released(viewer, ideas) if at_once else (choices(viewer, ideas), _released(ideas))
    authored = ideas_queries.own_ids(viewer, ideas)
    rights = {pk: rights_in(viewer, campaign) for pk, campaign in campaigns.items()}
    seen: dict[int, Ballot] = {}
    for idea in ideas:
        choice, result, mine = own.get(idea.pk, ""), released.get(idea.pk, NOTHING), idea.pk in authored
        takes_votes = idea.status != Idea.Status.MERGED
        seen[idea.pk] = beside(idea.pk, choice, result, rights[idea.campaign_id], mine=mine, takes_votes=takes_votes)
    return seen


class Rights(NamedTuple):
    """What a viewer may do and see in a campaign, whichever the idea: the same for a whole list."""

    may_weigh: bool
    sees_all: bool
    knows_voters: bool


def rights_in(viewer: User, campaign: Campaign) -> Rights:
    """At most two queries: whom the campaign asks, and the viewer's unit; none where they were asked for before."""
    knows_voters = ideas_queries.knows_voters(campaign)
    return Rights(may_weigh(viewer, campaign), sees_results_without_voting(viewer, campaign), knows_voters)


def beside(
    idea_id: int, choice: str, result: Result, rights: Rights, *, mine: bool, takes_votes: bool = True
) -> Ballot:
    """What one person sees beside an idea: the result after one's own vote, once there is one to show.

    `mine` is whether they wrote it; `takes_votes` is false for an idea that was merged into another.
    """
    hidden = ("" if result.votes else "too_few") if choice or mine or rights.sees_all else "not_voted"
    may_vote = rights.may_weigh and takes_votes and not mine
    return Ballot(idea_id, choice, NOTHING if hidden else result, hidden, may_vote, rights.knows_voters, mine)


def ballot(viewer: User, idea: Idea) -> Ballot:
    """What `viewer` sees beside `idea`."""
    return ballots(viewer, [idea])[idea.pk]


def idea_of(ballot: Ballot) -> Idea:
    """The idea of a ballot, with its campaign: whoever holds the ballot may see it. One statement."""
    (row,) = IDEA.rows(idea=ballot.idea_id)
    own = len(columns(Idea))
    idea = made(Idea, row[:own])
    idea.campaign = made(Campaign, row[own:])
    return idea


IDEA = Prepared(
    lambda _shape, *, idea: Idea.objects.filter(pk=idea).values_list(*columns(Idea), *columns(Campaign, "campaign__"))
)


def survivor(idea: Idea) -> Idea:
    """The idea into which `idea` was merged, or `idea` itself."""
    while idea.status == Idea.Status.MERGED and idea.merged_into is not None:
        idea = idea.merged_into
    return idea


def exposure(views: int, ballot: Ballot) -> str:
    """Why an idea with so many views has no rank yet: `few_saw` it, or many did and `few_voted`; `""` otherwise.

    To somebody who has not voted it tells no more than that few saw it: how many voted is a part of the result.
    """
    few_saw = "few_saw" if views < dealing.FEW_VIEWS else ""
    is_unranked = ballot.hidden == "too_few" or (not ballot.hidden and ballot.result.is_early)
    return (few_saw or "few_voted") if is_unranked else (few_saw if ballot.hidden and ballot.may_vote else "")


def units_agree(common_ground: float, ballot: Ballot) -> bool:
    """Whether all units agree, by the column of Common ground, and the reader may know it."""
    return not ballot.hidden and ranking.tells_agreement(common_ground)


def supported(viewer: User, campaign: Campaign) -> list[int]:
    """Ids of the ideas that `viewer` supports in `campaign`, while its key exists."""
    key = ideas_queries.read_key(viewer, campaign)
    if key is None:
        return []
    mine = Vote.objects.filter(voter=key, choice=Choice.SUPPORT, idea__campaign=campaign)
    return list(mine.order_by("idea_id").values_list("idea_id", flat=True))


def number_cast(viewer: User, campaign: Campaign) -> int:
    """How many votes `viewer` has cast in `campaign`, while its key exists."""
    key = ideas_queries.read_key(viewer, campaign)
    return Vote.objects.filter(voter=key, idea__campaign=campaign).count() if key else 0
