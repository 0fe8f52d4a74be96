"""Saying what became of an idea."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.privacy import only_day
from ideas.actions.indexing import note_changed
from ideas.models import Event, Idea


def happened(idea: Idea, kind: str, *, at: datetime | None = None, **data: Any) -> Event:
    """Write down what happened to `idea`. What the author of an anonymous one did has only its day: give it as `at`."""
    note_changed([idea.campaign_id])
    return Event.objects.create(idea=idea, kind=kind, data=data, at=at or timezone.now())


def kept_of(idea: Idea, moment: datetime) -> datetime:
    """When its author did something: of an anonymous one, only the day."""
    return only_day(moment) if idea.is_anonymous else moment


def mark_handled(ideas: Iterable[Idea]) -> None:
    """Remember that a curator has done something about these ideas, the first time."""
    ids = [idea.pk for idea in ideas]
    Idea.objects.filter(pk__in=ids, handled_at=None).update(handled_at=timezone.now())


def unsay(ideas: Iterable[Idea], kind: str, *, since: datetime) -> None:
    """Forget what `happened` to `ideas` of this kind since then: it was undone before it mattered."""
    Event.objects.filter(idea__in=[idea.pk for idea in ideas], kind=kind, at__gte=since).delete()
