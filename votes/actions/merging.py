"""Counting votes together when ideas are merged, and apart again. The curation app decides which.

No vote moves: each stays on the idea that it was cast on (votes/families.py). What was shown of an idea before is
remembered with its tally, so that what is shown next gives nobody away by subtraction.
"""

from collections.abc import Iterable, Sequence

from ideas.actions import mark_voted_on
from ideas.models import Idea
from votes import queries
from votes.actions.tallies import locked_tallies, recount, release
from votes.families import Family
from votes.models import Tally

SHOWN = ("shown_support", "shown_object", "shown_passed")


def bring_together(*, survivor: Idea, idea: Idea) -> None:
    """Count the votes on `idea`, which was just merged into `survivor`, there too. Within the campaign's gate.

    What is shown of the survivor stands still until the new figure may be shown beside all that was shown before: of
    either, and of both added up, since these less the new one are the people who voted on both.
    """
    family = queries.family(survivor)
    tallies = locked_tallies(family.members)
    brought = family.below(idea.pk)
    into, own = tallies[survivor.pk], tallies[idea.pk]
    both = tuple(a + b for a, b in zip(into.shown, own.shown, strict=True))
    _remember(into, into.shown, of=[pk for pk in family.members if pk not in brought])
    for figure in (own.shown, *(each["shown"] for each in own.earlier or []), both):
        _remember(into, figure)
    for tally in tallies.values():  # no vote on any of these goes by the short way from now on
        tally.earlier = tally.earlier or []
        tally.save(update_fields=["earlier"])
    if idea.voted_on:
        mark_voted_on(survivor)
    _count_anew(survivor.campaign.smallest_group, [survivor.pk])


def take_apart(*, idea: Idea, stood_for: Sequence[Idea]) -> None:
    """Count the votes on `idea` only there again; `stood_for` are the ideas that counted them. Within the gate.

    What is shown of those is what was shown of the same ideas together the last time, or nothing until enough new
    people have voted.
    """
    gone = queries.families([idea.pk])[idea.pk].members
    families = queries.families([each.pk for each in stood_for])
    tallies = locked_tallies([*gone, *(pk for family in families.values() for pk in family.members)])
    for family in families.values():
        tally = tallies[family.root]
        _remember(tally, tally.shown, of=sorted([*family.members, *gone]))
        _show_as_before(tally, family)
    _count_anew(idea.campaign.smallest_group, [each.pk for each in stood_for if each.status != Idea.Status.MERGED])
    recount(idea_ids=[each.pk for each in stood_for if each.status == Idea.Status.MERGED])


def _remember(tally: Tally, figure: Iterable[int], *, of: Sequence[int] = ()) -> None:
    """Keep a figure that people may remember. `of` are the ideas that it was shown of, where it may be shown again."""
    entry = {"of": list(of), "shown": list(figure)}
    if any(entry["shown"]):
        tally.earlier = [*(each for each in tally.earlier or [] if each != entry), entry]


def _show_as_before(tally: Tally, family: Family) -> None:
    same = [each["shown"] for each in tally.earlier or [] if each["of"] == family.members]
    tally.shown_support, tally.shown_object, tally.shown_passed = same[-1] if same else (0, 0, 0)
    tally.release += 1  # so that a job places the idea by it
    tally.save(update_fields=[*SHOWN, "release", "earlier"])


def _count_anew(smallest: int, ids: Sequence[int]) -> None:
    recount(idea_ids=ids)
    for tally in locked_tallies(ids).values():
        release(tally, smallest=smallest)
