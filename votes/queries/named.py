"""What became of what somebody said under their name: the news that a mail may tell.

A mail lies on servers that are not ours. What somebody supports, follows or wrote without their name is therefore not
looked up: no key is read here, and no vote (docs/decisions/0025).
"""

from datetime import datetime

from ideas import queries as ideas_queries
from ideas.models import Comment, Event, Idea
from people.models import User
from votes.queries.news import Concerns, News


def named_news(viewer: User, *, after: int, until: int, limit: int) -> list[News]:
    """The last news after one event (its number) up to another, the latest first. Four queries, however many votes."""
    concerns = Concerns(
        viewer=viewer.pk,
        wrote=set(Idea.objects.filter(author=viewer).values_list("pk", flat=True)),
        talked=set(Comment.objects.filter(author=viewer).values_list("idea_id", flat=True)),
        campaigns=set(ideas_queries.campaigns(viewer).values_list("pk", flat=True)),
    )
    events = concerns.events().filter(pk__gt=after, pk__lte=until).select_related("idea__campaign")
    return [News(event, concerns.why(event), is_new=True) for event in events.order_by("-pk")[:limit]]


def newest_before(moment: datetime) -> int:
    """The number of the last event that happened before `moment`, 0 when there was none."""
    return Event.objects.filter(at__lt=moment).order_by("-pk").values_list("pk", flat=True).first() or 0
