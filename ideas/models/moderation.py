"""Texts that somebody should look at, what was decided about them, and who is asked to pause."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NO_PAGE, NOBODY, ROLES, SAID, YOU, Kept, Personal
from core.text import check_text
from ideas.models.campaign import Campaign
from ideas.models.comment import Comment
from ideas.models.idea import Idea

NOTE_LENGTH = 500
REASON_LENGTH = 1000


class Case(models.Model):
    """An idea, or a comment under it, that waits for a moderator, and what was decided. One open case a text.

    `objection` is what the author says against an earlier decision, which then is looked at again.
    """

    class Outcome(models.TextChoices):
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="cases")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="cases")
    opened_at = models.DateTimeField(default=timezone.now)
    objection = models.TextField(_("objection"), max_length=REASON_LENGTH, blank=True, validators=[check_text])
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True, validators=[check_text])
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    personal = Personal(
        _("Words that were moderated"),
        Kept(
            "objection",
            what=_("What you say against a decision of a moderator"),
            seen_by=_("The curators of the campaign"),
            until=CAMPAIGN,
        ),
        Kept(
            "settled_by",
            "settled_at",
            "outcome",
            "reason",
            what=_("Curators: what you decided about a text, when, and why"),
            seen_by=_("The decision and the reason: its author. Who decided: the curators of the campaign."),
            until=CAMPAIGN,
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            # Two colleagues who flag one text at the same moment would otherwise open two cases.
            models.UniqueConstraint(
                fields=["idea"], condition=Q(settled_at=None, comment=None), name="one_open_case_an_idea"
            ),
            models.UniqueConstraint(fields=["comment"], condition=Q(settled_at=None), name="one_open_case_a_comment"),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | Q(settled_at__isnull=False, outcome__in=["shown", "hidden"]),
                name="settled_case_has_outcome",
            ),
        ]
        indexes = [models.Index(fields=["opened_at", "id"], condition=Q(settled_at=None), name="open_cases")]

    def __str__(self) -> str:
        return f"Case {self.pk}"


class Flag(models.Model):
    """Why somebody thinks that a text should be looked at. `by` is empty for what the product noticed itself."""

    class Why(models.TextChoices):
        NAMES_PERSON = "names_person", _("It names a person")
        HURTFUL = "hurtful", _("It is hurtful")
        CONFIDENTIAL = "confidential", _("It tells something confidential")
        OFF_TOPIC = "off_topic", _("It has nothing to do with the question")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    why = models.CharField(_("why"), max_length=20, choices=Why)
    note = models.TextField(_("in your words"), max_length=NOTE_LENGTH, blank=True, validators=[check_text])
    flagged_at = models.DateTimeField(default=timezone.now)

    personal = Personal(
        _("What you reported"),
        Kept(
            "by",
            what=_("That you reported a text"),
            seen_by=_("You. Curators see what was reported, never by whom."),
            until=CAMPAIGN,
        ),
        Kept(
            "why",
            "note",
            "flagged_at",
            what=_("Why you reported it, and when"),
            seen_by=_("The curators of the campaign"),
            until=CAMPAIGN,
        ),
        group=SAID,
        place=5,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_flag_a_person_and_case")]

    def __str__(self) -> str:
        return self.why


class Pause(models.Model):
    """Until when a pseudonym may share nothing anonymous in a campaign. Whose it is, nobody learns."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pauses")
    author_key = models.BinaryField(max_length=16, editable=False)
    until = models.DateTimeField()
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    personal = Personal(
        _("A pause from anonymous ideas"),
        Kept(
            "author_key",
            what=_("A code in place of your account, and until when it may share nothing anonymous"),
            seen_by=NOBODY,
            until=_("Until the key is destroyed"),
        ),
        Kept("by", what=_("Curators: that you asked for the pause"), seen_by=NO_PAGE, until=CAMPAIGN),
        group=ROLES,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "author_key"], name="one_pause_a_pseudonym")]

    def __str__(self) -> str:
        return f"until {self.until}"


class Follow(models.Model):
    """That somebody wants to know what becomes of an idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="follows")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    personal = Personal(
        _("What you follow"),
        Kept("user", "idea", "since", what=_("Which ideas you follow, and since when"), seen_by=YOU, until=CAMPAIGN),
        group=SAID,
        place=6,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "idea"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} is followed"
