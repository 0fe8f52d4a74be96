"""What people are told of a campaign, in words and in their language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ideas.models import Campaign, Extension
from notices.actions import ENDING, Letter


def last_day(campaign: Campaign, end: datetime) -> str:
    """The last day before `end` where the campaign is, in the language that is spoken now."""
    return date_format((end - timedelta(microseconds=1)).astimezone(ZoneInfo(campaign.time_zone)), "DATE_FORMAT")


def reminder(campaign: Campaign, language: str) -> Letter:
    """The mail to whoever has not taken part. It is the same for everybody who reads `language`."""
    with translation.override(language):
        question = campaign.said("question", language)
        lines = [
            question,
            _("You are asked, and you have until %(date)s. One line is enough, or a vote on what others said.")
            % {"date": last_day(campaign, campaign.curates_at)},
            settings.BASE_URL.rstrip("/") + reverse("ideas:campaign", args=[campaign.slug]),
            pgettext(
                "promise",
                "This went automatically to those who have not taken part. Nobody sees who got it, nor how many did.",
            ),
            f"-- \n{_('No more digests and reminders')}: {ENDING}",
        ]
        return Letter(subject=_("Still open: %(question)s") % {"question": question}, text="\n\n".join(lines), html="")


def extension(decision: Extension, language: str) -> dict[str, str]:
    """What the notice of an extension says: the question and its last day."""
    campaign = decision.campaign
    with translation.override(language):
        return {"question": campaign.said("question", language), "until": last_day(campaign, decision.until)}
