"""Tables of people, one module per noun."""

from people.models import brought  # noqa: F401 - says what libraries keep
from people.models.audit import AuditEntry
from people.models.grant import Grant
from people.models.token import ApiToken
from people.models.unit import Membership, Unit
from people.models.user import User

__all__ = ["ApiToken", "AuditEntry", "Grant", "Membership", "Unit", "User"]
