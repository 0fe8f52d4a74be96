"""Reads about notices."""

from django.db.models import QuerySet

from core.cache import away_since
from notices.models import Alarm, Notice
from people.models import User
from people.rules import is_administrator

LAST = 100


def unread(viewer: User) -> QuerySet[Notice]:
    """What `viewer` has been told and not yet looked at, newest first."""
    return Notice.objects.filter(user=viewer, read_at=None).order_by("-created_at", "-pk")


def told(viewer: User) -> QuerySet[Notice]:
    """The last hundred things that `viewer` has been told, newest first."""
    return Notice.objects.filter(user=viewer).order_by("-created_at", "-pk")[:LAST]


def alarms(viewer: User) -> list[Alarm]:
    """What `viewer` must look after now, the latest first. One query for an administrator, none for anybody else.

    That Redis is away is no row: while it is, no job could write one, and no mail about it could be sent.
    """
    if not is_administrator(viewer):
        return []
    since = away_since()
    redis = [Alarm(kind=Alarm.Kind.REDIS_AWAY, raised_at=since)] if since else []
    return redis + list(Alarm.objects.filter(cleared_at=None).order_by("-raised_at", "-pk")[:LAST])
