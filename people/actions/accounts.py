"""One's own settings, and tokens for programs."""

import secrets
from datetime import timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from people import rules
from people.models import ApiToken, User
from people.queries import token_digest

TOKEN_BYTES = 32


def change_settings(*, by: User, locale: str, time_zone: str) -> User:
    """Change one's own language and time zone. No audit entry: a log of where people are would serve nobody."""
    require(rules.may_change_settings(by))
    if locale not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), field="locale")
    if time_zone not in available_timezones():
        raise Invalid(_("Choose one of the time zones."), field="time_zone")
    by.locale, by.time_zone = locale, time_zone
    by.save(update_fields=["locale", "time_zone"])
    return by


def create_token(*, user: User, scope: str = "read", days: int = 30) -> str:
    """Make an API token and return its text, which is kept nowhere."""
    if scope not in ApiToken.Scope.values:
        raise Invalid(_("A token's scope is read or write."), field="scope")
    if not 1 <= days <= 366:
        raise Invalid(_("A token lives 1 to 366 days."), field="days")
    token = f"cc_{secrets.token_urlsafe(TOKEN_BYTES)}"
    ApiToken.objects.create(
        user=user,
        digest=token_digest(token),
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token
