"""Receipt codes: finding the code of an idea, and the idea of a code (docs/decisions/0024)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from core import keys
from ideas import rules
from ideas.models import Idea
from ideas.queries.ideas import not_withdrawn
from people import receipts
from people.models import User


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one's own anonymous idea.

    `code` is empty once it cannot be made any more, and `until` about when that comes.
    """

    idea: Idea
    code: str
    until: datetime


def receipt(viewer: User, idea: Idea) -> Receipt | None:
    """The receipt of `idea`, if it is the viewer's own and has one."""
    if idea.receipt is None or not rules.is_author(viewer, idea):
        return None
    until = idea.campaign.curates_at + timedelta(days=settings.COCREATE_KEY_GRACE_DAYS)
    return Receipt(idea, receipt_code(viewer, idea), idea.campaign.key_destroyed_at or until)


def receipt_code(viewer: User, idea: Idea) -> str:
    """The code of the viewer's own anonymous idea, made again from its campaign's key. Empty when there is none.

    There is none once the key is destroyed, and none of ideas that came with an import or before there were codes.
    """
    if idea.receipt is None or not rules.is_author(viewer, idea):
        return ""
    code = keys.find_pseudonym(idea.campaign.key_name, idea.pk, "receipt")
    is_its_own = code is not None and receipts.digest(code) == bytes(idea.receipt)
    return receipts.written(code) if code is not None and is_its_own else ""


def receipts_among(digests: Iterable[bytes | None]) -> set[bytes]:
    """Those of `digests` that belong to ideas here. One query. For an import."""
    wanted = [digest for digest in digests if digest is not None]
    rows = Idea.objects.filter(receipt__in=wanted).values_list("receipt", flat=True)
    return {bytes(row) for row in rows if row is not None}


def by_receipt(viewer: User, text: str) -> tuple[Idea, bytes] | None:
    """The idea whose code was typed, and the code; `None` when there is no such idea in what `viewer` may see.

    One query, whatever was typed, so that time tells no more than the answer.
    """
    code = receipts.read(text)
    idea = not_withdrawn(viewer).filter(receipt=receipts.digest(code or b"")).first()
    return None if idea is None or code is None else (idea, code)
