"""What a person has been told, what leaves the house for them, and what administrators must look after."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import ACCOUNT, NOBODY, TOLD, YOU, Kept, Personal


class Notice(models.Model):
    """One thing that one person should know. `kind` names the template that words it in the reader's language.

    An alarm that one was told of has the words of the alarm: its kind is `alarm:` and that of the alarm.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, help_text="What makes it the same notice, so that nobody is told twice.")
    data = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    personal = Personal(
        _("What you were told"),
        Kept(
            "user",
            "kind",
            "key",
            "data",
            "path",
            "created_at",
            "read_at",
            seen_by=YOU,
            until=ACCOUNT,
            what=_("Each notice to you, and when you looked at it"),
        ),
        group=TOLD,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="told_once")]
        indexes = [models.Index(fields=["user", "-created_at"], condition=Q(read_at=None), name="unread_notices")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user}"

    @property
    def template(self) -> str:
        group, _colon, name = self.kind.rpartition(":")
        return f"notices/{group or 'kind'}s/{name}.html"


class Message(models.Model):
    """One thing to be told outside of the product, written with what it tells of and sent later (docs/decisions/0011).

    Its id is the event's: it goes along, so that whoever gets a message twice can know. It is due while it was neither
    sent nor given up.
    """

    class Channel(models.TextChoices):
        MAIL = "mail"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=20, choices=Channel)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="When it was given up.")
    error = models.CharField(max_length=100, blank=True, help_text="The class of the last error, and nothing it said.")

    personal = Personal(
        _("Mail to you"),
        Kept(
            "to",
            "subject",
            "body",
            what=_("Mail that is to be sent to you, or was"),
            seen_by=NOBODY,
            until=_("Thirty days after it was sent; as long as it could not be sent, until somebody has seen to it"),
        ),
        group=TOLD,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["mail"]), name="message_known_channel"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="message_sent_or_given_up"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None, failed_at=None), name="message_due"),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="message_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"


class Alarm(models.Model):
    """Something that only an administrator can put right. `kind` names the template that says what to do."""

    class Kind(models.TextChoices):
        KEY_MISSING = "key_missing", _("The key of a campaign is missing")
        TALLY_DRIFT = "tally_drift", _("Some results do not add up")
        MAIL_FAILING = "mail_failing", _("Mail does not go out")
        REDIS_AWAY = "redis_away", _("Redis cannot be reached")

    kind = models.CharField(max_length=40, choices=Kind)
    subject = models.CharField(max_length=120, blank=True, help_text="Of several of a kind, which one.")
    data = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Two workers that find the same thing at once would otherwise tell every administrator twice.
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(cleared_at=None), name="one_open_alarm"),
            models.CheckConstraint(
                condition=Q(kind__in=["key_missing", "tally_drift", "mail_failing", "redis_away"]),
                name="alarm_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()

    @property
    def template(self) -> str:
        return f"notices/alarms/{self.kind}.html"
