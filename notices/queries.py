"""Reads about notices and digests."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core.cache import away_since
from notices.models import Alarm, Notice, Subscription
from people.models import User
from people.rules import is_administrator

LAST = 100
SALT = "notices.unsubscribe"
Rhythm = Subscription.Rhythm


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


def subscription(viewer: User) -> Subscription:
    """How and when `viewer` gets the digest; what is usual, not saved, for somebody who is new."""
    return Subscription.objects.filter(user=viewer).first() or Subscription(user=viewer)


def rhythms() -> list[tuple[str, str]]:
    """Each rhythm and its name."""
    return [(value, str(label)) for value, label in Rhythm.choices]


def without_subscription() -> QuerySet[User]:
    """Active people for whom no digest is planned yet."""
    return User.objects.filter(~Exists(Subscription.objects.filter(user=OuterRef("pk"))), is_active=True).order_by("pk")


def token(subscription: Subscription) -> str:
    """What ends this digest. It names neither the person nor anything else that it could open."""
    return signing.Signer(salt=SALT).sign(subscription.code.hex)


def unsubscribe_path(subscription: Subscription) -> str:
    return reverse("notices:unsubscribe", args=[token(subscription)])


def by_token(token: str) -> Subscription | None:
    """The digest that `token` ends."""
    try:
        code = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Subscription.objects.filter(code=code).first()


def unread_since(viewer: User, *, after: int, before: datetime) -> list[Notice]:
    """What `viewer` was told after the notice with this id, but for alarms, and has not looked at; newest first."""
    found = unread(viewer).filter(pk__gt=after, created_at__lte=before).exclude(kind__startswith="alarm:")
    return list(found[:LAST])
