"""Talking about an idea."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from ideas import queries, rules
from ideas.actions.cases import TextGone, count_comment
from ideas.actions.events import happened
from ideas.actions.ideas import CampaignClosed
from ideas.actions.taking_part import take_part
from ideas.models import Comment, Event, Idea
from people.actions import record
from people.models import User

AN_HOUR = timedelta(hours=1)
COMMENTS_AN_HOUR = 60


class TooManyComments(Refusal):
    """Raised after more comments of one person within the hour than a colleague would write."""

    code = "too_many"
    status = 429
    message = _("You have written many comments within the hour. They are all kept. Please go on a little later.")

    def __init__(self) -> None:
        super().__init__(retry_after=int(AN_HOUR.total_seconds()))


@transaction.atomic
def comment(*, by: User, idea: Idea, text: str, parent: Comment | None = None, at: datetime | None = None) -> Comment:
    """Say something about `idea`, shown with role and unit, while its campaign listens or is curated.

    A reply to a reply becomes one to the same comment as that. What a leader of the campaign says is told from what
    others say, and that they joined the talk becomes part of the idea's story once.
    """
    moment = at or timezone.now()
    _require_open_to(by, idea, moment)
    if is_blank(text):
        raise Invalid(_("Write what you want to say first."), field="text")
    top = _answered(idea, parent)
    take_part(idea.campaign_id, by.pk, at=at)
    is_leaders = rules.leads(by, idea.campaign)
    joins = is_leaders and not idea.comments.filter(author=by, is_leaders=True).exists()
    said = Comment.objects.create(
        idea=idea,
        parent=top,
        author=by,
        text=text.strip(),
        job_title=by.job_title,
        unit=by.unit,
        is_leaders=is_leaders,
        created_at=moment,
    )
    count_comment(said, 1)
    if joins:
        happened(idea, Event.Kind.LEADER, at=at, comment=said.pk)
    return said


def _require_open_to(by: User, idea: Idea, moment: datetime) -> None:
    campaign = idea.campaign
    require(rules.may_talk(by, campaign))
    if campaign.held_at is not None or campaign.step_at(moment) not in rules.TALKING:
        raise CampaignClosed(campaign)
    require(idea.hidden_at is None, TextGone)
    lately = Comment.objects.filter(author=by, created_at__gt=moment - AN_HOUR, created_at__lte=moment)
    require(lately.count() < COMMENTS_AN_HOUR, TooManyComments)


def _answered(idea: Idea, parent: Comment | None) -> Comment | None:
    """The comment under which a reply to `parent` stands."""
    if parent is None:
        return None
    if parent.idea_id != idea.pk:
        raise Invalid(_("Reply to a comment on this idea."), field="parent")
    top = parent if parent.parent is None else parent.parent
    require(not queries.locked_comment(top).is_gone, TextGone)
    return top


@transaction.atomic
def withdraw_comment(*, by: User, comment: Comment) -> Comment:
    """Take one's own comment back. Nobody reads it any more; if it has replies, its place stays. Twice is once."""
    comment = queries.locked_comment(comment)
    require(comment.author_id == by.pk)
    if comment.withdrawn_at is None:
        if comment.hidden_at is None:
            count_comment(comment, -1)
        comment.withdrawn_at = timezone.now()
        comment.save(update_fields=["withdrawn_at"])
        record("ideas.withdraw_comment", by=by, on=comment)
    return comment
