"""Telling administrators what only they can put right, and that it is right again."""

from html import unescape
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from notices.actions.messages import post
from notices.actions.telling import tell
from notices.models import Alarm, Message
from people.models import User
from people.queries import administrators


@transaction.atomic
def raise_alarm(*, kind: str, subject: str = "", data: dict[str, Any] | None = None) -> Alarm:
    """Tell every administrator, by notice and mail, that `kind` has happened to `subject`.

    While the alarm is open, raising it again changes nothing and tells nobody. `data` goes into its words. Whoever
    refuses something at the same time raises the alarm outside of the transaction that the refusal takes back.
    """
    alarm, is_new = Alarm.objects.get_or_create(
        kind=kind, subject=subject, cleared_at=None, defaults={"data": data or {}}
    )
    if is_new:
        told = list(administrators())
        tell(
            [user.pk for user in told],
            kind=f"alarm:{kind}",
            key=str(alarm.pk),
            path="/",
            data=alarm.data,
        )
        for user in told:
            _write_to(user, alarm)
    return alarm


def clear_alarm(*, kind: str, subject: str = "") -> None:
    """Say that it is right again. Without an open alarm nothing changes."""
    Alarm.objects.filter(kind=kind, subject=subject, cleared_at=None).update(cleared_at=timezone.now())


def _write_to(user: User, alarm: Alarm) -> None:
    with translation.override(user.locale):
        words = render_to_string(alarm.template, {"data": alarm.data})
        post(
            channel=Message.Channel.MAIL,
            to=user.email,
            subject=_("Cocreate: %(alarm)s") % {"alarm": alarm.get_kind_display()},
            body=f"{unescape(strip_tags(words)).strip()}\n\n{settings.BASE_URL}\n",
        )
