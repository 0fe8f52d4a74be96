"""Placing ideas in the orders that votes decide: Top, Common ground and Divisive (docs/decisions/0012).

They follow what was released, never the live counts: a list that moved with each vote would tell it.
"""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from core import bulk
from core.locks import alone
from core.privacy import only_day
from ideas.actions import place
from ideas.actions.orders import BY_VOTES
from ideas.models import Campaign, Idea
from votes import ranking
from votes.models import Burst, Prior, Tally, UnitTally
from votes.ranking import Counts, Shape

BATCH = 500
BY_RELEASE = ("shown_low", "shown_high", "placed")


def place_released(campaign: Campaign) -> int:
    """Place the ideas of `campaign` whose results were released since, and return how many moved.

    What is usual in the campaign is found again, and once more after it closed; all ideas are placed anew only when
    that has moved enough to be seen. An idea with a burst stands behind the others until a curator finds it harmless.
    Of two calls at once for a campaign one does it all.
    """
    with alone(f"votes.place {campaign.pk}") as mine:
        return _place(campaign) if mine else 0


def _place(campaign: Campaign) -> int:
    prior = Prior.objects.filter(campaign=campaign).first() or Prior(campaign=campaign)
    released = Tally.objects.filter(idea__campaign=campaign, release__gt=0)
    bursts = Burst.objects.filter(idea__campaign=campaign)
    due = set(released.filter(release__gt=F("placed")).values_list("pk", flat=True))
    is_to_fit = bool(due) or prior.fitted_at is None or not campaign.is_listening
    if is_to_fit and _fit(prior, released):
        due = set(released.values_list("pk", flat=True))
    due |= set(bursts.values_list("idea_id", flat=True))
    aside = set(bursts.putting_aside().values_list("idea_id", flat=True))
    shape = Shape(prior.alpha, prior.beta)
    moved = sum(_place_some(campaign, ids, shape, aside) for ids in _batches(due))
    if is_to_fit:
        # Last: if this does not come to its end, all of it is done again. While people vote, the minute of a release
        # would be that of somebody's vote.
        now = timezone.now()
        prior.fitted_at = only_day(now) if campaign.is_listening else now
        prior.save()
    return moved


def _fit(prior: Prior, released: QuerySet[Tally]) -> bool:
    """Find again what the ideas have in common, and tell whether it moved enough to place all of them anew."""
    from votes import shrinkage  # jobs alone pay for it

    seen = F("shown_support") + F("shown_object") + F("shown_passed")
    alike = released.order_by().values_list("shown_support", seen).annotate(ideas=Count("pk"))
    groups = [shrinkage.Alike(*row) for row in alike]
    found = shrinkage.fit(groups)
    prior.ideas = sum(group.ideas for group in groups)
    if not ranking.moved(Shape(prior.alpha, prior.beta), found):
        return False
    prior.alpha, prior.beta = found
    return True


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def _place_some(campaign: Campaign, ids: list[int], shape: Shape, aside: set[int]) -> int:
    tallies, grounds = _read(campaign, ids)
    ranks, results = [], []
    columns = Idea.objects.filter(pk__in=[tally.pk for tally in tallies]).values_list("pk", *BY_VOTES)
    now = {pk: tuple(values) for pk, *values in columns}
    for tally, interval in zip(tallies, _intervals(tallies, shape), strict=True):
        pk, counts, last = tally.pk, _shown(tally), tally.pk in aside
        ground = grounds.get(pk, ranking.set_aside(now[pk][1], aside=False))
        wanted = (
            ranking.top(counts, shape, aside=last),
            ranking.set_aside(ground, aside=last),
            ranking.divisive(counts, aside=last),
        )
        if wanted != now[pk]:
            ranks.append((pk, *wanted))
        if (*interval, tally.release) != (tally.shown_low, tally.shown_high, tally.placed):
            results.append((pk, *interval, tally.release))
    place(BY_VOTES, ranks)
    bulk.write(Tally, BY_RELEASE, results)
    return len(ranks)


def _shown(tally: Tally) -> Counts:
    return Counts(tally.shown_support, tally.shown_object, tally.shown_passed)


def _intervals(tallies: list[Tally], shape: Shape) -> list[tuple[float, float]]:
    from votes import shrinkage  # jobs alone pay for it

    return shrinkage.intervals([_shown(tally) for tally in tallies], shape)


def _read(campaign: Campaign, ids: list[int]) -> tuple[list[Tally], dict[int, float]]:
    """The released tallies of these ideas, and common ground (idea id → column) where its time has come.

    The tallies are held for that moment, so that no vote comes in between: units and whole are of one moment.
    """
    smallest = max(ranking.UNIT_VOTERS, campaign.smallest_group)
    with transaction.atomic():
        rows = Tally.objects.select_for_update().filter(pk__in=ids, release__gt=0)
        tallies = list(rows.order_by("pk"))
        counts: dict[int, list[Counts]] = {tally.pk: [] for tally in tallies if _may_read_units(tally)}
        voters = F("support") + F("object") + F("passed")
        units = UnitTally.objects.filter(idea__in=list(counts)).exclude(unit=None)
        telling = units.annotate(voters=voters).filter(voters__gte=smallest)
        for pk, *numbers in telling.values_list("idea_id", "support", "object", "passed"):
            counts[pk].append(Counts(*numbers))
    return tallies, {pk: ranking.ground(each, smallest=smallest) for pk, each in counts.items()}


def _may_read_units(tally: Tally) -> bool:
    """Whether common ground may be told now: at every second release.

    The units' tallies are live. Read at one release, they hold less than a smallest group of votes beyond it; at the
    second release after it there are two smallest groups more. So whoever compares two places of an idea in this order
    compares at least a smallest group of new voters, whenever the job ran. The first time may be any release after
    which nobody has voted yet, as in an import: then there is nothing beyond it. For an idea that was ever merged with
    others it is told no more: those by whom two figures of a unit differ could be few.
    """
    if tally.release <= tally.placed or tally.earlier:
        return False
    live = Counts(tally.support, tally.object, tally.passed)
    return tally.release % 2 == 0 or (tally.placed == 0 and live == _shown(tally))
