"""Talking about an idea."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from core.text import is_blank
from ideas import rules
from ideas.actions.ideas import CampaignClosed
from ideas.actions.taking_part import take_part
from ideas.models import Comment, Idea
from people.models import User


@transaction.atomic
def comment(*, by: User, idea: Idea, text: str, at: datetime | None = None) -> Comment:
    """Say something about `idea`, shown with role and unit, while its campaign listens or is curated."""
    campaign = idea.campaign
    require(rules.is_asked(by, campaign) or rules.may_curate(by, campaign))
    if campaign.held_at is not None or campaign.step_at(at or timezone.now()) not in rules.TALKING:
        raise CampaignClosed(campaign)
    if is_blank(text):
        raise Invalid(_("Write what you want to say first."), field="text")
    take_part(campaign.pk, by.pk, at=at)
    said = Comment.objects.create(
        idea=idea,
        author=by,
        text=text.strip(),
        job_title=by.job_title,
        unit=by.unit,
        created_at=at or timezone.now(),
    )
    Idea.objects.filter(pk=idea.pk).update(comment_count=F("comment_count") + 1)
    return said
