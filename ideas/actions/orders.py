"""Where ideas stand in the orders of a list, and how often they were shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import bulk, counters
from ideas.models import Campaign, Idea

SEEN = "seen"
BY_VOTES = ("rank_top", "rank_common_ground", "rank_divisive")
BY_LOT = ("rank_for_you",)


def place(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set these columns (`BY_VOTES` or `BY_LOT`) of ideas: each row is an id and its values. The votes app decides."""
    return bulk.write(Idea, columns, rows)


def note_seen(ideas: Iterable[Idea]) -> None:
    """Remember that these were shown to somebody, while their campaign listens. It writes no row: a job counts them."""
    _note(idea.pk for idea in ideas if idea.campaign.is_listening)


def note_seen_in(campaign: Campaign, idea_ids: Iterable[int]) -> None:
    """The same for ideas of one campaign, by id."""
    _note(idea_ids if campaign.is_listening else [])


def _note(idea_ids: Iterable[int]) -> None:
    shown = {str(pk): 1 for pk in idea_ids}
    if shown:
        counters.add(SEEN, shown)


def count_seen() -> int:
    """Add what was shown since the last count to the ideas. Returns how many ideas that were."""
    return add_seen({int(pk): number for pk, number in counters.take(SEEN).items()})


def add_seen(views: Mapping[int, int]) -> int:
    """Add views to ideas: id → how many. An id that there is no more is passed over."""
    return bulk.add(Idea, "seen_count", views.items())
