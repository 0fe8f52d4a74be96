"""Opening and running a campaign, and taking part in one."""

from collections.abc import Iterable
from datetime import date, datetime
from random import SystemRandom
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import keys
from core.errors import Invalid, Refusal, require
from core.jobs import enqueue
from ideas import rules
from ideas.models import Campaign, JourneyStage, TakenPart
from ideas.models.campaign import ROAD
from people.actions import record
from people.models import Unit, User

BATCH = 2000
FROZEN = ("anonymous_allowed", "smallest_group")
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
)


class Frozen(Refusal):
    """Raised when a rule that people relied on would change after the first contribution."""

    code = "frozen"
    message = _("People have already contributed under this rule, so it can no longer change.")


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
    """Change dates, words and rules. Who is shown and the smallest group freeze with the first contribution."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    require(rules.may_run(by, campaign))
    before = _rules_of(campaign)
    for name, value in fields.items():
        if name not in RULES:
            raise Invalid(_("This cannot be changed."), field=name)
        frozen = name in FROZEN and campaign.first_contribution_at is not None
        if frozen and getattr(campaign, name) != value:
            raise Frozen
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
    """Let the dates decide again."""
    return _set_held(by, campaign, None, "ideas.reopen_campaign")


def _set_held(by: User, campaign: Campaign, moment: datetime | None, verb: str) -> Campaign:
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    require(by.has_role_over("administrator", None))
    campaign.held_at = moment
    campaign.save(update_fields=["held_at"])
    record(verb, by=by, on=campaign)
    return campaign


def add_stages(*, names: Iterable[str]) -> list[JourneyStage]:
    """The stages with these names, made at the end of the journey where they are new."""
    start = JourneyStage.objects.count()
    return [
        JourneyStage.objects.get_or_create(name=name, defaults={"position": start + position})[0]
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


def seal(campaign: Campaign, *, at: datetime) -> None:
    """Make the campaign's key and freeze its rules, with the first contribution. Later ones change nothing."""
    if campaign.first_contribution_at is None:
        keys.make(campaign.key_name)
        Campaign.objects.filter(pk=campaign.pk, first_contribution_at=None).update(first_contribution_at=at)
        campaign.first_contribution_at = at


def contribute_to(campaign: Campaign, *, by: User, at: datetime | None = None) -> bytes:
    """The pseudonym under which `by` contributes. The first one makes the campaign's key and freezes its rules.

    Call it inside the transaction of the contribution. That somebody took part is written later, in another one.
    Raises `KeyMissing` when a key that was in use is gone.
    """
    seal(campaign, at=at or timezone.now())
    pseudonym = keys.pseudonym(campaign.key_name, by.pk)
    on = timezone.localdate(at or timezone.now())
    if not TakenPart.objects.filter(campaign=campaign, user=by, on=on).exists():
        enqueue(
            "ideas.note_taken_part",
            or_now=True,
            campaign_id=campaign.pk,
            user_id=by.pk,
            unit_id=by.unit.pk if by.unit else None,
            on=on.isoformat(),
        )
    return pseudonym


def note_taken_part(*, campaign_id: int, user_id: int, unit_id: int | None, on: date) -> None:
    """Remember that a person took part on a day, for coverage. Twice is once."""
    row = TakenPart(campaign_id=campaign_id, user_id=user_id, unit_id=unit_id, on=on)
    TakenPart.objects.bulk_create([row], ignore_conflicts=True)


def note_many_taken_part(*, campaign: Campaign, days: Iterable[tuple[int, int | None, datetime]]) -> None:
    """The same for an import: (user id, unit id, when) of each contribution, in any order."""
    found = {(user, timezone.localdate(at)): unit for user, unit, at in days}
    rows = [TakenPart(campaign=campaign, user_id=user, unit_id=unit, on=on) for (user, on), unit in found.items()]
    TakenPart.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def mix_taken_part(*, campaign: Campaign, since: date) -> None:
    """Write the rows of taking part from `since` on anew, in random order and as one transaction.

    Left as they were written, their order beside the order of the votes told whose each pseudonym is, without any key.
    """
    rows = list(TakenPart.objects.select_for_update().filter(campaign=campaign, on__gte=since))
    TakenPart.objects.filter(pk__in=[row.pk for row in rows]).delete()
    SystemRandom().shuffle(rows)
    for row in rows:
        row.pk = None
    TakenPart.objects.bulk_create(rows, batch_size=BATCH)


def _check(campaign: Campaign) -> None:
    try:
        campaign.full_clean(validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field=field) from None


def _rules_of(campaign: Campaign) -> dict[str, Any]:
    values = {name: getattr(campaign, name) for name in RULES}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
