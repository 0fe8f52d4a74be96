"""What a person is given to weigh."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes import dealing
from votes.models import Vote

LEAST_SEEN = 40
DRAWN = 60


def hand(viewer: User, campaign: Campaign, *, on: date, size: int, first: int = 0) -> list[Idea]:
    """Up to `size` ideas of `campaign`, which `viewer` may see, to weigh on this day: others wrote them, no vote yet.

    Idea `first` comes first if it is one of them. The same person, day and ideas make the same hand. Three queries:
    two short walks along an index that step over what was voted on, and the ideas themselves.
    """
    open_to_viewer = ideas_queries.of_others(viewer, campaign)
    key = ideas_queries.read_key(viewer, campaign)
    if key is not None:
        mine = Vote.objects.filter(voter=key)
        merged = Exists(mine.filter(idea__merged_into=OuterRef("pk")))
        merged_before = Exists(mine.filter(idea__merged_into__merged_into=OuterRef("pk")))
        open_to_viewer = open_to_viewer.exclude(Exists(mine.filter(idea=OuterRef("pk")))).exclude(
            Q(has_merged=True) & (merged | merged_before)
        )
    least_seen = open_to_viewer.filter(seen_count__lt=dealing.FEW_VIEWS).order_by("seen_count", "pk")
    drawn = open_to_viewer.order_by("-rank_for_you", "-pk")
    dealt = dealing.deal(
        list(least_seen.values_list("pk", "seen_count")[:LEAST_SEEN]),
        list(drawn.values_list("pk", flat=True)[:DRAWN]),
        # A seed that anybody could work out would tell which ideas were put before whom, and so whose the votes on
        # them are.
        seed=f"{key.hex() if key else viewer.pk} {campaign.pk} {on}",
        size=size,
    )
    wanted = [first, *(pk for pk in dealt if pk != first)][:size] if first else dealt
    found = open_to_viewer.select_related("campaign", "unit", "stage").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]
