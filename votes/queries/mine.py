"""What a person has voted on in a campaign, as long as its key exists."""

from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes.models import Choice, Vote


def supported(viewer: User, campaign: Campaign) -> list[int]:
    """Ids of the ideas that `viewer` supports in `campaign`, while its key exists.

    Support of an idea that was merged counts for its survivor too, unless the viewer said something else there. One
    query, and one for each step that leads to such survivors.
    """
    key = ideas_queries.read_key(viewer, campaign)
    if key is None:
        return []
    mine = Vote.objects.filter(voter=key, idea__campaign=campaign)
    cast = {pk: (choice, into) for pk, choice, into in mine.values_list("idea_id", "choice", "idea__merged_into")}
    found = {pk for pk, (choice, _into) in cast.items() if choice == Choice.SUPPORT}
    roots = {into for pk, (_choice, into) in cast.items() if pk in found and into is not None}
    while roots:
        rows = Idea.objects.filter(pk__in=roots - cast.keys()).values_list("pk", "merged_into")
        further = dict(rows)
        found |= further.keys()
        roots = {into for into in further.values() if into is not None}
    return sorted(found)


def number_cast(viewer: User, campaign: Campaign) -> int:
    """How many votes `viewer` has cast in `campaign`, while its key exists."""
    key = ideas_queries.read_key(viewer, campaign)
    return Vote.objects.filter(voter=key, idea__campaign=campaign).count() if key else 0
