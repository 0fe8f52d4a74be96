"""Which campaigns there are and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from core import keys, locks
from core.prepared import Prepared, columns, made
from ideas.models import Campaign, Comment, Idea, JourneyStage, Share, Step, TakenPart
from ideas.models.campaign import ROAD, CampaignQuerySet
from ideas.rules import is_asked
from people.models import Grant, Membership, User

SHARE = """
WITH gate AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))
SELECT 1 FROM gate, ideas_campaign WHERE id = %s FOR SHARE OF ideas_campaign
"""
PATIENCE = "8s"  # for which whoever closes a campaign waits for the votes that were there before


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
    """Campaigns that `viewer` may see, the one that began to listen last on top."""
    return Campaign.objects.visible_to(viewer).order_by("-listens_at", "-pk")


def listening(viewer: User) -> CampaignQuerySet:
    """Campaigns that ask `viewer` now, the one that closes first on top."""
    return Campaign.objects.visible_to(viewer).listening().order_by("curates_at", "pk")


def asking(viewer: User) -> list[Campaign]:
    """Campaigns that are put to `viewer` now and in which they have not taken part, the one that closes first on top.

    Three queries. A role shows one more campaigns than one is asked in. Taking part is known minutes after it.
    """
    heard = TakenPart.objects.filter(user=viewer, campaign=OuterRef("pk"))
    rows = list(listening(viewer).filter(~Exists(heard)).prefetch_related("audience"))
    for row in rows:
        row.audience_paths = [unit.path for unit in row.audience.all()]
    return [row for row in rows if is_asked(viewer, row)]


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


def _visible_campaign(_shape: None, *, slug: str, viewer: int) -> QuerySet[Campaign, Any]:
    """The columns of a campaign that asks the viewer, or that the viewer has a role to see."""
    place = Membership.objects.filter(user=viewer, until=None).values("unit__path")[:1]
    asked = Campaign.audience.through.objects.filter(campaign=OuterRef("pk"))
    asks_viewer = asked.annotate(place=Subquery(place)).filter(place__startswith=F("unit__path"))  # type: ignore[misc]
    leads = Grant.objects.filter(user=viewer)
    found = Campaign.objects.filter(~Exists(asked) | Exists(asks_viewer) | Exists(leads), slug=slug)
    counted = Share.objects.filter(campaign=OuterRef("pk")).values("campaign").annotate(sum=Sum("number")).values("sum")
    found = found.annotate(asks_some=Exists(asked), idea_sum=Subquery(counted))
    return found.values_list(*columns(Campaign), "asks_some", "idea_sum")


VISIBLE_CAMPAIGN = Prepared(_visible_campaign)


def campaign(viewer: User, slug: str) -> Campaign | None:
    """The campaign with this address, if `viewer` may see it. One query."""
    rows = VISIBLE_CAMPAIGN.rows(slug=slug, viewer=viewer.pk) if viewer.is_active else []
    if not rows:
        return None
    found = made(Campaign, rows[0][:-2])
    found.idea_number = rows[0].idea_sum or 0
    if not rows[0].asks_some:
        found.audience_paths = []
    return found


def stages() -> QuerySet[JourneyStage]:
    """The stages of the customer's journey, in its order."""
    return JourneyStage.objects.order_by("position", "pk")


def read_key(viewer: User, campaign: Campaign, purpose: str = "vote") -> bytes | None:
    """The viewer's pseudonym in `campaign`, or `None` while nobody has contributed or when the key cannot be read.

    People vote and write under different ones: `purpose` is `vote` or `author`.
    """
    if campaign.first_contribution_at is None:
        return None
    return keys.find_pseudonym(campaign.key_name, viewer.pk, purpose)


def knows_voters(campaign: Campaign) -> bool:
    """Whether people can be shown their own votes: the key can be read, or nobody has needed one yet."""
    return campaign.first_contribution_at is None or keys.find(campaign.key_name) is not None


def pseudonyms(campaign: Campaign, people: Iterable[int], purpose: str) -> dict[bytes, int]:
    """Pseudonym in `campaign` → id of each of `people`; empty when there is no key to be read. For jobs only."""
    if campaign.first_contribution_at is None:
        return {}
    return keys.find_pseudonyms(campaign.key_name, people, purpose)


def who_wrote(campaign: Campaign) -> set[int]:
    """Ids of people who shared an idea or commented under their name. For jobs only."""
    authors = Idea.objects.filter(campaign=campaign).exclude(author=None).values_list("author_id", flat=True)
    talkers = Comment.objects.filter(idea__campaign=campaign).exclude(author=None)
    return set(authors.distinct()) | set(talkers.values_list("author_id", flat=True).distinct())


def gate(campaign_id: int) -> str:
    """The name of the lock (core.locks) that votes share and that whoever closes the campaign takes.

    The row alone is not enough: PostgreSQL lets those who share a row pass whoever waits for it, so that under steady
    voting a campaign could not be closed for as long as people vote. At this lock, who comes later stands behind.
    """
    return f"campaign {campaign_id}"


def shared(campaign: Campaign) -> Campaign:
    """The campaign as it is now. Others may read it too until the transaction ends, but nobody may close it."""
    if connection.vendor == "postgresql":  # elsewhere, whoever writes is alone
        with connection.cursor() as cursor:
            cursor.execute(SHARE, [locks.number(gate(campaign.pk)), campaign.pk])
    found = Campaign.objects.get(pk=campaign.pk)
    if "audience_paths" in vars(campaign):  # whom it asks is decided when it opens
        found.audience_paths = campaign.audience_paths
    return found


def locked_campaign(campaign: Campaign) -> Campaign:
    """The row of `campaign`, once the votes that were there before are in, locked until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        locks.wait_until_commit(gate(campaign.pk))
    return Campaign.objects.select_for_update().get(pk=campaign.pk)
