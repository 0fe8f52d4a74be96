"""Submitting, editing and withdrawing an idea."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core import keys
from core.errors import Invalid, Refusal, require
from core.privacy import SMALLEST_TRACE, only_day
from core.text import is_blank
from ideas import queries, rules
from ideas.actions.events import kept_of
from ideas.actions.taking_part import contribute_to
from ideas.models import Campaign, Idea, JourneyStage, Step
from people.actions import record
from people.models import User
from people.queries import reporting_unit

BATCH = 500
TWICE = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
UNSAID = "und"  # in an anonymous idea the author's own language would tell one colleague from the others
EDITABLE = ("title", "today", "better", "stage", "barrier")


class CampaignClosed(Refusal):
    """Raised outside the listening step, with the date on which it opens or on which it closed."""

    code = "campaign_closed"

    def __init__(self, campaign: Campaign) -> None:
        step = campaign.step
        if campaign.held_at is not None:
            moment, text = campaign.held_at, _("This campaign is on hold since %(date)s. Your text is kept here.")
        elif step == Step.PLANNED:
            moment, text = campaign.listens_at, _("This campaign opens on %(date)s. Please come back then.")
        else:
            moment, text = campaign.curates_at, _("This campaign stopped listening on %(date)s.")
        shown = date_format(timezone.localtime(moment), "DATE_FORMAT")
        super().__init__(text % {"date": shown}, date=moment.isoformat())


class AnonymousNotAllowed(Refusal):
    """Raised when an anonymous idea is sent to a campaign that wants names."""

    code = "anonymous_not_allowed"
    message = _("This campaign does not take anonymous ideas. Your role and unit would be shown, never your name.")


class TooManyIdeas(Refusal):
    """Raised after more ideas of one person within the hour than a colleague would have: it is a script."""

    code = "too_many"
    status = 429
    message = _("You have shared many ideas within the hour. They are all kept. Please share the next ones later.")

    def __init__(self) -> None:
        super().__init__(retry_after=int(AN_HOUR.total_seconds()))


class AlreadyVotedOn(Refusal):
    """Raised when the author would change what others have already voted on."""

    code = "already_voted_on"
    message = _("Colleagues have already voted on these words, so they can no longer change.")


@transaction.atomic
def submit(
    *,
    by: User,
    campaign: Campaign,
    title: str,
    today: str = "",
    better: str = "",
    stage: JourneyStage | None = None,
    barrier: str = "",
    anonymous: bool = False,
    language: str = "",
    at: datetime | None = None,
) -> Idea:
    """Share an idea with everyone whom `campaign` asks. `at` is when it was said, for an import; now by default."""
    moment = at or timezone.now()
    _require_open_to(by, campaign, moment, anonymous=anonymous)
    title = _one_line(title)
    contribute_to(campaign, by=by, at=at)
    pseudonym = keys.pseudonym(campaign.key_name, by.pk, "author")
    said = queries.said_since(campaign, by, pseudonym, since=moment - AN_HOUR)
    require(said < settings.COCREATE_IDEAS_AN_HOUR, TooManyIdeas)
    return Idea.objects.create(
        campaign=campaign,
        title=title,
        today=today.strip(),
        better=better.strip(),
        stage=stage,
        barrier=barrier,
        language=language or (UNSAID if anonymous else by.locale),
        author=None if anonymous else by,
        author_key=pseudonym if anonymous else None,
        job_title="" if anonymous else by.job_title,
        unit=reporting_unit(by.unit, smallest=SMALLEST_TRACE) if anonymous else by.unit,
        possible_duplicate_of=queries.same_words(campaign, title, since=moment - TWICE),
        submitted_at=only_day(moment) if anonymous else moment,
    )


def _require_open_to(by: User, campaign: Campaign, moment: datetime, *, anonymous: bool) -> None:
    require(rules.is_asked(by, campaign))
    if campaign.held_at is not None or campaign.step_at(moment) != Step.LISTEN:
        raise CampaignClosed(campaign)
    if anonymous and not campaign.anonymous_allowed:
        raise AnonymousNotAllowed


def _one_line(title: str) -> str:
    line = " ".join(title.split())
    if is_blank(line):
        raise Invalid(_("Write one line, so colleagues know what they vote on."), field="title")
    return line


@transaction.atomic
def edit(*, by: User, idea: Idea, **fields: Any) -> Idea:
    """Change one's own idea, as long as nobody else has voted on it. `fields` are some of `EDITABLE`."""
    idea = queries.locked(idea)
    _require_own(by, idea)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise Invalid(_("This cannot be changed."), field=name)
        setattr(idea, name, value)
    idea.title = _one_line(idea.title)
    idea.edited_at = kept_of(idea, timezone.now())
    idea.save(update_fields=[*fields, "edited_at"])
    return idea


@transaction.atomic
def withdraw(*, by: User, idea: Idea) -> Idea:
    """Take one's own idea back, as long as nobody else has voted on it. It is shown to nobody from then on."""
    idea = queries.locked(idea)
    _require_own(by, idea)
    idea.withdrawn_at = kept_of(idea, timezone.now())
    idea.save(update_fields=["withdrawn_at"])
    record("ideas.withdraw", by=None, on=idea, at=idea.withdrawn_at)
    return idea


def _require_own(by: User, idea: Idea) -> None:
    require(rules.is_author(by, idea))
    if idea.campaign.step not in (Step.LISTEN, Step.CURATE):
        raise CampaignClosed(idea.campaign)
    require(rules.may_edit(by, idea), AlreadyVotedOn)


@transaction.atomic
def set_status(*, by: User, idea: Idea, status: str, reason: str = "") -> Idea:
    """Say where `idea` has got to. Declining needs a reason; merging is another verb."""
    idea = queries.locked(idea)
    require(rules.may_curate(by, idea.campaign))
    if status not in Idea.Status.values or status == Idea.Status.MERGED:
        raise Invalid(_("An idea is open, shortlisted, adopted, delivered or declined."), field="status")
    if status == Idea.Status.DECLINED and is_blank(reason):
        raise Invalid(_("Say why, so that its author can understand it."), field="reason")
    before = {"status": idea.status, "reason": idea.reason}
    idea.status, idea.reason = status, reason.strip()
    idea.save(update_fields=["status", "reason"])
    record("ideas.set_status", by=by, on=idea, before=before, after={"status": status, "reason": idea.reason})
    return idea


def take_over(*, ideas: Iterable[Idea]) -> list[Idea]:
    """Save the ideas of an import, already checked, and return them in the same order."""
    return Idea.objects.bulk_create(list(ideas), batch_size=BATCH)


def mark_voted_on(idea: Idea) -> None:
    """Remember that somebody has voted on `idea`, which ends free editing. Writes only the first time."""
    if not idea.voted_on:
        Idea.objects.filter(pk=idea.pk, voted_on=False).update(voted_on=True)
        idea.voted_on = True
