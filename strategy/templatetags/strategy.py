"""The golden thread and the look of promises, for the pages of this app and of those below it."""

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.templatetags.ideas import day
from strategy import queries

if TYPE_CHECKING:
    from ideas.models import Idea
    from strategy.models import Commitment

register = template.Library()


@register.simple_tag
def strand_of(idea: "Idea") -> queries.Strand:
    """The thread of one idea: `{% strand_of idea as strand %}{% include "strategy/_thread.html" %}`."""
    return queries.threads(idea)


@register.filter
def leads_to(step: queries.ThreadStep) -> str:
    """The address that a knot of the thread leads to, or nothing."""
    match step.kind, step.target:
        case "idea", (pk,):
            return reverse("ideas:detail", args=[pk])
        case "theme", (pk,):
            return reverse("curation:theme", args=[pk])
        case "priority", (slug, number, position):
            return f"{reverse('strategy:version', args=[slug, number])}#p{position}"
        case "promised" | "late" | "kept" | "broken", _:
            return reverse("strategy:commitments")
    return ""


@register.filter
def place_of(places: dict[tuple[int, str], queries.Place], promise: "Commitment") -> queries.Place | None:
    """Where the priority of a promise was published, or nothing while it was not."""
    return places.get((promise.strategy_id, promise.priority.title)) if promise.priority else None


@register.inclusion_tag("core/_clock.html")
def promise_clock(promise: "Commitment") -> dict[str, Any]:
    """How a promise stands, as a ring and in words."""
    state, icon, head = _standing(promise)
    when = promise.settled_on or promise.due_on
    sub = _("was due %(date)s") if promise.is_late else "%(date)s"
    return {
        "percent": promise.elapsed_percent,
        "state": state,
        "icon": icon,
        "head": head,
        "sub": sub % {"date": day(when)},
    }


def _standing(promise: "Commitment") -> tuple[str, str, str]:
    days = abs(promise.days_left)
    if promise.status == "broken":
        return "late", "x-lg", _("Not kept")
    if promise.status == "withdrawn":
        return "withdrawn", "dash-lg", _("Withdrawn")
    if promise.status == "kept":
        return "kept", "check-lg", _kept(promise.days_left)
    if promise.is_late:
        return "late", "exclamation-lg", ngettext("Late by %(n)s day", "Late by %(n)s days", days) % {"n": days}
    if days == 0:
        return "due", "hourglass-split", _("Due today")
    return "due", "hourglass-split", ngettext("Due in %(n)s day", "Due in %(n)s days", days) % {"n": days}


def _kept(days_left: int) -> str:
    days = abs(days_left)
    if days_left == 0:
        return _("Kept, on the day")
    if days_left > 0:
        return ngettext("Kept, %(n)s day early", "Kept, %(n)s days early", days) % {"n": days}
    return ngettext("Kept, %(n)s day late", "Kept, %(n)s days late", days) % {"n": days}
