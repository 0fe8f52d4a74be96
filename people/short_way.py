"""Who asks, read by the shortest way: where a whole company comes at once, or a program asks all the time.

Those are votes, and the list of ideas over the API. Everywhere else it is Django's own way, which costs about as much
as the vote itself. Here the same rows are read by statements that are ready, and looked at by the same rules. Whatever
is not plainly right is left to Django.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from core.prepared import Prepared, columns, made
from people.models import ApiToken, User
from people.queries import token_digest

ENDS = ("/vote/", "/ideas/")  # of the addresses at which it is taken
OF_TOKEN = ["pk", "scope", "expires_at"]

SESSION = Prepared(
    lambda _shape, *, key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
)
PERSON = Prepared(lambda _shape, *, user: User.objects.filter(pk=user, is_active=True).values_list(*columns(User)))
TOKEN = Prepared(
    lambda _shape, *, digest, now: ApiToken.objects.filter(
        digest=digest, expires_at__gt=now, user__is_active=True
    ).values_list(*OF_TOKEN, *columns(User, "user__"))
)


class ShortWay:
    """Middleware after Django's own: at these addresses, the person of the session is read by the short way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for(request):
            person: Any = SimpleLazyObject(lambda: signed_in(request) or get_user(request))
            request.user = person
        return self.get_response(request)


def is_for(request: HttpRequest) -> bool:
    """Whether the short way is taken at this address."""
    return request.path_info.endswith(ENDS)


def signed_in(request: HttpRequest) -> User | None:
    """The active person whose session this is, `None` when there is any doubt. Two statements."""
    key = request.session.session_key or ""
    rows = SESSION.rows(key=key, now=timezone.now()) if key.isalnum() else []
    said: dict[str, Any] = request.session.decode(rows[0].session_data) if rows else {}
    user = said.get(SESSION_KEY, "")
    if said.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or not user.isdecimal():
        return None
    people = PERSON.rows(user=int(user))
    if not people:
        return None
    person = made(User, people[0])
    # After a change of password, the sessions of before are nobody's.
    is_theirs = constant_time_compare(said.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if is_theirs else None


def token_owner(token: str) -> ApiToken | None:
    """The unexpired token of an active person whose text is `token`, with its person. One statement."""
    for row in TOKEN.rows(digest=token_digest(token), now=timezone.now()):
        found = ApiToken(**dict(zip(OF_TOKEN, row[: len(OF_TOKEN)], strict=True)))
        found.user = made(User, row[len(OF_TOKEN) :])
        return found
    return None
