"""Which ideas an idea could be merged into, and what was merged into it."""

from dataclasses import dataclass

from curation import rules
from ideas import queries as ideas_queries
from ideas.models import Idea
from people.models import User
from votes import queries as votes_queries

FOUND = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """What was merged into an idea, the oldest first: `comments` counts what is said of all of them and of itself."""

    ideas: list[Idea]
    comments: int
    may_take_apart: bool


def candidates(viewer: User, idea: Idea, text: str = "") -> list[Idea]:
    """Ideas into which `idea` could be merged: those most like `text`, or like `idea` itself."""
    found = [each.idea for each in ideas_queries.similar(viewer, idea.campaign, text or idea.title)]
    if text:
        searched = ideas_queries.listed(viewer, idea.campaign, order=ideas_queries.Order.TOP, text=text)
        known = {each.pk for each in found}
        found += [each for each in searched[:FOUND] if each.pk not in known]
    return [each for each in found if each.pk != idea.pk][:FOUND]


def merged(viewer: User, idea: Idea) -> Merged | None:
    """What was merged into `idea`, which `viewer` may see; `None` for most, without a query. Four queries else."""
    if not idea.has_merged:
        return None
    family = votes_queries.family(idea)
    rows = list(ideas_queries.by_ids(viewer, list(family.parents)).order_by("submitted_at", "pk"))
    comments = idea.comment_count + sum(row.comment_count for row in rows)
    return Merged(rows, comments, rules.may_change_themes(viewer, idea.campaign))
