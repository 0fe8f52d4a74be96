"""Writing down what a group said where nobody had a screen (docs/decisions/0026)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from ideas import queries, rules
from ideas.actions.ideas import TWICE, CampaignClosed, TooManyIdeas, hold_if_naming, one_line
from ideas.actions.indexing import index
from ideas.actions.taking_part import seal
from ideas.clock import Clock
from ideas.models import Campaign, Idea, Meeting
from people.actions import record
from people.models import Unit, User

MOST_IDEAS = 20
MOST_MEETINGS = 20  # of a campaign within an hour: more are a script
AN_HOUR = timedelta(hours=1)


@transaction.atomic
def note_meeting(
    *, by: User, campaign: Campaign, unit: Unit, on: date, people: int, ideas: Iterable[str], language: str = ""
) -> Meeting:
    """Write down the ideas of a meeting of `people` in `unit`, a line for each, on behalf of the group.

    They are ideas of the unit without an author. Nobody counts as having taken part by them, the curator neither.
    Raises `Invalid` for a group that is smaller than the campaign shows, for then one could guess who said it.
    """
    campaign = queries.locked_campaign(campaign)
    require(rules.may_curate(by, campaign))
    if not campaign.is_listening:
        raise CampaignClosed(campaign)
    now = timezone.now()
    _check(campaign, unit, on, people, now)
    lines = _lines(ideas)
    lately = campaign.meetings.filter(written_at__gte=now - AN_HOUR).count()
    require(lately < MOST_MEETINGS, TooManyIdeas)
    seal(campaign, at=now)
    meeting = Meeting.objects.create(campaign=campaign, unit=unit, on=on, people=people)
    for line in lines:
        _keep(meeting, line, language or by.locale, now)
    said = {"unit": unit.code, "on": on.isoformat(), "people": people, "ideas": len(lines)}
    record("ideas.note_meeting", by=by, on=meeting, after=said)
    return meeting


def _keep(meeting: Meeting, line: str, language: str, now: datetime) -> None:
    idea = Idea.objects.create(
        campaign=meeting.campaign,
        title=line,
        language=language,
        unit=meeting.unit,
        meeting=meeting,
        met_on=meeting.on,
        met_people=meeting.people,
        possible_duplicate_of=queries.same_words(meeting.campaign, line, since=now - TWICE),
        submitted_at=now,
    )
    index([idea])
    hold_if_naming(idea)


def _check(campaign: Campaign, unit: Unit, on: date, people: int, now: datetime) -> None:
    if not queries.asked_units(campaign).filter(pk=unit.pk).exists():
        raise Invalid(_("This campaign does not ask the people of this unit."), field="unit")
    clock = Clock.of(campaign)
    if not clock.day(campaign.listens_at) <= on <= clock.day(now):
        raise Invalid(_("The meeting was between the opening of the campaign and today."), field="on")
    if people < campaign.smallest_group:
        text = _("At least %(people)s people: of fewer, one could guess who said it. They can share it themselves.")
        raise Invalid(text % {"people": campaign.smallest_group}, field="people")
    if people > unit.headcount:
        text = _("This unit has %(people)s people. Count those of other units in a meeting of their own.")
        raise Invalid(text % {"people": unit.headcount}, field="people")


def _lines(ideas: Iterable[str]) -> list[str]:
    """Each idea in one line, with the limits of any other idea."""
    lines = [line for line in ideas if line.strip()]
    if not 1 <= len(lines) <= MOST_IDEAS:
        raise Invalid(_("Write 1 to %(most)s ideas, one in each line.") % {"most": MOST_IDEAS}, field="ideas")
    kept = []
    for place, line in enumerate(lines, start=1):
        try:
            kept.append(str(Idea._meta.get_field("title").clean(one_line(line), None)))
        except ValidationError as error:
            text = _("Line %(line)s: %(problem)s") % {"line": place, "problem": error.messages[0]}
            raise Invalid(text, field="ideas") from None
        except Invalid as refusal:
            raise Invalid(refusal.message, field="ideas") from None
    return kept
