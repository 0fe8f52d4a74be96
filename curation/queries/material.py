"""What goes into a search for groups, duplicates and likeliest themes: texts, and where curators have put ideas."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import combinations
from math import sqrt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from curation.models import Move, Run, Suggestion
from ideas.models import Campaign, Idea, Step
from ideas.models.idea import LISTED

METHOD = 5  # another number for every change of the method, so that nothing is taken for computed already
LENGTH = 1500  # characters of an idea that are compared
MOST_GROUPS = 100
CURATED = {Step.LISTEN, Step.CURATE}


@dataclass(frozen=True, slots=True)
class Material:
    """Texts of all ideas that lists hold (id → words), which of them are `free` to be grouped, and the others' themes.

    `themes` are idea id → theme id.
    """

    texts: dict[int, str]
    free: list[int]
    themes: dict[int, int]

    def digest(self, groups: int) -> str:
        """SHA-256 of all of it, the number of groups and the method: the same for the same result."""
        known = [METHOD, groups, sorted(self.texts.items()), sorted(self.free), sorted(self.themes.items())]
        return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()


def usual_number(ideas: int) -> int:
    """How many groups to look for among so many ideas, unless somebody chooses: √(n/2)."""
    return min(MOST_GROUPS, max(1, round(sqrt(ideas / 2))))


def material(campaign: Campaign) -> Material:
    """Everything that a search in `campaign` rests on. One query, which reads all of its texts."""
    texts: dict[int, str] = {}
    free: list[int] = []
    themes: dict[int, int] = {}
    columns = ("pk", "title", "today", "better", "status", "placement__theme_id")
    rows: Any = campaign.ideas.filter(LISTED).order_by("pk").values_list(*columns)
    for pk, title, today, better, status, theme in rows:
        texts[pk] = " ".join(filter(None, [title, today, better]))[:LENGTH]
        if theme is not None:
            themes[pk] = theme
        elif status != Idea.Status.DECLINED:
            free.append(pk)
    return Material(texts, free, themes)


def free_in(campaign: Campaign) -> QuerySet[Idea]:
    """Ideas of `campaign` that stand in lists and wait for a theme."""
    waiting: QuerySet[Idea] = campaign.ideas.filter(LISTED, placement=None)
    return waiting.exclude(status=Idea.Status.DECLINED)


def texts_of(ideas: Iterable[Idea]) -> dict[int, str]:
    """The words of `ideas` that are compared."""
    return {idea.pk: " ".join(filter(None, [idea.title, idea.today, idea.better]))[:LENGTH] for idea in ideas}


def next_number(campaign: Campaign, ideas: int) -> int:
    """How many groups to look for when nobody says: as many as a curator chose last, or the usual number."""
    last = Run.objects.filter(campaign=campaign).order_by("-started_at", "-pk").first()
    if last is not None and last.groups != usual_number(last.ideas):
        return last.groups
    return usual_number(ideas)


def digest_of(kind: str, ideas: Iterable[int]) -> str:
    """The name by which a suggestion of these ideas is remembered."""
    return hashlib.sha256(json.dumps([kind, sorted(ideas)]).encode()).hexdigest()


def apart(campaign: Campaign) -> set[tuple[int, int]]:
    """Pairs of ideas (smaller id first) of which a curator has said that they are not the same."""
    said = Suggestion.objects.filter(campaign=campaign, kind=Suggestion.Kind.DUPLICATE).exclude(dismissed_at=None)
    return {pair for ideas in said.values_list("ideas", flat=True) for pair in combinations(sorted(ideas), 2)}


def dismissed_groups(campaign: Campaign) -> list[set[int]]:
    """The groups that curators did not want."""
    said = Suggestion.objects.filter(campaign=campaign, kind=Suggestion.Kind.GROUP).exclude(dismissed_at=None)
    return [set(ideas) for ideas in said.values_list("ideas", flat=True)]


def to_search() -> list[Campaign]:
    """Campaigns that listen or are curated, whose ideas seem to have changed since the last search. Cheap guesses:
    whether they really have is told by the digest, which reads every text."""
    now = timezone.now()
    open_ones = Campaign.objects.filter(listens_at__lte=now, shapes_at__gt=now, held_at=None).order_by("pk")
    return [campaign for campaign in open_ones if campaign.step in CURATED and _seems_changed(campaign)]


def _seems_changed(campaign: Campaign) -> bool:
    last = Run.objects.filter(campaign=campaign).order_by("-started_at", "-pk").first()
    waiting = free_in(campaign).count()
    if last is None or last.ideas != waiting:
        return waiting > 1
    day = datetime.combine(last.started_at.date(), time.min, tzinfo=last.started_at.tzinfo)  # of many, only the day
    edited = campaign.ideas.filter(edited_at__gte=day)
    return Move.objects.filter(campaign=campaign, moved_at__gte=last.started_at).exists() or edited.exists()
