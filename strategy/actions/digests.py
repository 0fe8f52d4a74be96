"""Composing digests and having them sent."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notices import actions as notices
from notices.clock import zone_of
from notices.models import Subscription
from strategy import telling
from strategy.queries import digests
from strategy.queries.digests import Issue


def write_digests() -> int:
    """Write the digests that are due, each once, and return for how many people that was looked at."""
    reading = digests.Reading()

    def compose(planned: Subscription, unsubscribe_url: str) -> notices.Edition:
        issue = digests.issue(planned, reading)
        letter = None if issue.is_empty else _letter(planned, issue, unsubscribe_url)
        return notices.Edition(told=issue.told, letter=letter)

    return notices.write_due(compose=compose)


def _letter(planned: Subscription, issue: Issue, unsubscribe_url: str) -> notices.Letter:
    """The mail, in the reader's language and with dates as they are where the reader is."""
    with translation.override(planned.user.locale), timezone.override(zone_of(planned.user.time_zone)):
        is_daily = planned.rhythm == Subscription.Rhythm.DAILY
        ends = {
            "often": _("You get this at most once a day.") if is_daily else _("You get this at most once a week."),
            "settings_url": settings.BASE_URL + reverse("notices:digest"),
            "unsubscribe_url": unsubscribe_url,
        }
        subject, sections = telling.subject(issue), telling.sections(issue)
        shown = [(section, telling.left_out(section)) for section in sections]
        context = {"subject": subject, "sections": shown, "home_url": f"{settings.BASE_URL}/", **ends}
        return notices.Letter(
            subject=subject,
            text=telling.as_text(sections, **ends),
            html=render_to_string("strategy/digest.html", context),
        )
