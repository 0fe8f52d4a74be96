"""Refusals: what an action raises when it will not do what it was asked. Each face translates them once."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The request was understood and is not allowed now. `message` tells the person what they can do."""

    code: str = "refused"
    status: int = 409
    message: str | Promise = _("That is not possible now.")

    def __init__(self, message: str | Promise | None = None, **extra: Any) -> None:
        """`extra` are further members of the problem document, such as the date on which it will be allowed."""
        if message is not None:
            self.message = message
        self.extra = extra
        super().__init__(str(self.message))


class Forbidden(Refusal):
    """Raised when the person may see the thing but not do this with it."""

    code = "forbidden"
    status = 403
    message = _("Your role does not allow this. Ask an administrator if you need it.")


class Invalid(Refusal):
    """Raised when a value has the right shape and the wrong meaning. `field` names the input."""

    code = "invalid"
    status = 400
    message = _("Something in this form does not fit.")

    def __init__(self, message: str | Promise | None = None, *, field: str = "", **extra: Any) -> None:
        super().__init__(message, **extra)
        self.field = field


def require(allowed: bool, refusal: type[Refusal] = Forbidden) -> None:
    """Raise `refusal` unless `allowed`. Takes a real `bool`, so that a rule cannot pass by returning an object."""
    if allowed is not True:
        raise refusal
