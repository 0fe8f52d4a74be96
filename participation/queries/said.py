"""What a campaign is about and where people agree, from released tallies alone. For jobs, but for `findings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from curation.models import Theme
from ideas.models import Campaign, Idea, JourneyStage
from ideas.models.idea import LISTED
from participation import rules
from participation.models import Snapshot
from participation.sides import sides
from people.models import Unit, User
from votes.models import UnitTally
from votes.ranking import tells_agreement
from votes.rules import sees_results_without_voting

MOST = 5  # ideas in each list
LOOKED_AT = 100  # ideas at the head of Common ground, among which those are on which units agree
DIVISIVE = 0.5  # a quarter of those who voted, or more, on each side
SHOWN = F("tally__shown_support") + F("tally__shown_object") + F("tally__shown_passed")


def heard_by_day(campaign: Campaign) -> list[tuple[int, int]]:
    """Days since listening began → people heard by the end of that day, in order. Reads the snapshots."""
    start = timezone.localdate(campaign.listens_at)
    days = Snapshot.objects.filter(campaign=campaign).order_by("day").values_list("day")
    return [((day - start).days, heard) for day, heard in days.annotate(heard=Sum("heard"))]


def said(campaign: Campaign, earlier: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By stage and by theme how many ideas there are, and votes on them; ideas agreed on and ideas that divide.

    All as of the last release of each idea's votes. `earlier` are the figures of the release before: the units on each
    side of an idea stay as they are there until the idea's own figures are renewed. Seven queries.
    """
    listed = Idea.objects.filter(LISTED, campaign=campaign)
    best = listed.filter(rank_common_ground__gt=0).order_by("-rank_common_ground", "-pk")
    agreed = [idea for idea in best.select_related("tally")[:LOOKED_AT] if tells_agreement(idea.rank_common_ground)]
    divided = listed.filter(rank_divisive__gte=DIVISIVE).order_by("-rank_divisive", "-pk").select_related("tally")
    return {
        "stages": _by(listed, "stage_id", "stage"),
        "themes": _by(listed.filter(placement__isnull=False), "placement__theme_id", "theme"),
        "agreed": _stands(campaign, agreed[:MOST], earlier.get("agreed", [])),
        "divided": _stands(campaign, list(divided[:MOST]), earlier.get("divided", [])),
    }


def _by(ideas: QuerySet[Idea], column: str, name: str) -> list[dict[str, Any]]:
    rows = ideas.order_by().values_list(column).annotate(number=Count("pk"), cast=Coalesce(Sum(SHOWN), 0))
    found = [{name: key, "ideas": number, "votes": votes} for key, number, votes in rows]
    return sorted(found, key=lambda row: (-row["votes"], -row["ideas"], row[name] or 0))


def _stands(campaign: Campaign, ideas: Sequence[Idea], earlier: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each idea which units are on each side, new only where the figures of the idea are."""
    known = {(row["idea"], row["release"]): dict(row) for row in earlier}
    new = [idea for idea in ideas if (idea.pk, idea.tally.release) not in known]
    votes: dict[int, dict[int | None, tuple[int, int, int]]] = {idea.pk: {} for idea in new}
    rows = UnitTally.objects.filter(idea__in=new).order_by("pk")
    for idea_id, unit, *counts in rows.values_list("idea_id", "unit_id", "support", "object", "passed"):
        votes[idea_id][unit] = counts[0], counts[1], counts[2]
    for idea in new:
        found = sides(votes[idea.pk], campaign.smallest_group)
        row = {"idea": idea.pk, "release": idea.tally.release, "support": found.support, "object": found.object}
        known[idea.pk, idea.tally.release] = row
    return [known[idea.pk, idea.tally.release] for idea in ideas]


@dataclass(frozen=True, slots=True)
class Heard:
    """A stage or theme with its ideas and the votes on them. Without a name: ideas that belong to none."""

    name: str
    ideas: int
    votes: int


@dataclass(frozen=True, slots=True)
class Stand:
    """An idea, and the names of units of which most support it, or object, where that may be shown to the viewer."""

    idea: Idea
    support: list[str]
    object: list[str]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was said, as of a release: in words that are as they are today."""

    stages: list[Heard]
    themes: list[Heard]
    agreed: list[Stand]
    divided: list[Stand]


def findings(viewer: User, campaign: Campaign, figures: Mapping[str, Any]) -> Findings | None:
    """What `viewer` may see of what was said; `None` while one's own vote comes first. Four queries at most.

    Ideas that the viewer may not see (any more) are left out. Units have names only for those who may see each unit.
    """
    if not figures.get("heard") or not sees_results_without_voting(viewer, campaign):
        return None
    stages = dict(JourneyStage.objects.values_list("pk", "name"))
    themes = dict(Theme.objects.filter(campaign=campaign).values_list("pk", "title"))
    rows = [*figures.get("agreed", []), *figures.get("divided", [])]
    ideas = Idea.objects.visible_to(viewer).filter(LISTED).in_bulk([row["idea"] for row in rows])
    named = rows if rules.sees_every_unit(viewer, campaign) else []
    asked = {pk for row in named for pk in (*row["support"], *row["object"])}
    names = dict(Unit.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}
    return Findings(
        [Heard(stages.get(row["stage"], ""), row["ideas"], row["votes"]) for row in figures.get("stages", [])],
        [
            Heard(themes[row["theme"]], row["ideas"], row["votes"])
            for row in figures.get("themes", [])
            if row["theme"] in themes
        ],
        [_stand(row, ideas, names) for row in figures.get("agreed", []) if row["idea"] in ideas],
        [_stand(row, ideas, names) for row in figures.get("divided", []) if row["idea"] in ideas],
    )


def _stand(row: Mapping[str, Any], ideas: Mapping[int, Idea], names: Mapping[int, str]) -> Stand:
    return Stand(
        ideas[row["idea"]], *([names[pk] for pk in row[side] if pk in names] for side in ("support", "object"))
    )
