"""Bringing a question to those who are quiet: listening longer, asking in their language, and reminding them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from core.text import is_blank
from ideas import queries, rules, telling
from ideas.actions.campaigns import VotingIsOver
from ideas.actions.ideas import CampaignClosed
from ideas.clock import DAY, Clock
from ideas.models import Campaign, Extension, Reminder
from notices.actions import remind as write_reminders
from notices.actions import tell
from people.actions import record
from people.models import User

LONGEST = timedelta(days=366)  # beyond today
LATER = ("shapes_at", "publishes_at", "follows_at")
TRANSLATED = ("title", "question", "context")
BATCH = 1000


@transaction.atomic
def extend(*, by: User, campaign: Campaign, until: date, reason: str) -> Extension:
    """Listen until the end of the day `until`, where the campaign is. The later steps move along by as much.

    Everybody who is asked is told once, by a job. Raises `CampaignClosed` unless the campaign listens: once it has
    closed, or while it is on hold, an administrator reopens it first.
    """
    campaign = queries.locked_campaign(campaign)
    require(rules.may_run(by, campaign))
    if not campaign.is_listening:
        raise CampaignClosed(campaign)
    require(campaign.key_destroyed_at is None, VotingIsOver)
    before, end = campaign.curates_at, Clock.of(campaign).midnight(until + DAY)
    if end <= before:
        raise Invalid(_("It listens until then already. Choose a later day."), field="until")
    if end > timezone.now() + LONGEST:
        raise Invalid(_("A campaign can be extended by up to a year from today."), field="until")
    decision = Extension(campaign=campaign, before=before, until=end, reason=reason.strip())
    _check_reason(decision)
    decision.save()
    for name in LATER:
        setattr(campaign, name, getattr(campaign, name) + (end - before))
    campaign.curates_at, campaign.extended_at = end, decision.decided_at
    campaign.save(update_fields=["curates_at", *LATER, "extended_at"])
    after = {"until": end.isoformat(), "reason": decision.reason}
    record("ideas.extend_campaign", by=by, on=campaign, before={"until": before.isoformat()}, after=after)
    return decision


def _check_reason(decision: Extension) -> None:
    if is_blank(decision.reason):
        raise Invalid(_("Say why. Everybody who is asked can read it."), field="reason")
    try:
        decision.clean_fields(exclude={"told_at"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field=field) from None


def tell_extensions() -> None:
    """Tell everybody who is asked that a campaign listens longer. Broken off and run again, it tells nobody twice."""
    for decision in queries.untold():
        people = queries.asked_people(decision.campaign)
        for language in people.order_by().values_list("locale", flat=True).distinct():
            _tell(decision, [*people.filter(locale=language).values_list("pk", flat=True)], language)
        Extension.objects.filter(pk=decision.pk).update(told_at=timezone.now())


def _tell(decision: Extension, people: list[int], language: str) -> None:
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    data, path = telling.extension(decision, spoken), f"/campaigns/{decision.campaign.slug}/"
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        tell(batch, kind="campaign_extended", key=str(decision.pk), path=path, data=data)


@transaction.atomic
def translate(*, by: User, campaign: Campaign, language: str, words: Mapping[str, str]) -> Campaign:
    """Put `title`, `question` and `context` in a further language, with the limits of the first one.

    Whoever reads the site in it reads them. If all three are empty, the words in this language are taken back.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    require(rules.may_run(by, campaign))
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), field="language")
    said = {name: words.get(name, "").strip() for name in TRANSLATED}
    before: dict[str, Any] | None = campaign.words.get(language)
    if all(is_blank(text) for text in said.values()):
        campaign.words.pop(language, None)
    else:
        campaign.words[language] = _fitting(campaign, said)
    campaign.save(update_fields=["words"])
    after = {"language": language, "words": campaign.words.get(language)}
    record("ideas.translate_campaign", by=by, on=campaign, before={"language": language, "words": before}, after=after)
    return campaign


def _fitting(campaign: Campaign, said: Mapping[str, str]) -> dict[str, str]:
    """`said`, held against the limits of the columns themselves."""
    kept = {}
    for name, text in said.items():
        try:
            column = cast("models.Field[str, str]", Campaign._meta.get_field(name))
            kept[name] = str(column.clean(text, campaign))
            MaxLengthValidator(column.max_length or len(text))(text)  # a column of long text does not look itself
        except ValidationError as error:
            raise Invalid(error.messages[0], field=name) from None
    return kept


@transaction.atomic
def remind(*, campaign: Campaign) -> bool:
    """Remind whoever is asked and has not taken part, if it is time; whether it was.

    Call it once all who took part are noted (participation.actions.remind). Nothing tells afterwards who was reminded,
    nor how many. One transaction holds the row that says that it was done and all that is to be sent: a run that dies
    has reminded nobody, and of two at once the second finds the row.
    """
    if not queries.is_reminder_due(campaign) or not queries.knows_voters(campaign):
        return False
    number = queries.reminders(campaign).count() + 1
    today = Clock.of(campaign).day(timezone.now())
    _row, is_new = Reminder.objects.get_or_create(campaign=campaign, number=number, defaults={"on": today})
    if is_new:
        letters = {language: telling.reminder(campaign, language) for language, _name in settings.LANGUAGES}
        write_reminders(queries.silent_people(campaign), letters=letters)
    return is_new
