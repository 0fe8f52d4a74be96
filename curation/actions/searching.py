"""Searching a campaign's ideas for groups, duplicates and likeliest themes. The same input is never searched twice."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from core.errors import require
from core.jobs import enqueue
from core.locks import alone
from curation import queries, rules
from curation.actions.moves import take_turn
from curation.models import Likeliest, Run, Suggestion, Theme
from ideas.models import Campaign
from people.actions import record
from people.models import User

if TYPE_CHECKING:
    from curation.grouping import Group, Same

log = logging.getLogger(__name__)
KEPT = 10  # so many searches of a campaign can be shown again
MOST_DUPLICATES = 200
ALIKE = 0.8  # a group that shares so much with one that was dismissed (Jaccard) is the same
BATCH = 1000


class Fits(NamedTuple):
    """The likeliest themes of ideas with their probabilities, and from which one on an idea is said to fit."""

    chances: dict[int, list[tuple[int, float]]]
    sure: float


@transaction.atomic
def start_run(*, by: User | None, campaign: Campaign, groups: int | None = None) -> Run:
    """Have the campaign's ideas searched for `groups` groups, in the background. `by=None` is the product itself.

    What was searched already is shown again at once; what is being searched is not begun twice; what failed begins
    anew. Reads all texts of the campaign.
    """
    require(by is None or rules.may_change_themes(by, campaign))
    material = queries.material(campaign)
    number = groups or queries.next_number(campaign, len(material.free))
    # Two clicks at once would otherwise begin two searches: the digest is unique.
    run, is_new = Run.objects.get_or_create(
        campaign=campaign,
        digest=material.digest(number),
        defaults={"groups": number, "ideas": len(material.free)},
    )
    if by is not None:
        record("curation.start_run", by=by, on=run, after={"groups": number})
    if is_new:
        enqueue("curation.search", run_id=run.pk)
    elif run.done_at is not None:
        _show_again(run)
    elif run.failed:
        begun_again = Run.objects.filter(pk=run.pk, failed=True)
        if begun_again.update(failed=False, progress=0, started_at=timezone.now()):
            enqueue("curation.search", run_id=run.pk)
    run.refresh_from_db()
    return run


def _show_again(run: Run) -> None:
    """Its suggestions are the ones shown from now on, without what was dismissed since."""
    run.done_at = timezone.now()
    run.save(update_fields=["done_at"])
    rest = list(Suggestion.objects.filter(run=run, accepted_at=None, dismissed_at=None))
    wanted = {row.pk for row in _wanted(run.campaign, rest)}
    Suggestion.objects.filter(pk__in={row.pk for row in rest} - wanted).delete()


def search(*, run_id: int) -> None:
    """Do what `start_run` has begun, unless it is done or somebody is at it. Not atomic: its progress is seen."""
    with alone(f"search {run_id}") as mine:
        found = Run.objects.filter(pk=run_id, done_at=None, failed=False).select_related("campaign") if mine else None
        run = found.first() if found is not None else None
        if run is None:
            return
        try:
            _searched(run)
        except Exception:
            Run.objects.filter(pk=run_id, done_at=None).update(failed=True)
            raise


def give_up() -> int:
    """Call those failed that nobody has finished within an hour: somebody may begin them again. How many they are."""
    return queries.given_up().update(failed=True)


def _searched(run: Run) -> None:
    from curation import grouping, likeliest  # jobs alone pay for them

    material = queries.material(run.campaign)
    if not _is_still_asked(run, material):
        return
    _tell(run, 10)
    space = grouping.Space(material.texts)
    _tell(run, 35)
    groups = grouping.groups(space, run.groups, among=set(material.free))
    _tell(run, 60)
    same = grouping.duplicates(space, apart=queries.apart(run.campaign))[:MOST_DUPLICATES]
    _tell(run, 80)
    placed = {pk: (theme, material.texts[pk]) for pk, theme in material.themes.items()}
    chances = likeliest.likeliest(placed, {pk: material.texts[pk] for pk in material.free})
    _tell(run, 95)
    _finish(run, groups, same, Fits(chances, likeliest.fits_from(placed)))


def _tell(run: Run, progress: int) -> None:
    Run.objects.filter(pk=run.pk).update(progress=progress)


@transaction.atomic
def _is_still_asked(run: Run, material: queries.Material) -> bool:
    """Whether to go on. Ideas may have come since it began: then it is the search for those, unless there is one."""
    digest = material.digest(run.groups)
    if digest == run.digest:
        return True
    Campaign.objects.select_for_update().get(pk=run.campaign_id)  # another search could take the same digest
    if Run.objects.filter(campaign=run.campaign_id, digest=digest).exists():
        run.delete()
        return False
    run.digest, run.ideas = digest, len(material.free)
    run.save(update_fields=["digest", "ideas"])
    return True


@transaction.atomic
def _finish(run: Run, groups: "list[Group]", same: "list[Same]", fits: Fits) -> None:
    """Store what was found, once: the column shows it from now on."""
    take_turn(run.campaign)  # no theme goes meanwhile
    row = Run.objects.select_for_update().filter(pk=run.pk, done_at=None).first()
    if row is None:
        return
    row.campaign = run.campaign
    themes = set(Theme.objects.filter(campaign=run.campaign).values_list("pk", flat=True))
    groups = [group for group in groups if not any(set(group.ids) <= set(each.ids) for each in same)]  # said once
    found = [*_groups(row, groups, fits, themes), *_duplicates(row, same)]
    Suggestion.objects.bulk_create(_wanted(run.campaign, found), batch_size=BATCH)
    Likeliest.objects.filter(idea__campaign=run.campaign).delete()
    Likeliest.objects.bulk_create(_likeliest(fits, themes), batch_size=BATCH)
    row.done_at, row.progress = timezone.now(), 100
    row.save(update_fields=["done_at", "progress"])
    _forget(run.campaign)


def _groups(
    run: Run,
    groups: "list[Group]",
    fits: Fits,
    themes: set[int],
) -> Iterator[Suggestion]:
    for group in groups:
        theme = _joins(group.ids, fits)
        is_weak = group.strength < queries.WEAKEST and theme not in themes
        if len(group.ids) < queries.FEWEST or is_weak:
            continue
        yield Suggestion(
            campaign=run.campaign,
            run=run,
            kind=Suggestion.Kind.GROUP,
            ideas=group.ids,
            words=group.words,
            strength=group.strength,
            theme_id=theme if theme in themes else None,
            digest=queries.digest_of(Suggestion.Kind.GROUP, group.ids),
        )


def _joins(ids: list[int], fits: Fits) -> int | None:
    """The theme that the ideas fit on average, if any."""
    chances: dict[int, float] = {}
    for pk in ids:
        for theme, chance in fits.chances.get(pk, []):
            chances[theme] = chances.get(theme, 0) + chance
    best = max(chances, key=lambda theme: (chances[theme], -theme), default=None)
    return best if best is not None and chances[best] / len(ids) >= fits.sure else None


def _likeliest(fits: Fits, themes: set[int]) -> list[Likeliest]:
    """What is kept of the chances: those of `themes`, which are still there."""
    found = []
    for pk, best in fits.chances.items():
        there = [(theme, chance) for theme, chance in best if theme in themes]
        if there:
            found.append(Likeliest(idea_id=pk, themes=there, fits=there[0][1] >= fits.sure))
    return found


def _duplicates(run: Run, same: "list[Same]") -> Iterator[Suggestion]:
    """The one that was there first comes first: the others are merged into it."""
    for each in same:
        ids = sorted(each.ids)
        yield Suggestion(
            campaign=run.campaign,
            run=run,
            kind=Suggestion.Kind.DUPLICATE,
            ideas=ids,
            strength=each.strength,
            digest=queries.digest_of(Suggestion.Kind.DUPLICATE, ids),
        )


def _wanted(campaign: Campaign, found: list[Suggestion]) -> list[Suggestion]:
    """Those of `found` that are not what a curator has dismissed."""
    groups, apart = queries.dismissed_groups(campaign), queries.apart(campaign)
    return [
        one
        for one in found
        if not (
            any(_alike(set(one.ideas), group) for group in groups)
            if one.kind == Suggestion.Kind.GROUP
            else any((first, other) in apart for first in one.ideas for other in one.ideas)
        )
    ]


def _alike(ideas: set[int], others: set[int]) -> bool:
    return len(ideas & others) >= ALIKE * len(ideas | others)


def _forget(campaign: Campaign) -> None:
    """Older searches cannot be shown again; what curators settled in them is kept."""
    done = Run.objects.filter(campaign=campaign).exclude(done_at=None).order_by("-done_at", "-pk")
    for run in done[KEPT:]:
        run.suggestions.filter(accepted_at=None, dismissed_at=None).delete()
        if run.suggestions.exists():
            Run.objects.filter(pk=run.pk).update(digest=f"forgotten {run.pk}")
        else:
            run.delete()
