"""Receipt codes: what the author of an anonymous idea shows in place of an account (docs/decisions/0024).

The browser carries them in a cookie, a program in a header. Nothing here writes them down, and no query is made.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

HEADER = "Receipt-Code"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing in it looks like anything else in it
LOOKS_LIKE = str.maketrans("OIL", "011")
BETWEEN = re.compile(r"[\s.\u00ad\u2010-\u2015\u2212-]+")
CODE_BYTES = 16
CHARACTERS = 26  # of five bits, of which the first two are no part of the code
MOST = 20  # codes that one device or request may show


def written(code: bytes) -> str:
    """`code` as people read it: 26 characters in groups of four."""
    number = int.from_bytes(code)
    text = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(CHARACTERS)))
    return "-".join(text[start : start + 4] for start in range(0, CHARACTERS, 4))


def read(text: str) -> bytes | None:
    """The code that somebody typed, however they set it apart and wherever a letter looks like a digit."""
    typed = BETWEEN.sub("", text).upper().translate(LOOKS_LIKE)
    if len(typed) != CHARACTERS or not set(typed) <= set(ALPHABET):
        return None
    number = 0
    for character in typed:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(CODE_BYTES) if number < 1 << 8 * CODE_BYTES else None


def digest(code: bytes) -> bytes:
    """What is kept of a code. It has 128 bits of chance, so that nobody finds it by trying."""
    return hashlib.sha256(code).digest()


def digests(texts: Iterable[str]) -> frozenset[bytes]:
    """The digests of the codes among `texts`."""
    return frozenset(digest(code) for code in map(read, texts) if code is not None)


class Receipts:
    """Middleware after the one that finds out who asks: their `receipts` are the digests of the codes they show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if cookie_name() in request.COOKIES or HEADER in request.headers:
            person = request.user  # not looked at before somebody else does
            bearer: Any = SimpleLazyObject(lambda: _bearer(request, person))
            request.user = bearer
        response = self.get_response(request)
        if cookie_name() in request.COOKIES and request.session.is_empty():
            forget(response)  # they signed out; whoever comes next may be somebody else
        return response


def _bearer(request: HttpRequest, person: Any) -> Any:
    if person.is_authenticated:
        person.receipts = digests(kept(request, person.pk)) | shown(request)
    return person


def shown(request: Any) -> frozenset[bytes]:
    """The digests of the codes in the header."""
    return digests(request.headers.get(HEADER, "").split(",")[:MOST])


def kept(request: HttpRequest, user_id: int) -> list[str]:
    """The codes that this person has typed on this device, the last one first. Anybody else's are nobody's."""
    try:
        codes: list[str] = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_salt(user_id))
    except signing.BadSignature:
        return []
    return codes


def keep(request: Any, response: HttpResponse, code: bytes) -> None:
    """Have the device keep `code` for as long as it keeps the person signed in."""
    codes = list(dict.fromkeys([written(code), *kept(request, request.user.pk)]))[:MOST]
    session = request.session
    response.set_cookie(
        cookie_name(),
        signing.dumps(codes, salt=_salt(request.user.pk), compress=True),
        max_age=None if session.get_expire_at_browser_close() else session.get_expiry_age(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Have the device forget all codes."""
    response.delete_cookie(cookie_name(), samesite="Lax")


def cookie_name() -> str:
    """As the session's cookie: with the prefix that browsers give to nobody else, where there is https."""
    return settings.SESSION_COOKIE_NAME.replace("session", "receipts")


def _salt(user_id: int) -> str:
    return f"cocreate.receipts {user_id}"
