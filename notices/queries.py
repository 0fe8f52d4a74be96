"""Reads about notices."""

from django.db.models import QuerySet

from notices.models import Notice
from people.models import User

LAST = 100


def unread(viewer: User) -> QuerySet[Notice]:
    """What `viewer` has been told and not yet looked at, newest first."""
    return Notice.objects.filter(user=viewer, read_at=None).order_by("-created_at", "-pk")


def told(viewer: User) -> QuerySet[Notice]:
    """The last hundred things that `viewer` has been told, newest first."""
    return Notice.objects.filter(user=viewer).order_by("-created_at", "-pk")[:LAST]
