"""Whatever happens, and whenever it is counted: what increments have come to is what a count of everything finds."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ideas.models import Campaign, Heard
from participation import actions, queries
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.participation.histories import Deed, World, agrees, days, undone
from votes.models import Cast

pytestmark = pytest.mark.django_db
CONTRIBUTIONS = ("vote", "vote_late", "vote_lost", "share", "share_late", "comment", "comment_late")
OTHERS = (
    *("take_back", "delete_comment", "withdraw_idea", "merge", "unmerge", "move", "leave", "reorganise"),
    *("mix", "mix", "count", "count", "hear_late_word", "pass_days", "search"),
)
NUMBERS = st.integers(0, 11)
DEEDS: Any = st.tuples(st.sampled_from((*CONTRIBUTIONS, *OTHERS, *CONTRIBUTIONS)), NUMBERS, NUMBERS)
A_LOT: list[Deed] = [
    *[("vote", number, number) for number in range(10)],
    *[("share", 1, 0), ("mix", 0, 0), ("count", 0, 0), ("vote_late", 11, 0), ("pass_days", 0, 0), ("move", 11, 2)],
    *[("merge", 0, 1), ("vote", 2, 1), ("take_back", 2, 1), ("hear_late_word", 0, 0), ("count", 0, 0)],
    *[("reorganise", 0, 1), ("mix", 0, 0), ("take_back", 3, 3), ("comment", 4, 2), ("pass_days", 3, 0)],
    *[("unmerge", 0, 0), ("reorganise", 1, 3), ("comment_late", 5, 2), ("vote_lost", 6, 2), ("move", 6, 0)],
]


@pytest.fixture
def setting(company: SimpleNamespace, mod: User) -> SimpleNamespace:
    """Twelve colleagues, two campaigns that listen for ten weeks: one asks everybody, the other asks the north."""
    crowd = [
        factories.person(unit=unit) for unit in (company.mill_lane, company.quayside, company.station) for _ in range(4)
    ]
    moments = factories.dates("listen")
    later = {name: moment + 9 * factories.WEEK for name, moment in moments.items() if name != "listens_at"}
    asked = [factories.campaign(audience=units, **later) for units in ((), (company.north,))]
    for campaign in asked:
        for _ in range(3):
            factories.idea(crowd[0], campaign)
    return SimpleNamespace(company=company, crowd=crowd, mod=mod, asked=[fresh(campaign) for campaign in asked])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=st.lists(DEEDS, min_size=5, max_size=40), which=st.integers(0, 1))
@example(deeds=A_LOT, which=0)
@example(deeds=A_LOT, which=1)
def test_increments_come_to_what_a_count_of_everything_finds(
    setting: SimpleNamespace, deeds: list[Deed], which: int
) -> None:
    with undone(), time_machine.travel(timezone.now(), tick=False) as clock:
        world = World(setting.company, setting.asked[which], setting.crowd, setting.mod, clock)
        for deed in deeds:
            world.do(deed)
        for last in ("hear_late_word", "search", "count"):
            world.do((last, 0, 0))
        increments = world.today()
        agrees(world)

        again = actions.summarise(campaign=fresh(world.campaign))
        assert world.today() == increments, "a second count changes nothing"
        rebuilt = actions.rebuild(campaign=fresh(world.campaign))

        assert world.today() == increments
        assert (rebuilt.release, rebuilt.heard, rebuilt.progress) == (again.release, again.heard, None)
        assert {day: world.rows(day) for day in world.past} == world.past, "what is past stays"
        agrees(world)
        assert queries.heard_drift() == []


def test_the_negative_control_a_count_that_is_off_is_noticed(setting: SimpleNamespace) -> None:
    """If this ever passes unnoticed, the property above proves nothing."""
    with undone(), time_machine.travel(timezone.now(), tick=False) as clock:
        world = World(setting.company, setting.asked[0], setting.crowd, setting.mod, clock)
        for deed in A_LOT:
            world.do(deed)
        world.do(("mix", 0, 0))
        Cast.objects.filter(campaign=world.campaign).update(votes=1)
        Heard.objects.filter(campaign=world.campaign).update(people={})

        world.do(("count", 0, 0))

        increments = world.today()
        with pytest.raises(AssertionError):
            agrees(world)
        actions.rebuild(campaign=fresh(world.campaign))
        assert world.today() != increments
        agrees(world)


def test_weeks_in_which_nobody_counted_are_filled_in_by_a_count_of_everything(setting: SimpleNamespace) -> None:
    with undone(), time_machine.travel(timezone.now(), tick=False) as clock:
        world = World(setting.company, setting.asked[0], setting.crowd, setting.mod, clock)
        factories.took_part(world.campaign, setting.crowd[0], setting.crowd[4])
        for _ in range(4):
            world.do(("pass_days", 4, 0))
        assert days() == set()

        world.do(("count", 0, 0))

        campaign: Campaign = fresh(world.campaign)
        weeks = queries.weeks(campaign)
        assert weeks[setting.company.mill_lane.pk][:2] == weeks[setting.company.quayside.pk][:2] == (1, 0)
        filled = [row for day in days() - {timezone.localdate()} for row in world.rows(day)]
        assert filled
        assert {row[3] for row in filled} == {0, 1}
