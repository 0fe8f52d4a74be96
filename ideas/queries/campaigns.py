"""Which campaigns there are and where they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from core import keys
from ideas.models import Campaign, JourneyStage, Step
from ideas.models.campaign import ROAD, CampaignQuerySet
from people.models import User


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One of the five steps, for the stepper: `state` is `done`, `now` or `next`."""

    name: str
    state: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shelves:
    """Campaigns by where they stand: those that listen, those to come, the others; the most urgent first."""

    listening: list[Campaign]
    planned: list[Campaign]
    earlier: list[Campaign]


def campaigns(viewer: User) -> CampaignQuerySet:
    """Campaigns that `viewer` may see: those that listen soonest to end first come last to first by their dates."""
    return Campaign.objects.visible_to(viewer).order_by("-listens_at", "-pk")


def listening(viewer: User) -> CampaignQuerySet:
    """Campaigns that ask `viewer` now, the one that closes first on top."""
    return Campaign.objects.visible_to(viewer).listening().order_by("curates_at", "pk")


def road(campaign: Campaign) -> list[RoadStep]:
    """The five steps of `campaign` with their dates and states."""
    now = campaign.held_at or timezone.now()
    step = campaign.step_at(now)
    starts = [getattr(campaign, field) for _, field in ROAD]
    ends = [*starts[1:], None]
    steps = []
    for (name, _), start, end in zip(ROAD, starts, ends, strict=True):
        state = "now" if name == step else ("done" if start <= now else "next")
        steps.append(RoadStep(name=str(Step(name).label), state=state, starts_at=start, ends_at=end))
    return steps


def shelves(viewer: User) -> Shelves:
    """Campaigns that `viewer` may see, by whether they listen now. One query."""
    rows = list(campaigns(viewer))
    return Shelves(
        listening=sorted((row for row in rows if row.is_listening), key=lambda row: (row.curates_at, row.pk)),
        planned=sorted((row for row in rows if row.step == Step.PLANNED), key=lambda row: (row.listens_at, row.pk)),
        earlier=[row for row in rows if not row.is_listening and row.step != Step.PLANNED],
    )


def stages() -> QuerySet[JourneyStage]:
    """The stages of the customer's journey, in its order."""
    return JourneyStage.objects.order_by("position", "pk")


def read_key(viewer: User, campaign: Campaign) -> bytes | None:
    """The viewer's pseudonym in `campaign`, or `None` while nobody has contributed or when the key is gone."""
    if campaign.first_contribution_at is None or not keys.exists(campaign.key_name):
        return None
    return keys.pseudonym(campaign.key_name, viewer.pk)
