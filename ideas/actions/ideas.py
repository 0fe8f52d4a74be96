"""Submitting an idea. Changing it and taking it back stand in `editing`."""

from collections.abc import Iterable, Set
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
from ideas import naming, queries, rules
from ideas.actions.cases import open_case
from ideas.actions.events import kept_of
from ideas.actions.images import keep_images
from ideas.actions.indexing import index
from ideas.actions.moderation import require_not_paused
from ideas.actions.taking_part import contribute_to
from ideas.images import Drawn
from ideas.models import Campaign, Flag, Idea, JourneyStage, Step
from people import receipts
from people.models import User
from people.queries import borne_names, reporting_unit

BATCH = 500
TWICE = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
UNSAID = "und"  # in an anonymous idea the author's own language would tell one colleague from the others


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
    images: Iterable[tuple[Drawn, str]] = (),
    at: datetime | None = None,
) -> Idea:
    """Share an idea with everyone whom `campaign` asks; what seems to name a person waits for a curator first.

    `images` come each with what it shows. `at` is when it was said, for an import; now by default.
    """
    moment = at or timezone.now()
    day = only_day(moment)
    _require_open_to(by, campaign, moment, anonymous=anonymous)
    words = {"title": one_line(title), "today": today.strip(), "better": better.strip()}
    contribute_to(campaign, by=by, at=at)
    idea = Idea(
        campaign=campaign,
        **words,
        stage=stage,
        barrier=barrier,
        language=language or (UNSAID if anonymous else by.locale),
        # Said twice within minutes. Of an anonymous idea that would tell the minute, so it is the day.
        possible_duplicate_of=queries.same_words(campaign, words["title"], since=day if anonymous else moment - TWICE),
        submitted_at=day if anonymous else moment,
        **_said_by(by, campaign, moment, anonymous=anonymous),
    )
    idea.save()
    _keep_receipt(idea)
    index([idea])
    hold_if_naming(idea)
    keep_images(idea, images)
    return idea


def _keep_receipt(idea: Idea) -> None:
    """Keep the fingerprint of the code that only the author of an anonymous idea gets (`queries.receipt_code`)."""
    if idea.is_anonymous:
        idea.receipt = receipts.digest(keys.pseudonym(idea.campaign.key_name, idea.pk, "receipt"))
        idea.save(update_fields=["receipt"])


def _said_by(by: User, campaign: Campaign, moment: datetime, *, anonymous: bool) -> dict[str, Any]:
    """The fields that say who wrote it, or in whose place a code stands. Refuses whoever has said too much."""
    pseudonym = keys.pseudonym(campaign.key_name, by.pk, "author")
    said = queries.said_since(campaign, by, pseudonym, since=moment - AN_HOUR)
    require(said < settings.COCREATE_IDEAS_AN_HOUR, TooManyIdeas)
    if not anonymous:
        return {"author": by, "job_title": by.job_title, "unit": by.unit}
    require_not_paused(campaign, pseudonym, at=moment)
    return {"author_key": pseudonym, "unit": reporting_unit(by.unit, smallest=SMALLEST_TRACE)}


def _require_open_to(by: User, campaign: Campaign, moment: datetime, *, anonymous: bool) -> None:
    require(rules.is_asked(by, campaign))
    if campaign.held_at is not None or campaign.step_at(moment) != Step.LISTEN:
        raise CampaignClosed(campaign)
    if anonymous and not campaign.anonymous_allowed:
        raise AnonymousNotAllowed


def one_line(title: str) -> str:
    """`title` without line breaks. Raises `Invalid` when nobody would see anything."""
    line = " ".join(title.split())
    if is_blank(line):
        raise Invalid(_("Write one line, so colleagues know what they vote on."), field="title")
    return line


def named_in(idea: Idea) -> set[str]:
    """Whom the words of `idea` seem to name, and how they could be reached."""
    text = "\n".join((idea.title, idea.today, idea.better))
    known = borne_names(naming.likely_names(text))
    return {*naming.ways_to_reach(text), *naming.titled(text), *known}


def hold_if_naming(idea: Idea, *, read: Set[str] = frozenset()) -> None:
    """Keep an idea that seems to name a person from colleagues until a curator has read it. `read` was there before."""
    if named_in(idea) <= read:
        return
    open_case(idea=idea, why=Flag.Why.NAMES_PERSON)
    if not idea.is_hidden:
        idea.hidden_at = kept_of(idea, timezone.now())
        idea.save(update_fields=["hidden_at"])


def take_over(*, ideas: Iterable[Idea]) -> list[Idea]:
    """Save the ideas of an import, already checked, and return them in the same order."""
    saved = Idea.objects.bulk_create(list(ideas), batch_size=BATCH)
    index(saved)
    return saved


def mark_voted_on(idea: Idea) -> None:
    """Remember that somebody has voted on `idea`, which ends free editing. Writes only the first time."""
    if not idea.voted_on:
        Idea.objects.filter(pk=idea.pk, voted_on=False).update(voted_on=True)
        idea.voted_on = True
