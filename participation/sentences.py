"""What released figures say, in three plain sentences. Pure: the same figures give the same words in one language."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentences(figures: Mapping[str, Any], goal: int) -> list[str]:
    """How many were heard against `goal` per cent; in how many units, and how alike; where most and least of them.

    One sentence when fewer than the smallest group have taken part, none before the first release.
    """
    if not figures:
        return []
    if figures["heard"] is None:
        fewer = _("Fewer than %(smallest)s people have taken part so far, so there is nothing to say yet.")
        return [fewer % {"smallest": _number(figures["smallest"])}]
    return [_people(figures, goal), _units(figures), _spread(figures)]


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


def _people(figures: Mapping[str, Any], goal: int) -> str:
    heard, invited = figures["heard"], figures["invited"]
    percent = _percent(figures)
    words = {"heard": _number(heard), "invited": _number(invited), "percent": percent, "goal": goal}
    missing = -(-goal * invited // 100) - heard
    if missing <= 0:
        text = _("%(heard)s of %(invited)s colleagues have been heard: %(percent)s%%, so the aim of %(goal)s%% is met.")
        return text % words
    text = ngettext(
        "%(heard)s of %(invited)s colleagues have been heard: %(percent)s%%. "
        "One more would reach the aim of %(goal)s%%.",
        "%(heard)s of %(invited)s colleagues have been heard: %(percent)s%%. "
        "%(missing)s more would reach the aim of %(goal)s%%.",
        missing,
    )
    return text % {**words, "missing": _number(missing)}


def _percent(figures: Mapping[str, Any]) -> int:
    people = max(figures["invited"], figures["heard"])  # somebody heard may have left since
    percent: int = round(100 * figures["heard"] / people)
    return percent


def _units(figures: Mapping[str, Any]) -> str:
    return " ".join(text for text in (_shown(figures), _alike(figures)) if text)


def _shown(figures: Mapping[str, Any]) -> str:
    heard, asked = figures["units_heard"], figures["units_asked"]
    quiet = asked - heard
    if not quiet:
        return _("Every unit that is large enough can be shown.")
    text = ngettext(
        "%(heard)s of %(asked)s units can be shown; the other cannot yet.",
        "%(heard)s of %(asked)s units can be shown; the other %(quiet)s cannot yet.",
        quiet,
    )
    return text % {"heard": _number(heard), "asked": _number(asked), "quiet": _number(quiet)}


def _alike(figures: Mapping[str, Any]) -> str:
    alike = figures.get("overlap")
    if alike is None:
        return ""
    if alike == 100:
        return _("Those heard are spread over the units just as the people are.")
    text = _("Of 100 people heard, %(others)s would have to come from other units for all to be heard alike.")
    return text % {"others": 100 - alike}


def _spread(figures: Mapping[str, Any]) -> str:
    rows = sorted(
        (row for row in figures["units"] if row["heard"] is not None), key=lambda row: (row["percent"], row["unit"])
    )
    if not rows:
        return _said(figures)
    least, most = rows[0], rows[-1]
    if len(rows) == 1:
        text = _("In %(unit)s it is %(percent)s%%, in the whole company %(whole)s%%.")
        return text % {"unit": least["name"], "percent": least["percent"], "whole": _percent(figures)}
    words = {"least": least["name"], "most": most["name"], "low": least["percent"], "high": most["percent"]}
    if least["high"] < most["low"]:
        return _("Most were heard in %(most)s (%(high)s%%), fewest of those shown in %(least)s (%(low)s%%).") % words
    text = _("The units shown lie between %(low)s%% and %(high)s%%; with so few people the difference may be chance.")
    return text % words


def _said(figures: Mapping[str, Any]) -> str:
    totals = {name: _number(number) for name, number in figures["totals"].items()}
    return _("So far there are %(ideas)s ideas, %(comments)s comments and %(votes)s votes.") % totals
