"""Remembering up to where somebody has read what became of ideas."""

from django.db import transaction

from notices.actions import mark_all_read
from people.models import User
from votes.queries.news import newest


@transaction.atomic
def see_news(*, by: User, until: int | None = None) -> int:
    """Remember that `by` was shown all events up to the number `until` (by default the last), and all notices.

    Returns up to where they have seen; it never goes back. One number, whichever ideas they were: which of them are
    somebody's business is written down nowhere.
    """
    last = newest()
    wanted = last if until is None else min(until, last)
    if User.objects.filter(pk=by.pk, news_seen__lt=wanted).update(news_seen=wanted):
        by.news_seen = wanted
    mark_all_read(by=by)
    return by.news_seen
