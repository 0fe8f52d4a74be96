"""Whom a campaign has not reached yet, and what was done about it."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from ideas.clock import Clock, reminder_due
from ideas.models import Campaign, Extension, Meeting, Reminder, TakenPart
from people.models import Unit, User
from people.queries import members, open_units


def extensions(campaign: Campaign) -> list[Extension]:
    """By which decisions `campaign` listens longer, the last one first. No query where there was none."""
    if campaign.extended_at is None:
        return []
    return list(campaign.extensions.order_by("-decided_at", "-pk"))


def untold() -> list[Extension]:
    """Extensions of which not everybody has been told yet, the oldest first."""
    return list(Extension.objects.filter(told_at=None).select_related("campaign").order_by("decided_at", "pk"))


def reminders(campaign: Campaign) -> QuerySet[Reminder]:
    """On which days a reminder went out. To whom is not known."""
    return campaign.reminders.order_by("number")


def meetings(campaign: Campaign) -> QuerySet[Meeting]:
    """Meetings that were written down, the latest first, each with `said`: how many ideas of it are there."""
    return campaign.meetings.select_related("unit").annotate(said=Count("ideas")).order_by("-on", "-pk")


def meeting(campaign: Campaign, pk: int) -> Meeting | None:
    """One of them."""
    return meetings(campaign).filter(pk=pk).first()


def asked_units(campaign: Campaign) -> QuerySet[Unit]:
    """Open units whose people `campaign` asks, in tree order."""
    asked = campaign.audience_paths
    if not asked:
        return open_units()
    found: QuerySet[Unit] = Unit.objects.none()
    for path in asked:
        found = found | Unit.objects.filter(path__startswith=path, closed_on=None)
    return found.order_by("path")


def asked_people(campaign: Campaign) -> QuerySet[User]:
    """Everybody whom `campaign` asks now."""
    units = list(campaign.audience.all())
    return members(units) if units else User.objects.filter(is_active=True).order_by("pk")


def silent_people(campaign: Campaign) -> Iterable[int]:
    """Ids of people who are asked and of whom nothing tells that they took part. For the reminder alone.

    What is answered must reach no page, log or table: it is the list that nobody may see.
    """
    heard = TakenPart.objects.filter(campaign=campaign, user=OuterRef("pk"))
    return asked_people(campaign).filter(~Exists(heard)).values_list("pk", flat=True).iterator()


def is_reminder_due(campaign: Campaign) -> bool:
    """Whether a reminder goes out in `campaign` now. One query while it listens."""
    if not (campaign.reminds and campaign.is_listening):
        return False
    sent = list(reminders(campaign).values_list("on", flat=True))
    return reminder_due(Clock.of(campaign), campaign.listens_at, campaign.curates_at, sent, timezone.now())


def to_remind() -> list[Campaign]:
    """Campaigns in which a reminder goes out now. A query for each that listens."""
    return [row for row in Campaign.objects.listening().order_by("pk") if is_reminder_due(row)]


def languages(campaign: Campaign) -> list[tuple[str, str, dict[str, str]]]:
    """Each language of this site with its name, and the words of `campaign` in it: none, where there are none."""
    return [(code, str(name), campaign.words.get(code, {})) for code, name in settings.LANGUAGES]
