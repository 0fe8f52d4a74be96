"""When it was said where an idea has got to."""

from datetime import datetime

from ideas.models import Event, Idea


def status_since(idea: Idea) -> datetime | None:
    """When a curator set the status that `idea` has; `None` while it is open, and when nobody wrote it down."""
    if idea.status in (Idea.Status.OPEN, Idea.Status.MERGED) and not idea.reason:
        return None
    said = Event.objects.filter(idea=idea, kind=Event.Kind.STATUS).order_by("-pk")
    return said.values_list("at", flat=True).first()
