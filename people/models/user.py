"""The person who signs in."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.personal import ACCOUNT, ACCOUNTS, NO_PAGE, NOBODY, YOU, Kept, Personal
from core.text import check_text

if TYPE_CHECKING:
    from people.models.unit import Membership, Unit


class UserDirectory(BaseUserManager["User"]):
    """Makes and finds people by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a person. Without a password they sign in by other means, or set one by mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """An employee. What else they may do comes from their grants."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    display_name = models.CharField(_("name"), max_length=120, validators=[check_text])
    job_title = models.CharField(_("role at work"), max_length=80, blank=True, validators=[check_text])
    locale = models.CharField(_("language"), max_length=12, default="en", choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)
    external_id = models.CharField(_("directory id"), max_length=200, null=True, blank=True, unique=True)
    last_login = None  # a time of day beside a name would name who wrote something then
    news_seen = models.PositiveBigIntegerField(default=0, help_text="The last event (ideas) that they were shown.")
    joined_at = models.DateTimeField(auto_now_add=True)
    receipts: frozenset[bytes] = frozenset()  # digests of the codes that the request shows (people/receipts.py)

    personal = Personal(
        _("Your account"),
        Kept(
            "email",
            "external_id",
            what=_("Your e-mail address, and your number in the company’s directory"),
            seen_by=_("No page shows them. You sign in with the address."),
            until=ACCOUNT,
        ),
        Kept(
            "display_name",
            what=_("Your name"),
            until=ACCOUNT,
            seen_by=_("You. Everyone, if you are a leader without a role at work: beside what you promise or publish."),
        ),
        Kept(
            "job_title",
            what=_("Your role at work"),
            until=ACCOUNT,
            seen_by=_(
                "Everyone: beside your ideas and comments, but for anonymous ideas, and beside what leaders promise"
            ),
        ),
        Kept("password", what=_("Your password, changed so that nobody can read it"), seen_by=NOBODY, until=ACCOUNT),
        Kept(
            "news_seen",
            what=_("Up to where you have read what became of ideas: a running number, without which ones"),
            seen_by=YOU,
            until=ACCOUNT,
        ),
        Kept("locale", "time_zone", what=_("Your language and time zone"), seen_by=YOU, until=ACCOUNT),
        Kept(
            "is_active",
            "joined_at",
            what=_("Since when you have an account, and whether it is open"),
            seen_by=NO_PAGE,
            until=ACCOUNT,
        ),
        group=ACCOUNTS,
        place=1,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserDirectory()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
        indexes = [models.Index(fields=["display_name"], name="user_by_name")]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def membership(self) -> "Membership | None":
        """The current membership, with its unit: one query, then remembered for this object."""
        return self.memberships.select_related("unit").filter(until=None).first()

    @property
    def unit(self) -> "Unit | None":
        """The unit in which the person is now."""
        return self.membership.unit if self.membership else None

    @cached_property
    def granted(self) -> dict[str, list[str | None]]:
        """Role → paths of the units over whose subtree it holds; `None` is everything. One query, remembered."""
        roles: dict[str, list[str | None]] = {}
        for role, path in self.grants.values_list("role", "unit__path"):
            roles.setdefault(role, []).append(path)
        return roles

    def has_role(self, *roles: str) -> bool:
        """Whether any of `roles` was granted, over whatever scope."""
        return self.is_active and any(role in self.granted for role in roles)

    def has_role_over(self, role: str, unit: "Unit | None") -> bool:
        """Whether `role` was granted over `unit`; `None` asks for a grant over everything."""
        if not self.is_active:
            return False
        return any(
            path is None or (unit is not None and unit.path.startswith(path)) for path in self.granted.get(role, [])
        )
