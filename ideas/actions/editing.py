"""Changing one's own idea and its images, and taking it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from ideas import queries, rules
from ideas.actions.cases import open_row
from ideas.actions.events import happened, kept_of
from ideas.actions.ideas import CampaignClosed, hold_if_naming, named_in, one_line
from ideas.actions.images import drop_images, keep_images
from ideas.actions.indexing import index
from ideas.images import Drawn
from ideas.models import Attachment, Event, Idea, Revision
from people.actions import record
from people.models import User

WORDS = ("title", "today", "better")
EDITABLE = (*WORDS, "stage", "barrier", "language")
MOST_CHANGES = 20  # each is shown to everyone, and told to those who voted before it


class ChangedMeanwhile(Refusal):
    """Raised when an idea no longer says what its author began to change: another device of theirs was first."""

    code = "changed_meanwhile"
    message = _("This idea was changed meanwhile, on another device or in another tab. Nothing was overwritten.")


class TooManyChanges(Refusal):
    """Raised when the words that people vote on were changed more often than anybody would follow."""

    code = "too_many_changes"
    message = _("You have changed this idea very often since colleagues voted on it. Share a new one instead.")


class OthersMergedIn(Refusal):
    """Raised when an idea would be taken back behind which those of others stand."""

    code = "others_merged_in"
    message = _(
        "A curator merged ideas of colleagues into yours, and they would be gone too. Ask a curator to take them out "
        "first."
    )


class Withdrawn(Refusal):
    """Raised where an idea stood that its author took back, with the date."""

    code = "withdrawn"
    status = 410

    def __init__(self, idea: Idea) -> None:
        moment = idea.withdrawn_at or timezone.now()
        shown = date_format(timezone.localtime(moment), "DATE_FORMAT")
        super().__init__(_("Its author took this idea back on %(date)s.") % {"date": shown}, date=moment.isoformat())


@transaction.atomic
def edit(*, by: User, idea: Idea, version: str = "", **fields: Any) -> Idea:
    """Change one's own idea. Once somebody has voted, earlier words stay to be seen, and who voted on them is told.

    `fields` are some of `EDITABLE`. `version` is what the author saw; raises `ChangedMeanwhile` if that is not so any
    more. New words that seem to name a person wait for a curator, and so do those of an idea that is hidden.
    """
    idea = queries.locked(idea)
    _require_own(by, idea)
    if version and version != idea.version:
        raise ChangedMeanwhile(version=idea.version)
    version, before, read = idea.version, _words(idea), named_in(idea)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise Invalid(_("This cannot be changed."), field=name)
        setattr(idea, name, value.strip() if isinstance(value, str) else value)
    idea.title = one_line(idea.title)
    if idea.version == version:
        return idea
    now = idea.edited_at = kept_of(idea, timezone.now())
    if idea.voted_on and before != _words(idea):
        _keep(idea, before, until=now)
    idea.save(update_fields=[*fields, "revision", "edited_at"])
    index([idea])
    hold_if_naming(idea, read=read)
    if idea.is_hidden:
        open_row(idea, None, at=now)
    return idea


def _words(idea: Idea) -> dict[str, str]:
    return {name: getattr(idea, name) for name in WORDS}


def _keep(idea: Idea, words: dict[str, str], *, until: datetime) -> None:
    """Let everyone see what `idea` said `until` then, when people voted on it. Raises `TooManyChanges`."""
    require(idea.revision < MOST_CHANGES, TooManyChanges)
    Revision.objects.create(idea=idea, number=idea.revision, replaced_at=until, **words)
    idea.revision += 1
    happened(idea, Event.Kind.EDITED, at=until, revision=idea.revision)


@transaction.atomic
def attach(*, by: User, idea: Idea, image: Drawn, alt: str = "") -> Attachment:
    """Put an image beside one's own idea. `alt` says what it shows, for those who do not see it."""
    idea = queries.locked(idea)
    _require_own(by, idea)
    _note_images(idea)
    return keep_images(idea, [(image, alt)])[0]


@transaction.atomic
def detach(*, by: User, attachment: Attachment) -> None:
    """Remove an image from one's own idea, and its file."""
    idea = queries.locked(attachment.idea)
    _require_own(by, idea)
    _note_images(idea)
    drop_images(idea.attachments.filter(pk=attachment.pk))


def _note_images(idea: Idea) -> None:
    """Once somebody has voted, let everyone see when what they look at was changed."""
    if idea.voted_on:
        idea.edited_at = kept_of(idea, timezone.now())
        idea.save(update_fields=["edited_at"])


@transaction.atomic
def withdraw(*, by: User, idea: Idea) -> Idea:
    """Take one's own idea back, with its images. From then on its address says only that, and when."""
    idea = queries.locked(idea)
    _require_own(by, idea)
    require(not idea.has_merged, OthersMergedIn)
    idea.withdrawn_at = kept_of(idea, timezone.now())
    idea.save(update_fields=["withdrawn_at"])
    index([idea])
    drop_images(idea.attachments.all())
    happened(idea, Event.Kind.WITHDRAWN, at=idea.withdrawn_at)
    record("ideas.withdraw", by=None, on=idea, at=idea.withdrawn_at)
    return idea


def _require_own(by: User, idea: Idea) -> None:
    """Refuse everybody but the author, and the author once leaders have begun to draft from what was said."""
    require(rules.may_edit(by, idea))
    if not rules.may_still_change(by, idea):
        raise CampaignClosed(idea.campaign)
