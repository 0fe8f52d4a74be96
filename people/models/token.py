"""Keys with which programs speak for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal import ACCOUNT, NO_PAGE, TOLD, Kept, Personal


class ApiToken(models.Model):
    """A program's key. Only its SHA-256 is kept: the token is shown once, when it is made."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"

    user = models.ForeignKey("people.User", models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    personal = Personal(
        _("Programs that speak for you"),
        Kept(
            "user",
            "digest",
            "scope",
            "created_at",
            "expires_at",
            seen_by=NO_PAGE,
            until=ACCOUNT,
            what=_("A fingerprint of each API token that was made for you, and until when it is good"),
        ),
        group=TOLD,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=["read", "write"]), name="token_known_scope")
        ]

    def __str__(self) -> str:
        return f"{self.scope} token of {self.user}"
