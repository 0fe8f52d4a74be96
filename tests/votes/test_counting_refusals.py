"""What stands against a vote stands against it by the shortest way too, and leaves nothing behind."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from core import keys
from core.errors import Refusal
from core.keys import KeyMissing
from ideas.actions import CampaignClosed
from ideas.models import Campaign, Idea, TakenPart
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import LONG, Ways, end_membership, fastest, live, vote
from votes.actions import OwnIdea, cast_now
from votes.models import UnitTally, Vote

pytestmark = pytest.mark.django_db


def hide(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(hidden_at=timezone.now())


def take_back(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(withdrawn_at=timezone.now())


def give_to_bo(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(author=User.objects.get(display_name="Bo"))


def give_to_bo_in_secret(idea: Idea) -> None:
    bo = User.objects.get(display_name="Bo")
    author_key = keys.pseudonym(idea.campaign.key_name, bo.pk, "author")
    Idea.objects.filter(pk=idea.pk).update(author=None, author_key=author_key)


def ask_the_south(idea: Idea) -> None:
    idea.campaign.audience.set([Unit.objects.get(name="South")])


def ask_all_but_quayside(idea: Idea) -> None:
    idea.campaign.audience.set(Unit.objects.filter(name__in=["South", "Mill Lane"]))


def dismiss_bo(idea: Idea) -> None:
    User.objects.filter(display_name="Bo").update(is_active=False)


def leave_and_ask_units(idea: Idea) -> None:
    idea.campaign.audience.set([Unit.objects.get(name="Harbour")])
    end_membership(User.objects.get(display_name="Bo"))


def hold(idea: Idea) -> None:
    Campaign.objects.filter(pk=idea.campaign_id).update(held_at=timezone.now())


def set_step(step: str) -> Callable[[Idea], None]:
    def change(idea: Idea) -> None:
        factories.set_step(fresh(idea.campaign), step)

    return change


def lose_the_key(idea: Idea) -> None:
    keys.destroy(idea.campaign.key_name)


AGAINST: list[tuple[Callable[[Idea], None], type[Refusal] | None]] = [
    (hide, None),
    (take_back, None),
    (give_to_bo, OwnIdea),
    (give_to_bo_in_secret, OwnIdea),
    (ask_the_south, None),
    (ask_all_but_quayside, None),
    (dismiss_bo, None),
    (leave_and_ask_units, None),
    (hold, CampaignClosed),
    (set_step("planned"), CampaignClosed),
    (set_step("curate"), CampaignClosed),
    (set_step("follow-through"), CampaignClosed),
    (lose_the_key, KeyMissing),
]


@pytest.mark.parametrize(("against", "refusal"), AGAINST)
def test_what_stands_against_a_vote_is_found(
    against: Callable[[Idea], None], refusal: type[Refusal] | None, ways: Ways, bo: User, open_idea: Idea
) -> None:
    against(open_idea)

    if refusal is None:
        assert vote(bo, open_idea) is None
    else:
        with pytest.raises(refusal), transaction.atomic():
            cast_now(by=fresh(bo), idea_id=open_idea.pk, choice="support")

    assert ways.last == LONG
    assert not Vote.objects.exists()
    assert live(open_idea) == (0, 0, 0)
    assert not UnitTally.objects.exists()
    assert not TakenPart.objects.exists()


def test_a_vote_on_a_merged_idea_goes_to_the_survivor(ways: Ways, ada: User, bo: User, idea: Idea) -> None:
    survivor = factories.idea(ada, idea.campaign)
    Idea.objects.filter(pk=idea.pk).update(status="merged", merged_into=survivor)

    ballot = vote(bo, idea)

    assert ways.last == LONG
    assert ballot.idea_id == survivor.pk == Vote.objects.get().idea_id
    vote(bo, survivor)
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("asked", [["Harbour"], ["North"], ["Quayside"], ["South", "Quayside"], ["North", "Quayside"]])
def test_whoever_is_asked_votes_the_short_way(asked: list[str], ways: Ways, bo: User, open_idea: Idea) -> None:
    open_idea.campaign.audience.set(Unit.objects.filter(name__in=asked))

    assert vote(bo, open_idea) is not None

    assert ways.last == fastest()
    assert Vote.objects.count() == 1


def test_a_curator_votes_where_they_are_asked_and_nowhere_else(mod: User, company: SimpleNamespace, idea: Idea) -> None:
    idea.campaign.audience.set([company.south])

    with pytest.raises(Refusal), transaction.atomic():
        cast_now(by=fresh(mod), idea_id=idea.pk, choice="support")

    assert not Vote.objects.exists()
