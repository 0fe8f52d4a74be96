"""For tests of suggestions: ideas about two things, and the search that finds them."""

from typing import Any

from curation import actions
from curation.models import Run, Suggestion
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories

PARKING = [
    "More parking for bicycles at the store",
    "Bicycle parking is full every morning",
    "Roof over the bicycle parking",
    "Let customers park bicycles safely",
]
QUEUES = [
    "The queue at the till is too long",
    "Open a second till when the queue grows",
    "Show how long the queue at the till is",
    "A till without queue for one item",
]


def say(by: User, campaign: Campaign, *titles: str) -> list[Idea]:
    return [factories.idea(by, campaign, title) for title in titles]


def searched(by: User | None, campaign: Campaign, groups: int | None = 2) -> Run:
    """A search that is done."""
    run = actions.start_run(by=by, campaign=campaign, groups=groups)
    actions.search(run_id=run.pk)
    return Run.objects.get(pk=run.pk)


def suggested(campaign: Campaign, kind: str = "group") -> list[Suggestion]:
    found = Suggestion.objects.filter(campaign=campaign, kind=kind, accepted_at=None, dismissed_at=None)
    return list(found.order_by("-strength", "pk"))


def title_of(suggestion: Suggestion) -> str:
    """The title of the idea that is most typical of it."""
    return Idea.objects.get(pk=suggestion.ideas[0]).title


def about(suggestion: Suggestion, ideas: list[Idea]) -> bool:
    return set(suggestion.ideas) == {idea.pk for idea in ideas}


def one_of(campaign: Campaign, ideas: list[Idea]) -> Any:
    """The group of these ideas."""
    return next(row for row in suggested(campaign) if about(row, ideas))
