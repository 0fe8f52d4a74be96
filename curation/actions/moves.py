"""Writing down what curators do on a board: for the log, for other curators' screens, and so that it can be undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import locks
from core.errors import Refusal
from curation import queries
from curation.models import Move, Theme
from ideas.models import Campaign, Idea
from people.models import User


class Elsewhere(Refusal):
    """Raised when what a curator moves is no longer where they saw it."""

    code = "elsewhere"
    message = _("Somebody has moved it since.")


class ThemeIsGone(Refusal):
    """Raised when a theme would change, or ideas would go into one, that was dissolved meanwhile."""

    code = "theme_is_gone"
    message = _("This theme is not there any more: somebody has dissolved it.")


def take_turn(campaign: Campaign) -> None:
    """Let one curator at a time change a board, until the transaction ends.

    So where an idea is stays true while it is moved, and moves get their ids in the order of their commits: a screen
    that asks for what came after the last move that it has seen misses none.
    """
    locks.wait_until_commit(f"board {campaign.pk}")


def held(theme: Theme) -> Theme:
    """The row of `theme` as it is now, locked. For actions that have taken the board's turn. Raises `ThemeIsGone`."""
    row = queries.locked(theme)
    if row is None:
        raise ThemeIsGone
    return row


def note(
    *,
    by: User | None,
    campaign: Campaign,
    verb: str,
    idea: Idea | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Move:
    """Write down a move, in the transaction of the change. Takes the board's turn (`take_turn`).

    `places` in `before` and `after` say where ideas were and are: idea id → theme id, or `None` for the inbox.
    """
    take_turn(campaign)
    return Move.objects.create(
        campaign=campaign,
        by=by,
        verb=verb,
        idea=idea,
        before=dict(before or {}),
        after=dict(after or {}),
        moved_at=at or timezone.now(),
    )
