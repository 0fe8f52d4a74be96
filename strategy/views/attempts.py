"""What every form page does: try, and show the form again with what was typed when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from core.errors import Refusal
from core.web import MemberRequest, add_refusal


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it: the row that was written, or the status with which the form is shown."""

    row: Any = None
    status: int = 200


def posted(request: MemberRequest) -> QueryDict | None:
    """What was sent, or `None` when the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, write: Callable[..., object]) -> Attempt:
    """Have `write` do what the form holds, if it was sent and fits. A refusal goes into the form."""
    if not form.is_bound:
        return Attempt()
    if not form.is_valid():
        return Attempt(status=400)
    try:
        return Attempt(write(**form.cleaned_data))
    except Refusal as refusal:
        add_refusal(form, refusal)
        return Attempt(status=refusal.status)
