"""A vote by the shortest way. On PostgreSQL that is one statement, on SQLite the long way: the answer is the same."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from core.errors import Invalid
from ideas import actions as ideas_actions
from ideas.models import Campaign, Idea, TakenPart
from people.actions import move_person
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import LONG, Ways, end_membership, fastest, live, units, vote
from votes.actions import cast_now, place_released, withdraw
from votes.models import Tally, Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.mark.parametrize(("choice", "counts"), [("support", (1, 0, 0)), ("object", (0, 1, 0)), ("pass", (0, 0, 1))])
def test_a_first_vote_counts_overall_and_in_its_unit(
    choice: str, counts: tuple[int, int, int], ways: Ways, bo: User, open_idea: Idea
) -> None:
    ballot = vote(bo, open_idea, choice)

    assert ways.last == fastest()
    assert (ballot.choice, ballot.hidden, ballot.may_vote) == (choice, "too_few", True)
    assert live(open_idea) == counts
    assert units(open_idea) == {bo.unit.name: counts}


def test_the_first_vote_of_all_on_an_idea_goes_the_long_way(ways: Ways, bo: User, idea: Idea) -> None:
    vote(bo, idea)

    assert ways.last == LONG
    assert live(idea) == (1, 0, 0)
    assert fresh(idea).voted_on


def test_the_same_vote_again_changes_nothing(ways: Ways, bo: User, idea: Idea) -> None:
    vote(bo, idea)
    row = Vote.objects.get()

    vote(bo, idea)

    assert ways.last == LONG
    assert Vote.objects.get() == row
    assert live(idea) == (1, 0, 0)


def test_another_choice_takes_the_place_of_the_first(bo: User, idea: Idea) -> None:
    vote(bo, idea)

    vote(bo, idea, "object")

    assert Vote.objects.get().choice == "object"
    assert live(idea) == (0, 1, 0)


def test_a_vote_that_was_taken_back_is_cast_anew(ways: Ways, bo: User, open_idea: Idea) -> None:
    vote(bo, open_idea)
    withdraw(by=fresh(bo), idea=fresh(open_idea))

    vote(bo, open_idea, "pass")

    assert ways.last == fastest()
    assert live(open_idea) == (0, 0, 1)


def test_an_unknown_choice_is_refused(bo: User, idea: Idea) -> None:
    with pytest.raises(Invalid):
        cast_now(by=bo, idea_id=idea.pk, choice="perhaps")


def test_an_idea_that_is_not_there_is_none(bo: User, idea: Idea) -> None:
    assert cast_now(by=bo, idea_id=idea.pk + 1000, choice="support") is None


# --- The unit that is kept -------------------------------------------------------------------------------------------
def test_a_vote_from_a_unit_of_ten_keeps_that_unit(
    ways: Ways, crowd: Crowd, company: SimpleNamespace, idea: Idea
) -> None:
    voter, other = crowd(10, company.station)[:2]
    vote(other, idea)

    vote(voter, idea)

    assert ways.last == fastest()
    assert units(idea) == {"Station": (2, 0, 0)}


def test_a_vote_from_a_unit_of_nine_keeps_the_nearest_above_that_has_ten(
    crowd: Crowd, company: SimpleNamespace, idea: Idea
) -> None:
    voter = crowd(9, company.station)[0]
    crowd(1, company.south)

    vote(voter, idea)

    assert units(idea) == {"South": (1, 0, 0)}


def test_where_not_even_the_whole_has_ten_a_vote_keeps_no_unit(ways: Ways, bo: User, idea: Idea) -> None:
    vote(bo, idea)

    assert ways.last == LONG
    assert units(idea) == {None: (1, 0, 0)}


def test_someone_without_a_unit_votes_where_everyone_is_asked(ways: Ways, crowd: Crowd, bo: User, idea: Idea) -> None:
    crowd(12)
    end_membership(bo)

    vote(bo, idea)

    assert ways.last == LONG
    assert units(idea) == {None: (1, 0, 0)}


def test_whoever_moves_keeps_the_unit_of_the_vote_until_it_is_cast_anew(
    crowd: Crowd, company: SimpleNamespace, idea: Idea
) -> None:
    voter = crowd(20, company.station, company.quayside)[0]
    vote(voter, idea)
    move_person(by=None, user=voter, unit=company.quayside)

    vote(voter, idea, "object")
    assert units(idea) == {"Station": (0, 1, 0)}

    withdraw(by=fresh(voter), idea=fresh(idea))
    vote(voter, idea, "object")
    assert units(idea) == {"Station": (0, 0, 0), "Quayside": (0, 1, 0)}


# --- What is shown ---------------------------------------------------------------------------------------------------
def test_a_result_is_shown_from_the_fifth_vote_and_then_from_each_fifth(ways: Ways, crowd: Crowd, idea: Idea) -> None:
    shown = [vote(voter, idea, "object" if turn % 3 else "support") for turn, voter in enumerate(crowd(15))]

    assert set(ways.taken[1:]) <= {fastest()}
    assert [ballot.result.votes for ballot in shown] == [0] * 4 + [5] * 5 + [10] * 5 + [15]
    assert [ballot.result.release for ballot in shown] == [0] * 4 + [1] * 5 + [2] * 5 + [3]
    tally = Tally.objects.get()
    assert (tally.shown_support, tally.shown_object, tally.shown_passed) == (5, 10, 0)
    assert tally.released_at is not None
    assert (tally.released_at.hour, tally.released_at.minute) == (0, 0)


def test_votes_that_were_taken_back_put_the_next_release_off(crowd: Crowd, idea: Idea) -> None:
    voters = crowd(10)
    for voter in voters[:5]:
        vote(voter, idea)
    withdraw(by=fresh(voters[0]), idea=fresh(idea))

    shown = [vote(voter, idea, "pass").result.votes for voter in voters[5:]]

    assert shown == [5] * 5
    assert vote(voters[0], idea).result.votes == 10


def test_a_campaign_s_own_smallest_group_holds(crowd: Crowd, idea: Idea) -> None:
    Campaign.objects.filter(pk=idea.campaign_id).update(smallest_group=7)

    assert [vote(voter, idea).result.votes for voter in crowd(8)] == [0] * 6 + [7] * 2


def test_once_a_job_has_placed_the_idea_voters_see_its_interval(crowd: Crowd, campaign: Campaign, idea: Idea) -> None:
    *early, late = crowd(26)
    for turn, voter in enumerate(early):
        cast_now(by=fresh(voter), idea_id=idea.pk, choice="object" if turn % 3 else "support")
    place_released(campaign)

    ballot = vote(late, idea)

    assert ballot.result.interval is not None


def test_taking_part_is_told_once_the_vote_is_committed(
    bo: User, idea: Idea, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        vote(bo, idea)

    assert ideas_actions.collect_taken_part(campaign=idea.campaign) == 1
    assert TakenPart.objects.get().user == bo


@pytest.mark.postgres
def test_the_short_way_asks_the_server_once(
    bo: User, open_idea: Idea, django_assert_num_queries: Any, crowd: Crowd
) -> None:
    vote(crowd(1, bo.unit)[0], open_idea)  # of an idea not met before, each process may have to ask for the campaign
    voter = fresh(bo)

    with django_assert_num_queries(1):
        cast_now(by=voter, idea_id=open_idea.pk, choice="support")


@pytest.mark.postgres
def test_an_idea_not_met_before_is_looked_for_in_the_campaign_last_voted_in(
    ways: Ways, ada: User, bo: User, open_idea: Idea, django_assert_num_queries: Any
) -> None:
    others = [factories.idea(ada, open_idea.campaign) for _ in range(2)]
    elsewhere = factories.idea(ada, factories.campaign(slug="elsewhere"))
    Idea.objects.filter(pk__in=[*(other.pk for other in others), elsewhere.pk]).update(voted_on=True)
    Tally.objects.bulk_create(Tally(idea=other) for other in [*others, elsewhere])
    vote(bo, open_idea)
    voter = fresh(bo)

    with django_assert_num_queries(1):
        cast_now(by=voter, idea_id=others[0].pk, choice="support")

    assert vote(bo, elsewhere).choice == "support"
    assert vote(bo, others[1]).choice == "support"
    assert live(elsewhere) == live(others[1]) == (1, 0, 0)
