"""The text of a publication as data: one canonical form, one digest. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict


class PublishedTotals(TypedDict):
    """What was said in a whole campaign; null when too small to be shown."""

    ideas: NotRequired[int | None]
    votes: NotRequired[int | None]
    comments: NotRequired[int | None]


class PublishedCampaign(TypedDict):
    """A campaign that a strategy rests on, with the figures released by then: null when there were none."""

    slug: str
    title: str
    question: str
    invited: int | None
    heard: int | None
    units_heard: int | None
    units: int
    quiet: list[str]
    totals: PublishedTotals


class PublishedIdea(TypedDict):
    """An idea behind a priority as it stood at publication. Counts are of the last release; absent when too small."""

    id: int
    title: str
    language: str
    said_by: str
    support: NotRequired[int]
    votes: NotRequired[int]


class PublishedTheme(TypedDict):
    id: int
    title: str
    ideas: int


class PublishedPriority(TypedDict):
    position: int
    title: str
    statement: str
    rationale: str
    objective: str
    sponsor: str
    themes: list[PublishedTheme]
    ideas: list[PublishedIdea]
    units: int


class Content(TypedDict):
    """Everything that a published page shows."""

    title: str
    intent: str
    not_doing: str
    horizon_on: str | None
    campaigns: list[PublishedCampaign]
    priorities: list[PublishedPriority]


def canonical(content: Content) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same content gives the same bytes on every machine."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Content) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def idea_ids(priorities: Sequence[PublishedPriority]) -> set[int]:
    """Ids of all ideas behind `priorities`."""
    return {idea["id"] for priority in priorities for idea in priority["ideas"]}


@dataclass(frozen=True, slots=True)
class Flow:
    """How many ideas of a theme went into a priority. Ideas without a theme of the priority have no `theme_id`."""

    theme_id: int | None
    theme: str
    ideas: int
    position: int
    priority: str


def flows(priorities: Sequence[PublishedPriority]) -> list[Flow]:
    """From themes to priorities, in the order of the priorities. Nothing flows where there is no idea."""
    found = []
    for row in priorities:
        place = (row["position"], row["title"])
        found += [Flow(theme["id"], theme["title"], theme["ideas"], *place) for theme in row["themes"]]
        rest = len(row["ideas"]) - sum(theme["ideas"] for theme in row["themes"])
        found.append(Flow(None, "", rest, *place))
    return [flow for flow in found if flow.ideas > 0]
