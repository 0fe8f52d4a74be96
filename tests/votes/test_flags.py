"""Flags for support that came too fast: noted as votes are mixed, found by a job, settled by a curator."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import models
from django.utils import timezone

from core import counters, keys, sealing
from core.errors import Forbidden
from ideas.models import Campaign, Idea
from notices.models import Notice
from people.models import AuditEntry, User
from tests import factories
from votes import actions, tasks
from votes.actions.pace import read_pace
from votes.models import Burst, Choice, Tally, Vote
from votes.ranking import TOO_EARLY

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def others(ada: User, campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, campaign) for _ in range(9)]


def support(idea: Idea, *people: User) -> None:
    for person in people:
        actions.cast(by=person, idea=idea, choice=Choice.SUPPORT)


def past(ideas: list[Idea], each: int = 20) -> None:
    """As if each idea had been supported before, by people whom no slot remembers."""
    Tally.objects.filter(pk__in=[idea.pk for idea in ideas]).update(support=each)


def rush(idea: Idea, others: list[Idea], crowd: Crowd, size: int = 10) -> None:
    """An everyday past, and then so many new people for one idea."""
    for other, person in zip(others, crowd(len(others)), strict=True):
        support(other, person)
    past(others)
    support(idea, *crowd(size))
    actions.mix()


def test_newcomers_support_is_noted_as_votes_are_mixed(
    idea: Idea, others: list[Idea], campaign: Campaign, bo: User, crowd: Crowd
) -> None:
    support(idea, bo, *crowd(3))
    actions.cast(by=crowd(1)[0], idea=idea, choice=Choice.OBJECT)
    support(others[0], bo)

    actions.mix()
    actions.mix()

    assert list(read_pace(campaign).values()) == [{idea.pk: 4, others[0].pk: 1}]


def test_from_the_seventh_vote_on_one_is_not_new(others: list[Idea], campaign: Campaign, bo: User) -> None:
    for other in others[:6]:
        support(other, bo)
    actions.mix()
    support(others[6], bo)

    actions.mix()

    assert [sum(slot.values()) for slot in read_pace(campaign).values()] == [6]


def test_after_a_day_nothing_is_remembered(idea: Idea, campaign: Campaign, bo: User) -> None:
    support(idea, bo)
    actions.mix()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert read_pace(campaign) == {}


def test_what_is_noted_can_be_read_with_the_campaign_s_key_alone(idea: Idea, campaign: Campaign, bo: User) -> None:
    support(idea, bo)
    actions.mix()

    ((sealed, number),) = counters.read(f"pace:{campaign.pk}:{timezone.now().date()}").items()
    assert number == 1
    assert sealing.unseal(bytes(32), sealed) is None
    assert sealing.unseal(keys.read(campaign.key_name), sealed) is not None
    keys.destroy(campaign.key_name)
    assert read_pace(campaign) == {}


def test_a_closed_campaign_notes_nothing(idea: Idea, campaign: Campaign, bo: User) -> None:
    support(idea, bo)
    factories.set_step(campaign, "curate")

    actions.mix()

    assert read_pace(campaign) == {}


def test_a_rush_is_flagged_once_and_curators_are_told(
    idea: Idea, others: list[Idea], campaign: Campaign, mod: User, bo: User, crowd: Crowd
) -> None:
    rush(idea, others, crowd)

    assert [actions.find_bursts(campaign) for _ in range(2)] == [1, 0]

    flag = Burst.objects.get()
    assert (flag.idea, flag.minutes, flag.support, flag.settled_at) == (idea, 15, 10, None)
    assert 0.5 < flag.expected < 3
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.path) == (mod, "burst", "/curation/next-visit/bursts/")
    assert notice.data == {"idea": idea.title}


def test_an_open_flag_says_how_far_it_has_come(
    idea: Idea, others: list[Idea], campaign: Campaign, crowd: Crowd
) -> None:
    rush(idea, others, crowd)
    actions.find_bursts(campaign)
    support(idea, *crowd(4))
    actions.mix()

    actions.find_bursts(campaign)

    assert Burst.objects.get().support == 14


def test_the_job_looks_into_every_campaign_that_listens(
    idea: Idea, others: list[Idea], campaign: Campaign, crowd: Crowd, worker: Any
) -> None:
    rush(idea, others, crowd)

    with worker():
        tasks.find_bursts()

    assert Burst.objects.get().idea == idea


def test_no_vote_is_changed_for_a_flag(idea: Idea, others: list[Idea], campaign: Campaign, crowd: Crowd) -> None:
    rush(idea, others, crowd)
    before = sorted(Vote.objects.values_list("voter", "idea", "choice"))

    actions.find_bursts(campaign)

    assert sorted(Vote.objects.values_list("voter", "idea", "choice")) == before
    assert Tally.objects.get(pk=idea.pk).support == 10


def test_curators_of_other_units_are_told_nothing(company: SimpleNamespace, crowd: Crowd, ada: User) -> None:
    campaign = factories.campaign(audience=(company.north,))
    factories.person("Sam", company.station, "curator", over=company.south)
    ideas = [factories.idea(ada, campaign) for _ in range(10)]
    rush(ideas[0], ideas[1:], crowd)

    actions.find_bursts(campaign)

    assert Burst.objects.count() == 1
    assert not Notice.objects.exists()


def test_fewer_than_the_smallest_group_are_never_named(ada: User, crowd: Crowd) -> None:
    campaign = factories.campaign(smallest_group=12)
    ideas = [factories.idea(ada, campaign) for _ in range(10)]
    rush(ideas[0], ideas[1:], crowd)

    assert actions.find_bursts(campaign) == 0


def test_a_flag_has_a_day_and_no_hour_and_no_voter() -> None:
    fields = {field.name for field in Burst._meta.get_fields()}

    assert {field.name for field in Burst._meta.get_fields() if isinstance(field, models.DateTimeField)} == {
        "settled_at"
    }
    assert fields == {
        "id", "idea", "found_on", "minutes", "support", "expected", "settled_at", "settled_by", "is_harmless",
    }  # fmt: skip


def place(idea: Idea) -> float:
    actions.place_released(idea.campaign)
    return Idea.objects.get(pk=idea.pk).rank_top


def test_until_it_is_found_harmless_the_idea_stands_among_those_too_early_to_rank(
    idea: Idea, others: list[Idea], campaign: Campaign, mod: User, crowd: Crowd
) -> None:
    rush(idea, others, crowd, size=TOO_EARLY)
    ranked = place(idea)
    actions.find_bursts(campaign)

    flagged = place(idea)
    flag = actions.settle(by=mod, burst=Burst.objects.get(), harmless=False)
    suspicious = place(idea)
    actions.settle(by=mod, burst=flag, harmless=True)

    assert flagged == suspicious == pytest.approx(ranked - 1)
    assert ranked > 0
    assert place(idea) == ranked


@pytest.mark.parametrize("harmless", [True, False])
def test_what_was_settled_is_not_flagged_again(
    idea: Idea, others: list[Idea], campaign: Campaign, mod: User, crowd: Crowd, harmless: bool
) -> None:
    rush(idea, others, crowd)
    actions.find_bursts(campaign)

    actions.settle(by=mod, burst=Burst.objects.get(), harmless=harmless)

    assert actions.find_bursts(campaign) == 0


def test_another_rush_after_a_harmless_one_is_flagged(
    idea: Idea, others: list[Idea], campaign: Campaign, mod: User, crowd: Crowd
) -> None:
    rush(idea, others, crowd)
    actions.find_bursts(campaign)
    actions.settle(by=mod, burst=Burst.objects.get(), harmless=True)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        support(idea, *crowd(15))
        support(others[0], *crowd(2))
        actions.mix()
        found = actions.find_bursts(campaign)

    assert found == 1
    assert Burst.objects.get(settled_at=None).support == 15


def test_settling_is_logged(idea: Idea, mod: User) -> None:
    burst = Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)

    actions.settle(by=mod, burst=burst, harmless=True)

    entry = AuditEntry.objects.get(verb="votes.settle_burst")
    assert (entry.actor, entry.before, entry.after) == (mod, {"harmless": None}, {"harmless": True})


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_only_curators_settle(idea: Idea, who: str, named: Callable[[str], User]) -> None:
    burst = Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)

    with pytest.raises(Forbidden):
        actions.settle(by=named(who), burst=burst, harmless=True)

    assert Burst.objects.get().settled_at is None
