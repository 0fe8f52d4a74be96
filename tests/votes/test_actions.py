from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from core import keys
from core.errors import Forbidden, Invalid
from ideas import actions as ideas
from ideas.actions import CampaignClosed, collect_taken_part
from ideas.models import Campaign, Idea, TakenPart
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import live
from votes.actions import OwnIdea, cast, withdraw
from votes.models import UnitTally, Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Worker = Callable[[], AbstractContextManager[None]]


@pytest.mark.parametrize(("choice", "expected"), [("support", (1, 0, 0)), ("object", (0, 1, 0)), ("pass", (0, 0, 1))])
def test_a_vote_is_counted(choice: str, expected: tuple[int, int, int], bo: User, idea: Idea) -> None:
    assert cast(by=bo, idea=idea, choice=choice) == choice

    assert live(idea) == expected


def test_the_same_vote_twice_is_one_vote(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    cast(by=bo, idea=idea, choice="support")

    assert Vote.objects.count() == 1
    assert live(idea) == (1, 0, 0)


def test_another_choice_replaces_the_first(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    cast(by=bo, idea=idea, choice="object")

    assert Vote.objects.get().choice == "object"
    assert live(idea) == (0, 1, 0)


def test_a_withdrawn_vote_is_gone(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")

    withdraw(by=bo, idea=idea)

    assert not Vote.objects.exists()
    assert live(idea) == (0, 0, 0)


def test_withdrawing_without_a_vote_changes_nothing(bo: User, mod: User, idea: Idea) -> None:
    cast(by=mod, idea=idea, choice="support")

    withdraw(by=bo, idea=idea)

    assert live(idea) == (1, 0, 0)


@pytest.mark.parametrize("choice", ["", "yes", "SUPPORT", "withdraw", "support "])
def test_an_unknown_choice_is_refused(choice: str, bo: User, idea: Idea) -> None:
    with pytest.raises(Invalid) as refused:
        cast(by=bo, idea=idea, choice=choice)

    assert (refused.value.field, refused.value.status) == ("choice", 400)
    assert not Vote.objects.exists()


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_cannot_vote_on_their_own_idea(anonymous: bool, ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)

    with pytest.raises(OwnIdea) as refused:
        cast(by=ada, idea=idea, choice="support")

    assert (refused.value.code, refused.value.status) == ("own_idea", 409)


def test_who_is_not_asked_cannot_vote(ada: User, bo: User, company: SimpleNamespace) -> None:
    idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

    with pytest.raises(Forbidden):
        cast(by=bo, idea=idea, choice="support")


@pytest.mark.parametrize(
    ("step", "date"),
    [("planned", "listens_at"), ("curate", "curates_at"), ("publish", "curates_at"), ("follow-through", "curates_at")],
)
def test_outside_the_listening_step_a_vote_is_refused_with_the_date(step: str, date: str, bo: User, idea: Idea) -> None:
    campaign = factories.set_step(idea.campaign, step)

    with pytest.raises(CampaignClosed) as refused:
        cast(by=bo, idea=idea, choice="support")

    assert (refused.value.code, refused.value.status) == ("campaign_closed", 409)
    assert refused.value.extra["date"] == getattr(campaign, date).isoformat()


def test_a_held_campaign_takes_no_votes(bo: User, root: User, idea: Idea) -> None:
    idea.campaign = ideas.hold(by=root, campaign=idea.campaign)

    with pytest.raises(CampaignClosed) as refused:
        cast(by=bo, idea=idea, choice="support")

    assert refused.value.extra["date"] == idea.campaign.held_at.isoformat()


def test_after_closing_a_vote_cannot_be_taken_back(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    factories.set_step(idea.campaign, "curate")

    with pytest.raises(CampaignClosed):
        withdraw(by=bo, idea=idea)

    assert live(idea) == (1, 0, 0)


def test_a_lost_key_refuses_votes_and_makes_no_new_key(bo: User, idea: Idea) -> None:
    keys.destroy(idea.campaign.key_name)

    with pytest.raises(keys.KeyMissing):
        cast(by=bo, idea=idea, choice="support")

    assert not Vote.objects.exists()
    assert not keys.exists(idea.campaign.key_name)


def test_a_vote_on_a_merged_idea_goes_to_the_survivor(bo: User, mod: User, idea: Idea) -> None:
    merged = factories.idea(mod, idea.campaign)
    Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=idea)

    cast(by=bo, idea=fresh(merged), choice="support")

    assert live(idea) == (1, 0, 0)
    assert Vote.objects.get().idea == idea


def test_a_vote_ends_free_editing(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="pass")

    assert fresh(idea).voted_on


def test_a_vote_writes_no_audit(bo: User, idea: Idea) -> None:
    before = AuditEntry.objects.count()

    cast(by=bo, idea=idea, choice="support")
    cast(by=bo, idea=idea, choice="object")
    withdraw(by=bo, idea=idea)

    assert AuditEntry.objects.count() == before


def test_a_vote_notes_that_the_voter_took_part_today(bo: User, idea: Idea, worker: Worker) -> None:
    with worker():
        cast(by=bo, idea=idea, choice="support")
    collect_taken_part(campaign=idea.campaign)

    row = TakenPart.objects.get(user=bo)
    assert (row.campaign, row.unit, row.on) == (idea.campaign, bo.unit, timezone.localdate())


def test_a_day_of_many_votes_is_noted_once(bo: User, ada: User, idea: Idea, worker: Worker) -> None:
    second = factories.idea(ada, idea.campaign)

    with worker():
        cast(by=bo, idea=idea, choice="support")
        cast(by=bo, idea=second, choice="support")
    collect_taken_part(campaign=idea.campaign)

    assert TakenPart.objects.filter(user=bo).count() == 1


@pytest.mark.parametrize(("size", "kept"), [(9, "North"), (10, "Mill Lane")])
def test_a_vote_keeps_its_unit_only_where_ten_people_are(
    size: int, kept: str, company: SimpleNamespace, crowd: Crowd, campaign: Campaign, mod: User
) -> None:
    voter = crowd(size, company.mill_lane)[0]
    crowd(10 - size, company.quayside)
    idea = factories.idea(mod, campaign)

    cast(by=fresh(voter), idea=idea, choice="support")

    assert Vote.objects.get().unit.name == kept  # type: ignore[union-attr]


def test_a_vote_from_a_tiny_company_keeps_no_unit(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")

    assert Vote.objects.get().unit is None
    assert UnitTally.objects.get().unit is None


def test_an_import_may_say_when_a_vote_was_cast(bo: User, idea: Idea) -> None:
    campaign = factories.set_step(idea.campaign, "follow-through")

    cast(by=bo, idea=idea, choice="support", at=campaign.listens_at + timedelta(hours=1))

    assert live(idea) == (1, 0, 0)
