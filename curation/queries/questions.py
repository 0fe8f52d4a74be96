"""Reads about what curators ask authors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from curation import rules
from curation.models import Question
from ideas import queries as ideas_queries
from ideas.models import Idea
from people.models import User


@dataclass(frozen=True, slots=True)
class Desk:
    """What a curator may do about one idea beside reading it.

    `can_be_answered` is whether a question would reach its author, and `until` about until when, of an anonymous one:
    its `is_over` when the key may be destroyed at any time.
    """

    idea: Idea
    may_ask: bool
    can_be_answered: bool
    until: datetime | None

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.now()


def questions(idea: Idea) -> QuerySet[Question]:
    """What was asked about `idea`, which the viewer may see, and answered, oldest first."""
    return Question.objects.filter(idea=idea).order_by("asked_at", "pk")


def question(viewer: User, pk: int) -> Question | None:
    """One question, if `viewer` may see the idea that it is about: one that is hidden, its author too."""
    found = Question.objects.filter(pk=pk).first()
    idea = ideas_queries.find(viewer, found.idea_id) if found else None
    if found is None or idea is None:
        return None
    found.idea = idea
    return found


def idea_desk(viewer: User, idea: Idea) -> Desk | None:
    """The desk of `idea` for a curator of its campaign; `None` for everybody else. Two queries, none for most."""
    if not rules.may_change_themes(viewer, idea.campaign):
        return None
    can_be_answered = rules.can_be_answered(idea)
    is_open = Question.objects.filter(idea=idea, answered_at=None).exists()
    grace = timedelta(days=settings.COCREATE_KEY_GRACE_DAYS)
    until = idea.campaign.curates_at + grace if idea.is_anonymous and can_be_answered else None
    return Desk(idea, rules.may_ask(viewer, idea) and not is_open, can_be_answered, until)
