"""Ideas that say the same are brought together, and taken apart again as they were."""

from collections.abc import Callable

import pytest

from core.errors import Forbidden, Invalid, Refusal
from curation import actions
from curation.models import Merge, Move
from ideas.models import Campaign, Event, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import live
from votes import queries
from votes.actions import cast, withdraw
from votes.models import Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def other(bo: User, campaign: Campaign) -> Idea:
    return factories.idea(bo, campaign, "Ring back today")


@pytest.fixture
def third(bo: User, campaign: Campaign) -> Idea:
    return factories.idea(bo, campaign, "Return calls at once")


def merge(mod: User, idea: Idea, into: Idea) -> Idea:
    return actions.merge(by=mod, idea=fresh(idea), into=fresh(into))


def unmerge(mod: User, idea: Idea) -> Idea:
    return actions.unmerge(by=mod, idea=fresh(idea))


def test_a_merged_idea_names_its_survivor(mod: User, idea: Idea, other: Idea) -> None:
    survivor = merge(mod, other, idea)

    assert survivor == fresh(other).merged_into == idea
    assert fresh(other).status == Idea.Status.MERGED
    assert fresh(idea).has_merged
    assert None not in (fresh(idea).handled_at, fresh(other).handled_at)


def test_a_person_who_supported_both_counts_once(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    one, two, three = crowd(3)
    cast(by=one, idea=idea, choice="support")
    cast(by=one, idea=other, choice="support")
    cast(by=two, idea=other, choice="support")
    cast(by=three, idea=idea, choice="object")

    merge(mod, other, idea)

    assert live(idea) == (2, 1, 0)
    assert queries.drift() == []


def test_of_a_person_who_said_both_the_vote_on_the_survivor_counts(
    mod: User, idea: Idea, other: Idea, crowd: Crowd
) -> None:
    (one,) = crowd(1)
    cast(by=one, idea=other, choice="support")
    cast(by=one, idea=idea, choice="object")

    merge(mod, other, idea)

    assert live(idea) == (0, 1, 0)


def test_unmerging_restores_status_and_counts(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    one, two = crowd(2)
    cast(by=one, idea=idea, choice="support")
    cast(by=one, idea=other, choice="object")
    cast(by=two, idea=other, choice="pass")
    actions.set_status(by=mod, idea=other, status="shortlisted")
    merge(mod, other, idea)

    unmerge(mod, other)

    assert (live(idea), live(other)) == ((1, 0, 0), (0, 1, 1))
    assert (fresh(other).status, fresh(other).merged_into, fresh(idea).has_merged) == ("shortlisted", None, False)
    assert queries.drift() == []


def test_the_same_choice_on_the_survivor_is_no_second_vote(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    (one,) = crowd(1)
    cast(by=one, idea=other, choice="support")
    merge(mod, other, idea)

    cast(by=one, idea=fresh(idea), choice="support")
    counted = live(idea)
    unmerge(mod, other)

    assert (counted, live(idea), live(other)) == ((1, 0, 0), (0, 0, 0), (1, 0, 0))


def test_another_choice_on_the_survivor_counts_instead(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    (one,) = crowd(1)
    cast(by=one, idea=other, choice="support")
    merge(mod, other, idea)

    cast(by=one, idea=fresh(other), choice="object")

    assert live(idea) == (0, 1, 0)
    assert queries.choices(one, [fresh(idea)]) == {idea.pk: "object"}
    assert queries.drift() == []


def test_taking_support_back_takes_it_back_everywhere(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    one, two = crowd(2)
    for voter in (one, two):
        cast(by=voter, idea=other, choice="support")
        cast(by=voter, idea=idea, choice="support")
    merge(mod, other, idea)

    withdraw(by=one, idea=fresh(idea))

    assert (live(idea), live(other)) == ((1, 0, 0), (1, 0, 0))
    assert Vote.objects.count() == 2
    assert queries.drift() == []


def test_when_listening_is_over_support_of_what_was_merged_can_be_taken_back(
    mod: User, idea: Idea, other: Idea, crowd: Crowd
) -> None:
    one, two = crowd(2)
    cast(by=one, idea=other, choice="support")
    cast(by=two, idea=idea, choice="support")
    factories.set_step(idea.campaign, "curate")
    merge(mod, other, idea)

    for voter in (one, two):
        withdraw(by=voter, idea=fresh(idea))

    assert (live(idea), live(other)) == ((1, 0, 0), (0, 0, 0))
    assert queries.drift() == []


def test_merging_into_a_merged_idea_goes_to_its_survivor(mod: User, idea: Idea, other: Idea, third: Idea) -> None:
    merge(mod, other, idea)

    assert merge(mod, third, other) == idea


def test_what_was_merged_before_goes_along(mod: User, idea: Idea, other: Idea, third: Idea, crowd: Crowd) -> None:
    one, two = crowd(2)
    cast(by=one, idea=third, choice="support")
    cast(by=two, idea=other, choice="support")
    merge(mod, third, other)

    merge(mod, other, idea)
    together = live(idea), live(other)
    unmerge(mod, other)

    assert together == ((2, 0, 0), (2, 0, 0))
    assert (live(idea), live(other), live(third)) == ((0, 0, 0), (2, 0, 0), (1, 0, 0))
    assert queries.drift() == []


def test_taking_out_of_the_middle_recounts_all_above(
    mod: User, idea: Idea, other: Idea, third: Idea, crowd: Crowd
) -> None:
    (one,) = crowd(1)
    cast(by=one, idea=third, choice="support")
    merge(mod, third, other)
    merge(mod, other, idea)

    unmerge(mod, third)

    assert (live(idea), live(other), live(third)) == ((0, 0, 0), (0, 0, 0), (1, 0, 0))
    assert fresh(idea).has_merged
    assert not fresh(other).has_merged
    assert queries.drift() == []


@pytest.mark.parametrize("who", ["bo", "eve", "root"])
def test_only_curators_merge(who: str, named: Callable[[str], User], idea: Idea, other: Idea) -> None:
    with pytest.raises(Forbidden):
        actions.merge(by=named(who), idea=other, into=idea)


def test_an_idea_is_not_merged_twice(mod: User, idea: Idea, other: Idea, third: Idea) -> None:
    merge(mod, other, idea)

    with pytest.raises(actions.AlreadyMerged):
        merge(mod, other, third)


def test_an_idea_is_not_merged_into_itself_or_what_is_merged_into_it(mod: User, idea: Idea, other: Idea) -> None:
    with pytest.raises(Invalid):
        merge(mod, idea, idea)
    merge(mod, other, idea)
    with pytest.raises(Invalid):
        merge(mod, idea, other)


def test_an_idea_stays_in_its_campaign(mod: User, ada: User, idea: Idea) -> None:
    elsewhere = factories.idea(ada, factories.campaign())

    with pytest.raises(Invalid):
        merge(mod, idea, elsewhere)


def test_what_stands_by_itself_is_not_taken_apart(mod: User, idea: Idea) -> None:
    with pytest.raises(actions.NotMerged):
        unmerge(mod, idea)


def test_both_ideas_say_what_happened(mod: User, idea: Idea, other: Idea) -> None:
    merge(mod, other, idea)
    unmerge(mod, other)

    told = list(Event.objects.order_by("pk").values_list("idea_id", "kind"))
    assert told == [(other.pk, "merged"), (idea.pk, "absorbed"), (other.pk, "unmerged"), (idea.pk, "unmerged")]
    assert list(Move.objects.order_by("pk").values_list("verb", flat=True)) == ["merge", "unmerge"]
    assert set(AuditEntry.objects.filter(verb__contains="merge").values_list("verb", flat=True)) == {
        "curation.merge",
        "curation.unmerge",
    }
    assert Merge.objects.get().unmerged_at is not None


def test_a_merged_idea_takes_no_status_of_its_own(mod: User, idea: Idea, other: Idea) -> None:
    merge(mod, other, idea)

    with pytest.raises(Refusal):
        actions.set_status(by=mod, idea=fresh(other), status="adopted")
