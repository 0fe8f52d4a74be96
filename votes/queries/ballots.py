"""What one person sees beside an idea: their own vote, and the result as it was last released."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from core.keyset import SIZE
from core.prepared import Prepared, columns, made
from core.privacy import percent_or_bound
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes import dealing, ranking
from votes.models import Tally, Vote
from votes.queries.families import inherited
from votes.rules import may_take_back, may_weigh, sees_results_without_voting

NOBODY = bytes(16)  # the voter of nobody's votes
BLUR_BELOW = 10  # votes, below which `core.privacy.percent_or_bound` bounds a share that all or none hold
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
        """The share that supports, and whether it is `exact`, or the truth is it or more (`over`) or less (`under`)."""
        return self.bounds[0]

    @property
    def object_bound(self) -> tuple[int, str]:
        """The share that objects, in the same way."""
        return self.bounds[1]

    @property
    def is_blurred(self) -> bool:
        """Whether exact shares would tell how each of a small group voted, because (nearly) all said the same."""
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
    voted: the campaign's key is gone. `is_own` is whether they wrote the idea, `is_outdated` whether its words have
    changed since they voted. `is_inherited` says that they voted on an idea which was merged into this one.
    """

    idea_id: int
    choice: str
    result: Result
    hidden: str
    may_vote: bool
    is_known: bool = True
    is_own: bool = False
    may_take_back: bool = False
    is_outdated: bool = False
    is_inherited: bool = False


class Own(NamedTuple):
    """A person's vote that counts for an idea: on which of its wordings, and whether it was cast on a merged one."""

    choice: str
    revision: int = 0
    is_inherited: bool = False


NO_VOTE = Own("")


def choices(viewer: User, ideas: Sequence[Idea]) -> dict[int, str]:
    """The viewer's own vote on each of `ideas`: idea id → choice. One query for each campaign among them.

    Up to three more find what counts from ideas that were merged into one of them.
    """
    return {pk: own.choice for pk, own in _own(viewer, ideas).items()}


def _own(viewer: User, ideas: Sequence[Idea]) -> dict[int, Own]:
    found: dict[int, Own] = {}
    campaigns = {idea.campaign_id: idea.campaign for idea in ideas}
    for campaign in campaigns.values():
        key = ideas_queries.read_key(viewer, campaign)
        if key is None:
            continue
        here = [idea for idea in ideas if idea.campaign_id == campaign.pk]
        mine = Vote.objects.filter(voter=key, idea__in=[idea.pk for idea in here])
        rows = mine.values_list("idea_id", "choice", "revision")
        found |= {pk: Own(choice, revision) for pk, choice, revision in rows}
        found |= _inherited(key, here, found)
    return found


def _inherited(key: bytes, ideas: Iterable[Any], own: Mapping[int, Own]) -> dict[int, Own]:
    rest = [idea for idea in ideas if idea.has_merged and idea.id not in own]
    return {pk: Own(choice, is_inherited=True) for pk, choice in inherited(key, rest).items()}


def exact(tallies: QuerySet[Tally]) -> QuerySet[Tally]:
    """Those of `tallies` that are released and shown with exact shares, as `Result.is_blurred` has it.

    What is added up may hold no others: from a sum, less what is shown of the rest, their shares would come out.
    """
    found = tallies.filter(release__gt=0).annotate(people=F("shown_support") + F("shown_object") + F("shown_passed"))
    blurred = Q()
    for side in (F("shown_support") * 5, F("shown_object") * 5):
        blurred |= Q(GreaterThanOrEqual(side, F("people") * 4)) | Q(LessThanOrEqual(side, F("people")))
    return found.exclude(Q(people__lt=BLUR_BELOW) & blurred)


def results(ideas: Iterable[Idea]) -> dict[int, Result]:
    """Released results with exact shares: idea id → result. One query.

    Ideas without a release are left out, and so are small groups that all said the same: an exact share of theirs
    would tell how each of them voted.
    """
    return {pk: result for pk, result in _released(ideas).items() if not result.is_blurred}


def _released(ideas: Iterable[Idea]) -> dict[int, Result]:
    rows = Tally.objects.filter(idea__in=[idea.pk for idea in ideas], release__gt=0).values_list("pk", *SHOWN)
    found = {row[0]: Result(*row[1:]) for row in rows}
    return {pk: result for pk, result in found.items() if result.votes}


def _build(_shape: None, *, voter: bytes, **ids: int) -> QuerySet[Tally, Any]:
    own = FilteredRelation("idea__votes", condition=Q(idea__votes__voter=voter))
    found = Tally.objects.filter(idea__in=list(ids.values())).annotate(own=own)
    return found.values_list("idea_id", *SHOWN, "own__choice", "own__revision")


PAGE = Prepared(_build)


def _own_and_released(viewer: User, ideas: Sequence[Idea]) -> tuple[dict[int, Own], dict[int, Result]]:
    """Both at once, for a page of ideas from one campaign. Where there is a vote, there is a tally."""
    ids = [idea.pk for idea in ideas]
    places = {f"idea_{place}": ids[min(place, len(ids) - 1)] for place in range(SIZE)}
    key = ideas_queries.read_key(viewer, ideas[0].campaign) or NOBODY
    rows = PAGE.rows(voter=key, **places)
    own = {row.idea_id: Own(row.own__choice, row.own__revision) for row in rows if row.own__choice}
    released = {row.idea_id: Result(*row[1 : 1 + len(SHOWN)]) for row in rows if row.release}
    return own | _inherited(key, ideas, own), released


def ballots(viewer: User, ideas: Sequence[Idea]) -> dict[int, Ballot]:
    """What `viewer` sees beside each idea. One query for a page of one campaign, two for more of it.

    Up to two more find whom a campaign asks and where the viewer is, where that is not known yet; and up to three, what
    they said to ideas that were merged into one of these.
    """
    campaigns = {idea.campaign_id: idea.campaign for idea in ideas}
    at_once = len(campaigns) == 1 and len(ideas) <= SIZE
    own, released = _own_and_released(viewer, ideas) if at_once else (_own(viewer, ideas), _released(ideas))
    authored = ideas_queries.own_ids(viewer, ideas)
    rights = {pk: rights_in(viewer, campaign) for pk, campaign in campaigns.items()}
    return {
        idea.pk: beside(
            idea,
            own.get(idea.pk, NO_VOTE),
            released.get(idea.pk, NOTHING),
            rights[idea.campaign_id],
            mine=idea.pk in authored,
        )
        for idea in ideas
    }


class Rights(NamedTuple):
    """What a viewer may do and see in a campaign, whichever the idea: the same for a whole list."""

    may_weigh: bool
    sees_all: bool
    knows_voters: bool
    may_take_back: bool


def rights_in(viewer: User, campaign: Campaign) -> Rights:
    """At most two queries: whom the campaign asks, and the viewer's unit; none where they were asked for before."""
    return Rights(
        may_weigh(viewer, campaign),
        sees_results_without_voting(viewer, campaign),
        ideas_queries.knows_voters(campaign),
        may_take_back(viewer, campaign),
    )


def beside(idea: Any, own: Own, result: Result, rights: Rights, *, mine: bool) -> Ballot:
    """What one person sees beside an idea: the result after one's own vote, once there is one to show.

    `idea` is one, or a row with its `id`, `status` and `revision`; `mine` is whether they wrote it.
    """
    hidden = ("" if result.votes else "too_few") if own.choice or mine or rights.sees_all else "not_voted"
    may_vote = rights.may_weigh and idea.status != Idea.Status.MERGED and not mine
    return Ballot(
        idea.id,
        own.choice,
        NOTHING if hidden else result,
        hidden,
        may_vote,
        rights.knows_voters,
        mine,
        may_take_back=bool(own.choice) and (may_vote or (own.is_inherited and rights.may_take_back)),
        is_outdated=bool(own.choice) and not own.is_inherited and own.revision < idea.revision,
        is_inherited=own.is_inherited,
    )


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
