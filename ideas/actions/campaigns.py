"""Opening and running a campaign."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from ideas import queries, rules
from ideas.models import Campaign, JourneyStage, Step
from ideas.models.campaign import ROAD
from people.actions import record
from people.models import Unit, User

FROZEN = ("anonymous_allowed", "smallest_group")
VOTING = ("listens_at", "curates_at")
RULES = (
    "title",
    "question",
    "context",
    "asked_by",
    *[field for _, field in ROAD],
    "anonymous_allowed",
    "smallest_group",
    "answer_threshold",
    "answer_days",
    "coverage_goal",
    "read_days",
    "time_zone",
    "holidays",
    "reminds",
)
LONGEST_PROMISE = 60  # working days
MOST_HOLIDAYS = 400


class Frozen(Refusal):
    """Raised when a rule that people relied on would change after the first contribution."""

    code = "frozen"
    message = _("People have already contributed under this rule, so it can no longer change.")


class VotingIsOver(Frozen):
    """Raised when a campaign whose key is destroyed would listen once more: everybody could vote a second time."""

    message = _(
        "Voting is over here for good: the key that told one voter from another is destroyed, "
        "so these dates can no longer change. Open a new campaign instead."
    )


@transaction.atomic
def open_campaign(*, by: User | None, slug: str, audience: Iterable[Unit] = (), **fields: Any) -> Campaign:
    """Put a question to the people of `audience` (none: everyone). `by=None` is the system itself."""
    require(by is None or rules.may_open_campaign(by))
    if Campaign.objects.filter(slug=slug).exists():
        raise Invalid(_("There is already a campaign with this address."), field="slug")
    campaign = Campaign(slug=slug, **fields)
    _check(campaign)
    campaign.save()
    campaign.audience.set(audience)
    record("ideas.open_campaign", by=by, on=campaign, after=_rules_of(campaign))
    return campaign


@transaction.atomic
def change_campaign(*, by: User, campaign: Campaign, **fields: Any) -> Campaign:
    """Change dates, words and rules.

    Who is shown and the smallest group freeze with the first contribution, and the dates of voting with the end of the
    campaign's key.
    """
    campaign = queries.locked_campaign(campaign)
    require(rules.may_run(by, campaign))
    before = _rules_of(campaign)
    for name, value in fields.items():
        if name not in RULES:
            raise Invalid(_("This cannot be changed."), field=name)
        frozen = name in FROZEN and campaign.first_contribution_at is not None
        if frozen and getattr(campaign, name) != value:
            raise Frozen
        if name in VOTING and campaign.key_destroyed_at is not None and getattr(campaign, name) != value:
            raise VotingIsOver
        setattr(campaign, name, value)
    _check(campaign)
    campaign.save(update_fields=list(fields) or None)
    record("ideas.change_campaign", by=by, on=campaign, before=before, after=_rules_of(campaign))
    return campaign


@transaction.atomic
def hold(*, by: User, campaign: Campaign) -> Campaign:
    """Stop the campaign where it is, until it is reopened."""
    return _set_held(by, campaign, timezone.now(), "ideas.hold_campaign")


@transaction.atomic
def reopen(*, by: User, campaign: Campaign) -> Campaign:
    """Let the dates decide again. Raises `VotingIsOver` where people would vote whose earlier votes nobody can tell."""
    if campaign.key_destroyed_at is not None and campaign.step_at(timezone.now()) == Step.LISTEN:
        raise VotingIsOver
    return _set_held(by, campaign, None, "ideas.reopen_campaign")


def _set_held(by: User, campaign: Campaign, moment: datetime | None, verb: str) -> Campaign:
    campaign = queries.locked_campaign(campaign)
    require(by.has_role_over("administrator", None))
    campaign.held_at = moment
    campaign.save(update_fields=["held_at"])
    record(verb, by=by, on=campaign)
    return campaign


def add_stages(*, names: Iterable[str], said: Mapping[str, Mapping[str, str]] | None = None) -> list[JourneyStage]:
    """The stages with these names, made at the end of the journey where they are new: as `said` of them, by name."""
    start = JourneyStage.objects.count()
    return [
        JourneyStage.objects.get_or_create(
            name=name, defaults={"position": start + position, **((said or {}).get(name) or {})}
        )[0]
        for position, name in enumerate(names)
    ]


def set_stages(*, stages: Iterable[dict[str, Any]]) -> list[JourneyStage]:
    """Set the customer's journey: each with `name`, `icon` and `intended_experience`, in order."""
    return [
        JourneyStage.objects.update_or_create(
            name=stage["name"],
            defaults={
                "icon": stage.get("icon", "signpost"),
                "intended_experience": stage.get("intended_experience", ""),
                "position": position,
            },
        )[0]
        for position, stage in enumerate(stages)
    ]


def _check(campaign: Campaign) -> None:
    try:
        campaign.full_clean(validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field=field) from None
    _check_clock(campaign)


def _check_clock(campaign: Campaign) -> None:
    """Working days need a zone that exists, and holidays that are dates. They are kept in order, each once."""
    if not 1 <= campaign.read_days <= LONGEST_PROMISE:
        text = _("Promise to read ideas within 1 to %(most)s working days.") % {"most": LONGEST_PROMISE}
        raise Invalid(text, field="read_days")
    if campaign.time_zone not in available_timezones():
        raise Invalid(_("There is no such time zone. They read like Europe/Berlin."), field="time_zone")
    try:
        if not isinstance(campaign.holidays, list):
            raise TypeError
        campaign.holidays = sorted({date.fromisoformat(day).isoformat() for day in campaign.holidays})
    except (TypeError, ValueError):
        raise Invalid(_("Holidays are dates like 2026-12-25."), field="holidays") from None
    if len(campaign.holidays) > MOST_HOLIDAYS:
        raise Invalid(_("These are more holidays than there can be."), field="holidays")


def _rules_of(campaign: Campaign) -> dict[str, Any]:
    values = {name: getattr(campaign, name) for name in RULES}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
