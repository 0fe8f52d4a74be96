"""Keys with which programs speak for a person."""

from django.db import models


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

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=["read", "write"]), name="token_known_scope")
        ]

    def __str__(self) -> str:
        return f"{self.scope} token of {self.user}"
