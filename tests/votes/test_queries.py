from collections.abc import Callable
from typing import Any

import pytest

from core import keys
from core.keyset import SIZE
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries
from votes.actions import cast
from votes.queries import Result

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def voters(crowd: Crowd, idea: Idea) -> list[User]:
    """Six colleagues of whom four support the idea, one objects and one passes; the first five are released."""
    six = crowd(6)
    for voter, choice in zip(six, ["support", "support", "support", "object", "support", "pass"], strict=True):
        cast(by=voter, idea=idea, choice=choice)
    idea.campaign.refresh_from_db()
    return six


def test_before_voting_nobody_sees_the_result(voters: list[User], bo: User, idea: Idea) -> None:
    ballot = queries.ballot(bo, idea)

    assert (ballot.hidden, ballot.result.votes, ballot.may_vote) == ("not_voted", 0, True)


def test_after_voting_one_sees_the_last_release(voters: list[User], idea: Idea) -> None:
    ballot = queries.ballot(voters[5], idea)

    assert (ballot.choice, ballot.hidden) == ("pass", "")
    assert ballot.result == Result(4, 1, 0, release=1)


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_see_the_result_of_their_own_idea_and_no_vote_buttons(
    anonymous: bool, ada: User, campaign: Campaign, crowd: Crowd
) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)
    for voter in crowd(5):
        cast(by=voter, idea=idea, choice="support")

    ballot = queries.ballot(ada, idea)

    assert (ballot.hidden, ballot.result.votes, ballot.may_vote) == ("", 5, False)


def test_too_few_votes_are_shown_to_nobody(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")

    ballot = queries.ballot(bo, idea)

    assert (ballot.choice, ballot.hidden, ballot.result.votes) == ("support", "too_few", 0)


@pytest.mark.parametrize("who", ["bo", "mod", "eve", "root"])
def test_after_listening_everyone_sees_the_result(
    who: str, voters: list[User], idea: Idea, named: Callable[[str], User]
) -> None:
    factories.set_step(idea.campaign, "curate")

    ballot = queries.ballot(named(who), idea)

    assert (ballot.hidden, ballot.result.votes, ballot.may_vote) == ("", 5, False)


@pytest.mark.parametrize("who", ["mod", "eve", "root"])
def test_no_role_sees_a_result_before_voting_while_the_campaign_listens(
    who: str, voters: list[User], idea: Idea, named: Callable[[str], User]
) -> None:
    assert queries.ballot(named(who), idea).hidden == "not_voted"


def test_when_the_key_is_gone_nobody_knows_their_own_choice(voters: list[User], idea: Idea) -> None:
    keys.destroy(idea.campaign.key_name)

    assert queries.choices(voters[0], [idea]) == {}


def test_ballots_of_a_page_cost_one_query_and_one_for_whom_the_campaign_asks(
    voters: list[User], ada: User, campaign: Campaign, django_assert_num_queries: Any
) -> None:
    ideas = [factories.idea(ada, campaign, anonymous=turn % 2 == 0) for turn in range(6)]
    viewer = fresh(voters[0])
    listed = list(Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).select_related("campaign"))

    with django_assert_num_queries(1 + 1):
        queries.ballots(viewer, listed)


def test_ballots_of_more_than_a_page_cost_one_more(
    ada: User, bo: User, campaign: Campaign, django_assert_num_queries: Any
) -> None:
    made = [factories.idea(ada, campaign).pk for _ in range(SIZE + 1)]
    cast(by=bo, idea=Idea.objects.get(pk=made[-1]), choice="object")
    listed = list(Idea.objects.filter(pk__in=made).select_related("campaign"))

    with django_assert_num_queries(2 + 1):
        found = queries.ballots(bo, listed)

    assert [pk for pk in made if found[pk].choice] == made[-1:]


def test_supported_ideas_are_known_while_the_key_exists(voters: list[User], idea: Idea) -> None:
    before = queries.supported(voters[0], idea.campaign), queries.supported(voters[3], idea.campaign)
    keys.destroy(idea.campaign.key_name)

    assert before == ([idea.pk], [])
    assert queries.supported(voters[0], idea.campaign) == []


def test_the_number_of_one_s_own_votes_is_known_while_the_key_exists(voters: list[User], idea: Idea) -> None:
    before = queries.number_cast(voters[0], idea.campaign)
    keys.destroy(idea.campaign.key_name)

    assert (before, queries.number_cast(voters[0], idea.campaign)) == (1, 0)


def test_per_cents_add_up_to_a_hundred() -> None:
    for result in (Result(1, 1, 1), Result(2, 2, 1), Result(1, 0, 6), Result(5, 5, 0)):
        assert result.support_percent + result.object_percent + result.pass_percent == 100


def test_nobody_is_nought_per_cent() -> None:
    result = Result(0, 0, 0)

    assert (result.support_percent, result.object_percent, result.pass_percent) == (0, 0, 0)
