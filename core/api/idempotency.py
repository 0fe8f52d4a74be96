"""What is sent under an `Idempotency-Key` is done once, and answered the same for a day (docs/decisions/0011).

What the request does and what it was answered are committed together, so that a crash leaves both or neither. Only what
did something is kept; a refusal is tried afresh. What is kept names nobody: who asked goes only into an HMAC.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core import answers
from core.errors import Invalid

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[!-~]{1,200}")
SALT = "cocreate.idempotency"


class WrongKey(Invalid):
    """Raised when the header is there and holds no key."""

    code = "invalid_idempotency_key"
    message = _("An Idempotency-Key is 1 to 200 visible ASCII characters.")


def answered_once(request: Request, answer: Callable[[], Response]) -> Response:
    """What `answer` answers, or what was answered to the same request before.

    Without the header, and for someone who is not signed in, it is just that. Raises `WrongKey`, `answers.Mismatch`,
    `answers.StillRunning`, and whatever `answer` raises.
    """
    key = request.headers.get(HEADER)
    if key is None or not request.user.is_authenticated:
        return answer()
    if not KEY.fullmatch(key):
        raise WrongKey(field=HEADER)
    kept_as, fingerprint = _hmac(f"{request.user.pk}:{key}"), _hmac(_wanted(request))
    with transaction.atomic():
        before = answers.known(kept_as, fingerprint)
        if before is not None:
            return _replayed(*before)
        response = answer()
        if 200 <= response.status_code < 300:
            body = JSONRenderer().render(response.data).decode()
            answers.keep(kept_as, fingerprint, status=response.status_code, body=body)
        else:
            transaction.set_rollback(True)
    return response


def _replayed(status: int, body: str) -> Response:
    return Response(json.loads(body) if body else None, status, headers={REPLAYED: "true"})


def _wanted(request: Request) -> str:
    """Address and body. The order of a body's fields says nothing, and so it is left out."""
    body = json.dumps(dict(request.data), sort_keys=True, default=_of_file)
    return "\n".join([request.method or "", request.get_full_path(), body])


def _of_file(file: Any) -> str:
    """What stands for a file in a body: its content, not its name."""
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def _hmac(text: str) -> bytes:
    return salted_hmac(SALT, text, algorithm="sha256").digest()
