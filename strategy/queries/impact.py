"""The golden thread: from an idea to its theme, its priority, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Subquery

from curation import queries as curation_queries
from curation.models import Placement
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from people.models import User
from strategy.models import Commitment, PublishedGround
from votes import queries as votes_queries

OWN = 200


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """A knot of the thread: of `kind` idea, theme, priority, promised, late, kept, broken or declined.

    `state` is fill for what happened and next for what is to come.
    `text` is what somebody wrote, empty for what is still to come. `target` names what the knot leads to: the id of an
    idea or a theme, or slug, version and position of a published priority. `number` is a priority's; `by` is a leader.
    """

    kind: str
    when: date | datetime | None
    text: str = ""
    target: tuple[int | str, ...] = ()
    state: str = "fill"
    number: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """An idea with its thread, and the short word for where it stands: open, themed, priority or declined."""

    idea: Idea
    steps: list[ThreadStep]
    standing: str

    @property
    def last_sewn(self) -> int:
        """The index of the last knot before what is still to come, or -1 when nothing is to come."""
        sewn = [step.state == "fill" for step in self.steps]
        return sewn.index(False) - 1 if False in sewn else -1


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a campaign in which a person took part, and of which nobody can tell any more how they voted."""

    campaign: Campaign
    ideas: int
    in_priority: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What became of what one person said. `supported` counts their supported ideas by published priority.

    Votes are counted in campaigns whose key exists; `forgotten` are the others that the person took part in.
    """

    strands: list[Strand]
    in_priority: int
    votes: int
    supported: list[tuple[PublishedGround, int]] = field(default_factory=list)
    forgotten: list[Became] = field(default_factory=list)


def grounds(idea_ids: Sequence[int]) -> dict[int, PublishedGround]:
    """The newest published priority that each idea became part of: idea id → ground. One query."""
    rows = PublishedGround.objects.filter(idea__in=idea_ids).select_related("publication__strategy")
    # Without the text of the publication, which would come once for each idea.
    light = rows.defer("publication__content")
    return {row.idea_id: row for row in light.order_by("publication__published_at", "publication_id", "-position")}


def strands(ideas: Sequence[Idea]) -> list[Strand]:
    """Each idea with its thread. Three queries, however many ideas."""
    ids = [idea.pk for idea in ideas]
    placed, ground = curation_queries.placements_of(ids), grounds(ids)
    promised = _promises(list(ground.values()))
    return [_strand(idea, placed.get(idea.pk), ground.get(idea.pk), promised) for idea in ideas]


def threads(idea: Idea) -> Strand:
    """The thread of one idea."""
    return strands([idea])[0]


def _promises(rows: list[PublishedGround]) -> dict[tuple[int, str], Commitment]:
    """The next promise under each published priority: (strategy id, title) → commitment.

    By title: positions of the working text may have moved since, and would name another priority.
    """
    found = Commitment.objects.filter(
        strategy__in={row.publication.strategy_id for row in rows}, priority__isnull=False
    ).exclude(status=Commitment.Status.WITHDRAWN)
    ordered = found.select_related("leader", "priority").order_by("-due_on", "-pk")
    by_place: dict[tuple[int, str], Commitment] = {}
    for row in ordered:
        place = (row.strategy_id, row.priority.title if row.priority else "")
        if row.status == Commitment.Status.OPEN or place not in by_place:
            by_place[place] = row
    return by_place


def _strand(
    idea: Idea,
    placement: Placement | None,
    ground: PublishedGround | None,
    promised: dict[tuple[int, str], Commitment],
) -> Strand:
    steps = [ThreadStep("idea", idea.submitted_at, idea.title, (idea.pk,))]
    if placement is not None:
        steps.append(ThreadStep("theme", placement.placed_at, placement.theme.title, (placement.theme_id,)))
    if idea.is_declined:
        return Strand(idea, [*steps, ThreadStep("declined", None, idea.reason)], "declined")
    if ground is None:
        return Strand(idea, [*steps, _next_step(idea, placement)], "themed" if placement else "open")
    steps.append(_priority_step(ground))
    promise = promised.get((ground.publication.strategy_id, ground.title))
    if promise is not None:
        steps.append(_promise_step(promise))
    return Strand(idea, steps, "priority")


def _priority_step(ground: PublishedGround) -> ThreadStep:
    publication = ground.publication
    target = (publication.strategy.slug, publication.number, ground.position)
    return ThreadStep("priority", publication.published_at, ground.title, target, number=ground.position)


def _promise_step(promise: Commitment) -> ThreadStep:
    by = promise.leader.job_title or promise.leader.display_name
    if promise.status == Commitment.Status.OPEN:
        return ThreadStep(
            "late" if promise.is_late else "promised", promise.due_on, promise.promise, state="next", by=by
        )
    return ThreadStep(promise.status, promise.settled_on, promise.promise, by=by)


def _next_step(idea: Idea, placement: Placement | None) -> ThreadStep:
    if placement is None:
        return ThreadStep("theme", idea.campaign.shapes_at, state="next")
    return ThreadStep("priority", idea.campaign.publishes_at, state="next")


def impact(viewer: User) -> Impact:
    """What became of what `viewer` said and supported, while the keys of their campaigns exist."""
    own = strands(list(ideas_queries.mine(viewer)[:OWN]))
    votes, supported = 0, list[int]()
    for campaign in ideas_queries.campaigns(viewer).filter(first_contribution_at__isnull=False, key_destroyed_at=None):
        votes += votes_queries.number_cast(viewer, campaign)
        supported += votes_queries.supported(viewer, campaign)
    counted: dict[tuple[int, str], tuple[PublishedGround, int]] = {}
    for row in grounds(supported).values():
        place = (row.publication.strategy_id, row.title)
        counted[place] = (row, counted.get(place, (row, 0))[1] + 1)
    return Impact(
        strands=own,
        in_priority=sum(1 for strand in own if strand.standing == "priority"),
        votes=votes,
        supported=sorted(counted.values(), key=lambda pair: -pair[1]),
        forgotten=forgotten(viewer),
    )


def forgotten(viewer: User) -> list[Became]:
    """Campaigns in which `viewer` took part and whose key is destroyed, the latest first. One query."""
    listed = Idea.objects.filter(LISTED, campaign=OuterRef("pk")).order_by().values("campaign")
    grounded = listed.filter(Exists(PublishedGround.objects.filter(idea=OuterRef("pk"))))
    rows = ideas_queries.campaigns(viewer).filter(key_destroyed_at__isnull=False, taken_part__user=viewer).distinct()
    return [
        Became(row, row.idea_count or 0, row.grounded_count or 0)  # type: ignore[attr-defined]  # annotated
        for row in rows.annotate(
            idea_count=Subquery(listed.annotate(number=Count("pk")).values("number")),
            grounded_count=Subquery(grounded.annotate(number=Count("pk")).values("number")),
        )
    ]


def home(viewer: User) -> Strand | None:
    """The viewer's own idea that has come furthest, for the home page."""
    own = strands(list(ideas_queries.mine(viewer)[:20]))
    return max(own, key=lambda strand: len(strand.steps), default=None)
