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
    html = models.TextField(blank=True, help_text="The same for a reader of mail that shows pages.")
    unsubscribe = models.CharField(max_length=300, blank=True, help_text="Where one ends it with a click (RFC 8058).")
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="When it was given up.")
    error = models.CharField(max_length=100, blank=True, help_text="The class of the last error, and nothing it said.")
    leaves_nothing = models.BooleanField(
        default=False, db_default=False, help_text="The row is removed as soon as it was sent or given up."
    )

    personal = Personal(
        _("Mail to you"),
        Kept(
            "to",
            "subject",
            what=_("Mail that is to be sent to you, or was: to which address, and its subject"),
            seen_by=NOBODY,
            until=_("Thirty days after it was sent; as long as it could not be sent, until somebody has seen to it"),
        ),
        Kept(
            "body",
            "html",
            "unsubscribe",
            what=_("The text of a mail that is to be sent to you, and the address at which you end such mail"),
            seen_by=NOBODY,
            until=_("Until it was sent"),
        ),
        Kept(
            "leaves_nothing",
            what=_("A reminder of a campaign in which you have not taken part: all of it, your address too"),
            seen_by=NOBODY,
            until=_("Until it was sent or could not be sent; then nothing is left of it, not even that there was one"),
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


class Subscription(models.Model):
    """How often a person wants a digest by mail, when, and up to where it has told them.

    `told` is for whoever composes it (strategy/queries/digests.py). Active people get a row within the hour.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Once a week")
        OFF = "off", _("Never")

    user = models.OneToOneField("people.User", models.CASCADE, primary_key=True, related_name="subscription")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(default=8, help_text="0 to 23, on the reader's clock.")
    weekday = models.PositiveSmallIntegerField(default=0, help_text="Monday is 0.")
    quiet_from = models.PositiveSmallIntegerField(default=20)
    quiet_until = models.PositiveSmallIntegerField(default=7)
    next_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
    since = models.DateTimeField(default=timezone.now, help_text="What was before is not told.")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    personal = Personal(
        _("The digest"),
        Kept(
            "user",
            "rhythm",
            "hour",
            "weekday",
            "quiet_from",
            "quiet_until",
            "next_at",
            "since",
            "code",
            seen_by=YOU,
            until=ACCOUNT,
            what=_("How often you want a digest by mail, and when; a code by which you end it from the mail"),
        ),
        Kept(
            "told",
            seen_by=NOBODY,
            until=ACCOUNT,
            what=_(
                "Up to where it has told you: running numbers and a day, without which news were yours, and which "
                "questions it has put to you"
            ),
        ),
        group=TOLD,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=["daily", "weekly", "off"]), name="digest_known_rhythm"),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23), name="digest_hours_of_a_day"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="digest_day_of_a_week"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="digest_due")]

    def __str__(self) -> str:
        return f"{self.rhythm} for {self.user_id}"

    @property
    def day_of_week(self) -> int | None:
        """The day on which it is due, `None` when each is."""
        return self.weekday if self.rhythm == self.Rhythm.WEEKLY else None


class Digest(models.Model):
    """That a digest was composed for a person and a period, also when there was nothing to tell and none was sent."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10, help_text="A day or a week of the reader's: 2026-03-29, 2026-W13.")
    made_at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=dict, help_text="Up to where the earlier ones had told.")
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="digest")

    personal = Personal(
        _("Digests that were made for you"),
        Kept(
            "user",
            "period",
            "made_at",
            "before",
            "message",
            seen_by=NOBODY,
            until=_("Sixty days"),
            what=_("For which days or weeks there was one, and up to where those before it had told you"),
        ),
        group=TOLD,
    )

    class Meta:
        # Two workers that find the same person due would otherwise each send a digest.
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="one_digest_a_period")]
        indexes = [models.Index(fields=["made_at"], name="digests_by_age")]

    def __str__(self) -> str:
        return f"{self.period} for {self.user_id}"


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
