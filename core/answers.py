"""Answers that are kept for a day, for those who ask the same again. What asks is core/api/idempotency.py."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.locks import take_until_commit
from core.models import KeptAnswer

KEPT_HOURS = 25  # a day from any moment of the hour that is kept
RETRY_SECONDS = 2


class Mismatch(Refusal):
    """Raised when a key comes again with another body or to another address."""

    code = "idempotency_mismatch"
    status = 422
    message = _("This Idempotency-Key has been used for another request. Take a new one for each thing you do.")


class StillRunning(Refusal):
    """Raised when the same request came before and is not answered yet."""

    code = "still_running"
    message = _("The same request is still running. Ask again in a moment for its answer.")


def known(pk: bytes, fingerprint: bytes) -> tuple[int, str] | None:
    """Status and body of what was answered before under `pk`, or `None`: then it is the caller's to answer.

    Call it inside the transaction that answers; until its end nobody else gets `None`. Raises `Mismatch`, and
    `StillRunning` at once where the engine has locks. Without locks the transaction itself has waited.
    """
    if not take_until_commit(f"answer {pk.hex()}"):
        raise StillRunning(retry_after=RETRY_SECONDS)
    kept = KeptAnswer.objects.filter(pk=pk).first()
    if kept is None:
        return None
    if bytes(kept.fingerprint) != fingerprint:
        raise Mismatch
    return kept.status, kept.body


def keep(pk: bytes, fingerprint: bytes, *, status: int, body: str) -> None:
    """Write the answer down, in the transaction of what it answers.

    The primary key stands behind the lock: of two that both got through, one is rolled back.
    """
    KeptAnswer.objects.create(id=pk, fingerprint=fingerprint, status=status, body=body, hour=_hour())


def forget() -> None:
    """Remove what was answered more than a day ago."""
    KeptAnswer.objects.filter(hour__lte=_hour() - timedelta(hours=KEPT_HOURS)).delete()


def _hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
