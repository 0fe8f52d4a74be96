"""What became of an idea: its earlier words, what happened to it, its images, and that it was taken back."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from ideas.difference import Part, difference
from ideas.models import Attachment, Campaign, Event, Idea, Revision
from ideas.queries.ideas import find, own_ids
from people.models import User

WORDS = ("title", "today", "better")
TIMELINE = 50
# What concerns only the author, and the curator who decided it.
AUTHORS = (Event.Kind.ASKED, Event.Kind.ANSWERED, Event.Kind.HIDDEN, Event.Kind.SHOWN)


@dataclass(frozen=True, slots=True)
class Change:
    """The change with this `number`, from 1 on: when, and by field of the idea what went and what came."""

    number: int
    at: datetime
    title: list[Part]
    today: list[Part]
    better: list[Part]


def revisions(idea: Idea) -> QuerySet[Revision]:
    """The earlier words of `idea`, since people voted on it; the oldest first."""
    return idea.revisions.order_by("number", "pk")


def changes(idea: Idea) -> list[Change]:
    """What was changed since people voted on `idea`, the last change first. One query."""
    earlier = list(revisions(idea))
    return [_change(before, after) for before, after in pairwise([*earlier, idea])][::-1]


def _change(before: Any, after: Any) -> Change:
    parts = {name: difference(getattr(before, name), getattr(after, name)) for name in WORDS}
    return Change(before.number + 1, before.replaced_at, **parts)


def events(idea: Idea, *, for_author: bool) -> QuerySet[Event]:
    """What happened to `idea`, the last first. What concerns only its author is there only `for_author`.

    What moderators decided about a comment is for whoever wrote that, and stands nowhere here.
    """
    moderated = (Event.Kind.HIDDEN, Event.Kind.SHOWN)
    found = idea.events.exclude(kind__in=moderated, data__has_key="comment").order_by("-at", "-pk")
    return found if for_author else found.exclude(kind__in=AUTHORS)


def timeline(idea: Idea, *, for_author: bool) -> QuerySet[Event]:
    """The last fifty of `events`, for a page: hundreds may be merged into one idea."""
    return events(idea, for_author=for_author)[:TIMELINE]


def images(idea: Idea) -> QuerySet[Attachment]:
    """The images beside `idea`, in the order in which they came."""
    return idea.attachments.order_by("pk")


def image(viewer: User, pk: int) -> Attachment | None:
    """One image, if `viewer` may see its idea."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        return None
    idea = find(viewer, found.idea_id)
    if idea is None:
        return None
    found.idea = idea
    return found


def content(image: Attachment) -> bytes | None:
    """The file of `image`, `None` when it is lost."""
    try:
        with image.image.open("rb") as file:
            data: bytes = file.read()
    except FileNotFoundError:
        return None
    return data


def taken_back(viewer: User, pk: int) -> Idea | None:
    """The idea, if its author took it back and `viewer` could see it until then."""
    seen = Idea.objects.filter(campaign__in=Campaign.objects.visible_to(viewer), withdrawn_at__isnull=False)
    idea = seen.filter(pk=pk).select_related("campaign").first()
    if idea is not None and idea.is_hidden and idea.pk not in own_ids(viewer, [idea]):
        return None
    return idea
