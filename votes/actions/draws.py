"""Drawing For you: a fair share of eyes for every idea (votes/dealing.py, docs/decisions/0012)."""

from collections import Counter

from django.utils import timezone

from ideas.actions import place
from ideas.actions.orders import BY_LOT
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from people.models import Unit
from votes import dealing
from votes.models import Burst, Prior
from votes.ranking import LAPLACE, Shape

IDEA = ("pk", "seen_count", "unit_id", "rank_for_you")
RELEASED = ("tally__shown_support", "tally__shown_object", "tally__shown_passed")


def draw_for_you(campaign: Campaign, *, seed: object = None) -> int:
    """Draw the order of For you anew for all listed ideas of `campaign`, and return how many moved.

    It goes by released votes. The same seed draws the same order of the same ideas; by default it is the moment.
    """
    rows = list(Idea.objects.filter(LISTED, campaign=campaign).order_by("pk").values_list(*IDEA, *RELEASED))
    suspect = set(Burst.objects.putting_aside().filter(idea__campaign=campaign).values_list("idea_id", flat=True))
    quiet = _quiet(campaign, Counter(unit_id for _, _, unit_id, *_ in rows if unit_id is not None))
    cards = []
    for pk, seen, unit_id, _, support, against, passed in rows:
        voters = (support or 0) + (against or 0) + (passed or 0)
        told = (0, 0) if pk in suspect else (support or 0, voters)  # a burst buys no eyes
        cards.append(dealing.Card(pk, max(seen, voters), *told, quiet.get(unit_id, 0.0)))
    prior = Prior.objects.filter(campaign=campaign).first()
    shape = Shape(prior.alpha, prior.beta) if prior else LAPLACE
    drawn = dealing.scores(dealing.arrange(cards, shape, seed=timezone.now() if seed is None else seed))
    return place(BY_LOT, [(pk, drawn.get(pk, 0.0)) for pk, _, _, now, *_ in rows if now != drawn.get(pk, 0.0)])


def _quiet(campaign: Campaign, ideas: Counter[int]) -> dict[int, float]:
    """Unit id → how quiet the unit is. A unit's people and ideas include those of the units below it."""
    units = {pk: (path, people) for pk, path, people in Unit.objects.values_list("pk", "path", "headcount")}
    below: Counter[str] = Counter()
    for pk, number in ideas.items():
        path = units[pk][0]
        below.update({path[:end]: number for end in range(Unit.steplen, len(path) + 1, Unit.steplen)})
    return dealing.quietness(
        {pk: below[units[pk][0]] for pk in ideas},
        {pk: units[pk][1] for pk in ideas},
        total=ideas.total(),
        everyone=_asked(campaign, dict(units.values())),
    )


def _asked(campaign: Campaign, people: dict[str, int]) -> int:
    """How many people the campaign asks. `people` are the headcounts of all units by path."""
    paths = campaign.audience_paths or [path for path in people if len(path) == Unit.steplen]
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return sum(people.get(path, 0) for path in tops)
