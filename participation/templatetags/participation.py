"""Who has been heard, on any page: `{% coverage_strip campaign %}`; and the table and the picture of their own page."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.cocreate import number
from participation import queries, representativeness, rules
from participation.queries import Week as WeekHeard

register = template.Library()

FOLD = 40  # units shown before the rest is folded
TONES = 4
GAP = -3  # points from which a unit counts as under-heard


@register.inclusion_tag("participation/_coverage_strip.html", takes_context=True)
def coverage_strip(context: template.Context, campaign: Any) -> dict[str, Any]:
    """The card "Heard from N of M units", from released figures alone. Two queries."""
    viewer = context["request"].user
    return {
        "campaign": campaign,
        "strip": queries.strip(viewer, campaign),
        "smallest": campaign.smallest_group,
        "may_see_units": rules.sees_every_unit(viewer, campaign),
    }


@register.simple_tag(takes_context=True)
def quiet_units(context: template.Context, campaign: Any) -> frozenset[int]:
    """Ids of the quiet units of `campaign`, for whoever may see each unit's figures. One query."""
    viewer = context["request"].user
    return queries.quiet_units(campaign) if rules.sees_every_unit(viewer, campaign) else frozenset()


@register.inclusion_tag("participation/_unheard.html", takes_context=True)
def unheard_on(context: template.Context, theme: Any) -> dict[str, Any]:
    """The card of units that a theme was not heard from; nothing before results may be seen."""
    return {"unheard": queries.unheard(context["request"].user, theme)}


@dataclass(frozen=True)
class Week:
    """A cell of the heat table: per cent or `None` when hidden, and its shade from 0 (nobody) to 4 (most)."""

    percent: int | None
    tone: int


@register.inclusion_tag("participation/_coverage_table.html")
def coverage_table(campaign: Any, figures: Mapping[str, Any], everything: bool = False) -> dict[str, Any]:
    """Coverage by unit and week, the highest first; hidden units come last. Beyond forty units the rest is folded."""
    rows = sorted(figures["units"], key=lambda row: (row["heard"] is None, -row.get("percent", 0), row["name"]))
    shown = rows if everything else rows[:FOLD]
    so_far = max((len(row["weeks"]) for row in rows), default=0)
    planned = _planned(campaign)
    most = max((percent for row in rows for percent in row["weeks"] if percent), default=0)
    return {
        "rows": [(row, [_week(percent, most) for percent in row["weeks"]]) for row in shown],
        "weeks": range(1, max(so_far, planned) + 1),
        "to_come": range(planned - so_far),
        "folded": len(rows) - len(shown),
        "number": len(rows),
        "smallest": figures["smallest"],
    }


def _planned(campaign: Any) -> int:
    """How many weeks of listening are shown."""
    listens = campaign.curates_at - campaign.listens_at
    return min(queries.WEEKS, math.ceil(int(listens.days) / 7))


def _week(percent: int | None, most: int) -> Week:
    return Week(percent, math.ceil(TONES * percent / most) if percent and most else 0)


@register.inclusion_tag("participation/_under_heard.html")
def under_heard(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Shares of the workforce and of those heard, side by side, where they differ most. Nothing for fewer than two."""
    shares = representativeness.shares(figures)
    under = ", ".join(_label(share) for share in shares if share.gap <= GAP)
    summary = _("Under-heard: %(units)s.") % {"units": under} if under else _("Nobody is under-heard.")
    return {
        "id": "under-heard",
        "chart": "dumbbell",
        "title": _("Who is under-heard"),
        "sub": _("Share of the workforce (ring) and of those heard (dot); what is missing, in points"),
        "summary": summary,
        "data": {"names": [_("Workforce"), _("Heard")], "unit": "%", "rows": [_dots(share) for share in shares]},
        "shares": [(_label(share), share) for share in shares] if len(shares) > 1 else [],
    }


def _label(share: representativeness.Share) -> str:
    return share.name or _("Units not shown")


def _dots(share: representativeness.Share) -> dict[str, Any]:
    return {"label": _label(share), "first": share.asked, "second": share.heard, "note": _note(share)}


def _note(share: representativeness.Share) -> str | None:
    return f"{share.gap}".replace("-", "−") if share.gap <= GAP else None  # noqa: RUF001


@register.inclusion_tag("participation/_weekly.html")
def weekly(campaign: Any, figures: Mapping[str, Any], weeks: Sequence[WeekHeard]) -> dict[str, Any]:
    """How many were heard, week by week: the new ones, the running total, and the aim. Nothing before a release."""
    aim = -(-campaign.coverage_goal * figures["invited"] // 100)
    words = {"heard": number(weeks[-1].heard), "week": weeks[-1].number, "aim": number(aim)} if weeks else {}
    known = {week.number: week for week in weeks}
    all_weeks = range(1, max([_planned(campaign), *known]) + 1)
    return {
        "id": "weekly",
        "chart": "trend",
        "title": _("Colleagues heard, week by week"),
        "sub": _("New each week (bars) and running total (line), as of the last release of each week"),
        "summary": _("%(heard)s heard by week %(week)s; the aim is %(aim)s.") % words if words else "",
        "data": {
            "labels": [_("W%(week)s") % {"week": week} for week in all_weeks],
            "bars": {"name": _("New"), "values": [known[week].new if week in known else None for week in all_weeks]},
            "line": {
                "name": _("Total"),
                "values": [known[week].heard if week in known else None for week in all_weeks],
            },
            "aim": {"label": _("Aim %(aim)s") % {"aim": number(aim)}, "value": aim},
        },
        "weeks": weeks,
    }


@register.inclusion_tag("participation/_lowest.html")
def lowest_units(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The units with the lowest coverage of those shown, lowest first."""
    rows = {row["unit"]: row for row in figures["units"]}
    return {"rows": [rows[pk] for pk in figures.get("lowest", []) if pk in rows]}
