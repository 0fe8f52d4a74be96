"""Whoever asks for the figures after each single vote, and keeps all of them, singles nobody out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random
from types import SimpleNamespace

import pytest

from core.privacy import EXACT, SMALLEST_GROUP, Cell, released, standing, told
from ideas.models import Campaign
from participation import actions
from participation.coverage import UnitCount, figures
from participation.models import Release
from people.models import User
from tests import factories
from tests.redteam.attacks import TOLERANCE, Program, stands_out
from tests.redteam.companies import WHOLE, Company, cells_of, company

Shown = dict[int, int]
Move = Callable[[Sequence[Cell], list[Shown]], Shown]
VOTES = 1_000


def careful(cells: Sequence[Cell], earlier: list[Shown]) -> Shown:
    return released(cells, earlier)


def careless(cells: Sequence[Cell], earlier: list[Shown]) -> Shown:
    """The control: once enough people are new, everything that may be shown is shown as it is."""
    before = standing(earlier)
    everyone = next(cell.count for cell in cells if cell.key == WHOLE)
    if everyone - before.get(WHOLE, 0) < SMALLEST_GROUP:
        return {}
    states = told(cells)
    return {
        cell.key: cell.count for cell in cells if states.get(cell.key) == EXACT and cell.count != before.get(cell.key)
    }


def live(cells: Sequence[Cell], earlier: list[Shown]) -> Shown:
    """The other control: counters that follow each vote."""
    before = standing(earlier)
    return {
        cell.key: cell.count for cell in cells if cell.count >= SMALLEST_GROUP and cell.count != before.get(cell.key)
    }


def arrivals(firm: Company, seed: int) -> Iterator[int]:
    """The unit of each person, in the order in which they vote."""
    people = [unit for unit, (_, size) in firm.units.items() for _ in range(size)]
    Random(seed).shuffle(people)
    return iter(people)


def polled(firm: Company, votes: int, move: Move) -> list[Shown]:
    """What was new each time that anything was, when somebody looked after each of so many votes."""
    heard = dict.fromkeys(firm.units, 0)
    found: list[Shown] = []
    for _, unit in zip(range(votes), arrivals(firm, 7), strict=False):
        heard[unit] += 1
        new = move(flat({unit: (heard[unit], size) for unit, (_, size) in firm.units.items()}), found)
        if new:
            found.append(new)
    return found


def flat(units: Mapping[int, tuple[int, int]]) -> list[Cell]:
    """As a campaign releases them: the whole, and each unit by itself."""
    whole = Cell(WHOLE, None, *(sum(numbers) for numbers in zip(*units.values(), strict=True)))
    return [whole, *(Cell(unit, WHOLE, *numbers) for unit, numbers in units.items())]


def small_moves(found: Sequence[Shown]) -> list[tuple[int, int]]:
    """Any two figures of one cell that differ by somebody, but by fewer than may be told."""
    series: dict[int, list[int]] = {}
    for new in found:
        for key, count in new.items():
            series.setdefault(key, []).append(count)
    return [
        (key, abs(later - first))
        for key, counts in series.items()
        for first, later in combinations(counts, 2)
        if stands_out(abs(later - first), SMALLEST_GROUP)
    ]


def lonely_windows(found: Sequence[Shown]) -> list[tuple[int, int, int]]:
    """Two releases between which few people came who are in none of the units' figures: subtracting says so."""
    leaks = []
    for start in range(-1, len(found)):
        first: Shown = {}
        inside = 0
        last: Shown = dict.fromkeys(standing(found), 0) if start < 0 else dict(found[start])
        before = 0 if start < 0 else found[start].get(WHOLE, -1)
        for end in range(start + 1, len(found)):
            for key, count in found[end].items():
                if key != WHOLE:
                    inside += count - last[key] if key in last else 0
                    last[key] = count
            if before >= 0 and WHOLE in found[end]:
                first[end] = found[end][WHOLE] - before - inside
        leaks += [(start, end, rest) for end, rest in first.items() if stands_out(rest, SMALLEST_GROUP)]
    return leaks


def isolated(
    found: Sequence[Shown], heard: Sequence[Mapping[int, int]], sizes: Mapping[int, int]
) -> list[tuple[int, int]]:
    """People of a unit who came between two releases, fewer than five, whose number a linear program finds exactly.

    `heard` are the true counts at each release, to know which groups to attack.
    """
    units, moments = list(sizes), len(found)
    place = {(unit, moment): row * moments + moment for row, unit in enumerate(units) for moment in range(moments)}
    attack = Program([float(sizes[unit]) for unit in units for _ in range(moments)])
    for moment, new in enumerate(found):
        for key, count in new.items():
            counted = units if key == WHOLE else [key]
            attack.knows([place[unit, each] for unit in counted for each in range(moment + 1)], count)
    leaks = []
    for unit in units:
        before = 0
        for moment in range(moments):
            came, before = heard[moment][unit] - before, heard[moment][unit]
            if stands_out(came, SMALLEST_GROUP):
                low, high = attack.interval([place[unit, moment]])
                leaks += [(unit, moment)] if high - low < 1 - TOLERANCE else []
    return leaks


@pytest.mark.pure
def test_no_two_releases_of_1000_votes_differ_by_few_people() -> None:
    found = polled(company(2_000, 20), VOTES, careful)

    assert len(found) > 50
    assert sum(len(new) for new in found) > 120, "units are shown, and move"
    assert small_moves(found) == []
    assert lonely_windows(found) == []


@pytest.mark.pure
@pytest.mark.parametrize("move", [careless, live])
def test_the_controls_single_people_out(move: Move) -> None:
    found = polled(company(2_000, 20), VOTES, move)

    assert small_moves(found)


@pytest.mark.pure
def test_the_whole_is_never_more_than_a_group_behind() -> None:
    found = polled(company(2_000, 20), VOTES, careful)

    assert VOTES - standing(found)[WHOLE] < 2 * SMALLEST_GROUP


def history(seed: int, move: Move) -> tuple[list[Shown], list[dict[int, int]], dict[int, int]]:
    """A few units, counted now and then while people come in bursts."""
    chance = Random(seed)
    sizes = {unit: chance.randint(3, 40) for unit in range(1, chance.randint(2, 6))}
    heard = dict.fromkeys(sizes, 0)
    found: list[Shown] = []
    truths: list[dict[int, int]] = []
    while any(heard[unit] < sizes[unit] for unit in sizes) and len(found) < 10:
        for _ in range(chance.randint(1, 9)):
            unit = chance.choice(list(sizes))
            heard[unit] = min(sizes[unit], heard[unit] + chance.choice([1, 1, 1, 4]))
        new = move(flat({unit: (heard[unit], size) for unit, size in sizes.items()}), found)
        if new:
            found.append(new)
            truths.append(dict(heard))
    return found, truths, sizes


@pytest.mark.pure
@pytest.mark.parametrize("seed", range(40))
def test_a_linear_program_over_all_releases_isolates_nobody(seed: int) -> None:
    found, truths, sizes = history(seed, careful)

    assert isolated(found, truths, sizes) == []
    assert lonely_windows(found) == []


@pytest.mark.pure
def test_a_linear_program_isolates_people_in_releases_of_the_control() -> None:
    assert sum(len(isolated(*history(seed, careless))) for seed in range(8)) > 0


@pytest.mark.pure
@pytest.mark.long
@pytest.mark.parametrize("seed", range(40, 240))
def test_a_linear_program_over_many_histories_isolates_nobody(seed: int) -> None:
    found, truths, sizes = history(seed, careful)

    assert isolated(found, truths, sizes) == []


@pytest.mark.pure
def test_a_tree_of_three_levels_moves_by_groups_too() -> None:
    firm = company(2_000, 20)
    heard = dict.fromkeys(firm.units, 0)
    found: list[Shown] = []
    for _, unit in zip(range(VOTES), arrivals(firm, 7), strict=False):
        heard[unit] += 1
        if not (sum(heard.values()) - standing(found).get(WHOLE, 0)) % SMALLEST_GROUP:
            counts = {each: (heard[each], size) for each, (_, size) in firm.units.items()}
            new = released(cells_of(counts, firm.regions), found)
            found += [new] if new else []

    assert any(key < 0 for new in found for key in new), "regions are shown"
    assert small_moves(found) == []
    for region in {*firm.regions.values()}:
        family = {unit for unit, above in firm.regions.items() if above == region}
        inside = [
            {WHOLE if key == region else key: new[key] for key in new if key in family | {region}} for new in found
        ]
        assert lonely_windows(inside) == []


@pytest.mark.pure
def test_what_a_campaign_shows_after_each_vote_moves_by_groups() -> None:
    """The figures as pages get them: units, weeks, votes of all."""
    firm = company(200, 20)
    heard, shown = dict.fromkeys(firm.units, 0), {}
    series: dict[object, list[int]] = {}
    for votes, unit in enumerate(arrivals(firm, 3), start=1):
        heard[unit] += 1
        week = min(2, votes // 60)
        counts = [
            UnitCount(
                each, f"Unit {each}", size, heard[each], tuple(heard[each] // (place + 1) for place in range(week + 1))
            )
            for each, (_, size) in firm.units.items()
        ]
        shown = figures(counts, {"votes": votes}, SMALLEST_GROUP, shown)
        for name, value in told_figures(shown):
            if value is not None and value not in series.setdefault(name, [])[-1:]:
                series[name].append(value)

    moves = [abs(later - first) for values in series.values() for first, later in pairwise(values)]
    assert len(moves) > 40
    assert min(moves) >= SMALLEST_GROUP


def told_figures(shown: Mapping[str, object]) -> Iterator[tuple[object, int | None]]:
    yield "everyone", shown["heard"]  # type: ignore[misc]
    yield "votes", shown["totals"].get("votes")  # type: ignore[attr-defined]
    for row in shown["units"]:  # type: ignore[attr-defined]
        yield row["unit"], row["heard"]
        yield from (((row["unit"], week), count) for week, count in enumerate(row["active"]))


@pytest.mark.django_db
def test_releases_of_a_campaign_counted_after_each_person_differ_by_groups(
    campaign: Campaign, company: SimpleNamespace, crowd: Callable[..., list[User]]
) -> None:
    people = [*crowd(14), *crowd(12, company.quayside), *crowd(13, company.station)]
    Random(5).shuffle(people)

    for person in people:
        factories.took_part(campaign, person)
        actions.summarise(campaign=campaign)

    found = [
        {row["unit"]: row["heard"] for row in figures["units"] if row["heard"] is not None} | {WHOLE: figures["heard"]}
        for figures in Release.objects.filter(campaign=campaign).order_by("number").values_list("figures", flat=True)
    ]
    changed = [
        {key: count for key, count in new.items() if not at or found[at - 1].get(key) != count}
        for at, new in enumerate(found)
    ]
    assert len(found) > 4
    assert any(len(new) > 1 for new in changed), "units are shown"
    assert small_moves(changed) == []
    assert lonely_windows(changed) == []
