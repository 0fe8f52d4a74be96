"""Campaigns and ideas in words: dates as people say them, and the road of a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.privacy import SMALLEST_TRACE
from ideas import queries, rules
from ideas.clock import Clock, day_of

if TYPE_CHECKING:
    from ideas.models import Campaign, Event, Extension, Idea

register = template.Library()


@dataclass(frozen=True, slots=True)
class Knot:
    """A step of the road for `{% steps %}`: its name, where it stands, and when it is, in words."""

    name: str
    state: str
    when: str


@register.filter
def day(moment: date | datetime | None) -> str:
    """A day, or the reader's day of a moment, without the year when that is this year. Nothing for `None`."""
    if moment is None:
        return ""
    return _in_words(timezone.localdate(moment) if isinstance(moment, datetime) else moment)


@register.filter
def last_day(moment: datetime) -> str:
    """The last day of something that ends at `moment`: the day before, when that is midnight."""
    return _in_words(timezone.localdate(moment - timedelta(microseconds=1)))


@register.simple_tag
def road(campaign: "Campaign") -> list[Knot]:
    """The five steps of `campaign`, for `{% steps %}`."""
    return [Knot(step.name, step.state, _when(step, campaign)) for step in queries.road(campaign)]


@register.simple_tag
def lang_of(idea: "Idea") -> SafeString:
    """The `lang` attribute of an idea's words, when they are in another language than the page."""
    spoken = idea.language if idea.language != get_language() else ""
    return format_html('lang="{}"', spoken) if spoken else mark_safe("")


@register.simple_tag
def ideas_of(similar: "Iterable[queries.Similar]") -> "list[Idea]":
    """The ideas among what is like a text, for what stands beside each."""
    return [each.idea for each in similar]


@register.simple_tag(takes_context=True)
def asks_reader(context: template.Context, campaign: "Campaign") -> bool:
    """Whether `campaign` takes ideas and votes, and the reader's: who only looks after it is refused both."""
    return campaign.is_listening and rules.is_asked(context["request"].user, campaign)


@register.simple_tag
def smallest_trace() -> int:
    """How many people a unit must have to be kept beside an anonymous idea."""
    return SMALLEST_TRACE


@register.simple_tag
def status_since(idea: "Idea") -> datetime | None:
    """When a curator set the status that `idea` has. No query while it is open."""
    return queries.status_since(idea)


@register.simple_tag
def read_by(idea: "Idea") -> str:
    """The day by which a curator has read `idea`, as its campaign promises."""
    since = day_of(idea.submitted_at, is_anonymous=idea.is_anonymous)
    return _in_words(Clock.of(idea.campaign).due_on(since))


@register.simple_tag
def happening(event: "Event") -> str:
    """What happened to an idea, as its timeline says it."""
    if event.kind == event.Kind.STATUS and (status := event.data.get("status", "")):
        return _("Now: %(status)s") % {"status": dict(event.idea.Status.choices).get(status, status)}
    if event.kind == event.Kind.PLACED and (theme := event.data.get("title", "")):
        return _("Put into the theme “%(theme)s”") % {"theme": theme}
    return event.get_kind_display()


@register.simple_tag(takes_context=True)
def runs_campaign(context: template.Context, campaign: "Campaign") -> bool:
    """Whether the reader runs `campaign`: its dates, its rules, its poster."""
    return rules.may_run(context["request"].user, campaign)


@register.simple_tag
def extensions(campaign: "Campaign") -> "list[Extension]":
    """By which decisions `campaign` listens longer. No query where there was none."""
    return queries.extensions(campaign)


@register.simple_tag
def standing(campaign: "Campaign") -> str:
    """Whether `campaign` takes ideas, and until or since when: open until 22 May."""
    if campaign.held_at is not None:
        return _("on hold since %(date)s") % {"date": day(campaign.held_at)}
    if campaign.is_listening:
        return _("open until %(date)s") % {"date": last_day(campaign.curates_at)}
    if campaign.listens_at > timezone.now():
        return _("opens on %(date)s") % {"date": day(campaign.listens_at)}
    return _("closed on %(date)s") % {"date": last_day(campaign.curates_at)}


def _when(step: queries.RoadStep, campaign: "Campaign") -> str:
    if step.state == "now" and campaign.held_at is not None:
        return _("on hold since %(date)s") % {"date": day(campaign.held_at)}
    if step.state == "now" and step.ends_at is not None:
        return _("now, until %(date)s") % {"date": last_day(step.ends_at)}
    if step.state != "next":
        return _("now") if step.state == "now" else _("done")
    return _("from %(date)s") % {"date": day(step.starts_at)}


def _in_words(on: date) -> str:
    this_year = on.year == timezone.localdate().year
    return date_format(on, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")
