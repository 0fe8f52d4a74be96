"""Putting ideas into themes and out of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import EllipsisType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from curation import queries, rules
from curation.actions.moves import Elsewhere, held, note, take_turn
from curation.models import Move, Placement, Theme
from ideas.actions.events import happened, mark_handled
from ideas.models import Campaign, Event, Idea
from people.actions import record
from people.models import User

Places = Mapping[int, int | None]  # idea id → theme id, `None` for the inbox
Seen = int | None | EllipsisType  # where a curator saw what they move; `...` when they did not look


@transaction.atomic
def put(
    *,
    by: User,
    campaign: Campaign,
    ideas: Iterable[Idea],
    theme: Theme | None,
    seen: Seen = ...,
    at: datetime | None = None,
    verb: str = Move.Verb.PLACE,
    said: Mapping[str, object] | None = None,
) -> Move | None:
    """Put `ideas` into `theme`, or back into the inbox; `None` if they all are there. One move, however many.

    Raises `Elsewhere` when one of them is not where it was `seen`, and `ThemeIsGone`; then nothing is changed. What is
    `said` is kept with the move.
    """
    require(rules.may_change_themes(by, campaign))
    take_turn(campaign)
    wanted = {idea.pk: idea for idea in ideas}
    _require_of(campaign, wanted.values(), theme)
    goal = held(theme).pk if theme else None
    placed = queries.placements_of(wanted)
    before: dict[int, int | None] = {pk: placed[pk].theme_id if pk in placed else None for pk in wanted}
    moving = [idea for pk, idea in wanted.items() if before[pk] != goal]
    if seen is not ...:
        _check_seen(seen, [placed.get(idea.pk) for idea in moving])
    if not moving:
        return None
    after, moment = dict.fromkeys((idea.pk for idea in moving), goal), at or timezone.now()
    set_places(by=by, ideas=moving, before=before, after=after, at=moment)
    _tell(moving, theme, moment)
    return note(
        by=by,
        campaign=campaign,
        verb=verb,
        idea=moving[0] if len(moving) == 1 else None,
        before={"places": {pk: before[pk] for pk in after}},
        after={"places": after, **({"title": theme.title} if theme else {}), **(said or {})},
        at=moment,
    )


def _require_of(campaign: Campaign, ideas: Iterable[Idea], theme: Theme | None) -> None:
    campaigns = {idea.campaign_id for idea in ideas} | ({theme.campaign_id} if theme else set())
    if campaigns - {campaign.pk}:
        raise Invalid(_("An idea can only go into a theme of its own campaign."), field="ideas")


def _tell(ideas: list[Idea], theme: Theme | None, at: datetime) -> None:
    """A theme is news to authors; going back to be read is not."""
    if theme is None:
        return
    mark_handled(ideas)
    for idea in ideas:
        happened(idea, Event.Kind.PLACED, at=at, theme=theme.pk, title=theme.title)


def place(*, by: User, theme: Theme, ideas: Iterable[Idea], at: datetime | None = None, seen: Seen = ...) -> None:
    """Put `ideas` into `theme`, out of any other. Placing one where it is changes nothing."""
    put(by=by, campaign=theme.campaign, ideas=ideas, theme=theme, seen=seen, at=at)


def take_out(*, by: User, idea: Idea, seen: Seen = ...) -> None:
    """Put `idea` back into the inbox."""
    put(by=by, campaign=idea.campaign, ideas=[idea], theme=None, seen=seen)


@transaction.atomic
def set_ideas(*, by: User, theme: Theme, ideas: Iterable[Idea]) -> None:
    """Make `ideas` exactly those in `theme`: the others go back to the inbox."""
    wanted = list(ideas)
    place(by=by, theme=theme, ideas=wanted)
    keep = {idea.pk for idea in wanted}
    rest = Placement.objects.filter(theme=theme).exclude(idea__in=keep).select_related("idea").order_by("pk")
    put(by=by, campaign=theme.campaign, ideas=[placement.idea for placement in rest], theme=None)


def set_places(*, by: User, ideas: Iterable[Idea], before: Places, after: Places, at: datetime) -> None:
    """Write where `ideas` are from now on, and the audit log. For actions that have taken the board's turn."""
    rows, out = [], []
    for idea in ideas:
        goal = after[idea.pk]
        if goal is None:
            out.append(idea.pk)
            record("curation.take_out", by=by, on=idea, before={"theme": before[idea.pk]})
        else:
            rows.append(Placement(idea=idea, theme_id=goal, placed_at=at))
            record("curation.place", by=by, on=idea, before={"theme": before[idea.pk]}, after={"theme": goal})
    Placement.objects.filter(idea__in=out).delete()
    Placement.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["idea"], update_fields=["theme", "placed_at"]
    )


def _check_seen(seen: int | None, placed: list[Placement | None]) -> None:
    for placement in placed:
        if (placement.theme_id if placement else None) == seen:
            continue
        if placement is None:
            raise Elsewhere(_("Somebody has just put it back to “To read”."))
        raise Elsewhere(_("Somebody has just put it into “%(theme)s”.") % {"theme": placement.theme.title})
