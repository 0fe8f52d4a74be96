"""Tallies equal the votes, and people see them only as they were last released."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from ideas.models import Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import live
from votes import queries
from votes.actions import cast, recount, take_over, withdraw
from votes.models import Tally, UnitTally

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def shown(idea: Idea) -> tuple[int, int, int]:
    tally = Tally.objects.get(idea=idea)
    return tally.shown_support, tally.shown_object, tally.shown_passed


def test_the_tallies_of_the_units_add_up_to_the_whole(company: SimpleNamespace, crowd: Crowd, idea: Idea) -> None:
    voters = crowd(24, company.mill_lane, company.station)
    for turn, voter in enumerate(map(fresh, voters)):
        cast(by=voter, idea=idea, choice=("support", "object", "pass")[turn % 3])

    rows = UnitTally.objects.filter(idea=idea)

    assert {row.unit.name: row.support + row.object + row.passed for row in rows} == {"Mill Lane": 12, "Station": 12}
    assert live(idea) == tuple(sum(getattr(row, name) for row in rows) for name in ("support", "object", "passed"))
    assert queries.drift() == []


def test_nothing_is_released_for_four_voters(crowd: Crowd, idea: Idea) -> None:
    for voter in crowd(4):
        cast(by=voter, idea=idea, choice="support")

    assert shown(idea) == (0, 0, 0)
    assert Tally.objects.get(idea=idea).release == 0


def test_the_fifth_voter_releases_the_result(crowd: Crowd, idea: Idea) -> None:
    for voter in crowd(5):
        cast(by=voter, idea=idea, choice="support")

    assert shown(idea) == (5, 0, 0)
    assert Tally.objects.get(idea=idea).release == 1


def test_between_releases_the_shown_result_stands_still(crowd: Crowd, idea: Idea) -> None:
    seen = []

    for voter in crowd(12):
        cast(by=voter, idea=idea, choice="support")
        seen.append(sum(shown(idea)))

    assert seen == [0] * 4 + [5] * 5 + [10] * 3


def test_a_changed_vote_alone_is_not_released(crowd: Crowd, idea: Idea) -> None:
    voters = crowd(5)
    for voter in voters:
        cast(by=voter, idea=idea, choice="support")

    cast(by=voters[0], idea=idea, choice="object")
    withdraw(by=voters[1], idea=idea)

    assert shown(idea) == (5, 0, 0)


def test_a_campaign_that_asks_for_larger_groups_releases_later(ada: User, crowd: Crowd) -> None:
    idea = factories.idea(ada, factories.campaign(smallest_group=8))
    voters = crowd(8)

    for voter in voters[:7]:
        cast(by=voter, idea=idea, choice="support")
    before = shown(idea)
    cast(by=voters[7], idea=idea, choice="support")

    assert (before, shown(idea)) == ((0, 0, 0), (8, 0, 0))


def test_an_import_takes_over_votes_and_releases_them(idea: Idea, company: SimpleNamespace) -> None:
    ballots = [(idea, number.to_bytes(16, "big"), "support", company.north) for number in range(7)]

    assert take_over(campaign=idea.campaign, ballots=ballots) == 7

    assert shown(idea) == live(idea) == (7, 0, 0)
    assert queries.drift() == []


def test_drift_is_found_and_mended(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    Tally.objects.update(support=7)
    found = queries.drift()

    recount(idea_ids=found)

    assert found == [idea.pk]
    assert live(idea) == (1, 0, 0)
    assert queries.drift() == []


def test_drift_of_a_unit_alone_is_found(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    UnitTally.objects.update(support=0, object=1)

    assert queries.drift() == [idea.pk]


def test_votes_without_a_tally_are_found(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    Tally.objects.all().delete()
    UnitTally.objects.all().delete()

    assert queries.drift() == [idea.pk]
