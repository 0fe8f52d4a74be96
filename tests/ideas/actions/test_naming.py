"""Ideas that seem to name a person wait for a curator."""

import pytest
from django.utils import timezone

from core.privacy import only_day
from ideas import actions, queries
from ideas.models import Campaign, Case, Flag, Idea
from ideas.queries import Order
from people.models import User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(company: object) -> User:
    """Somebody who works here."""
    return factories.person("Zoe Quill")


@pytest.mark.parametrize(
    "words",
    [
        {"title": "Ask Zoe Quill to answer sooner"},
        {"title": "Answer sooner", "today": "I wait for Zoe Quill’s signature."},
        {"title": "Answer sooner", "better": "Mrs Miller should call."},
        {"title": "Call 0171 1234567"},
        {"title": "Write to zoe@example.com"},
    ],
)
def test_an_idea_that_seems_to_name_a_person_waits_for_a_curator(
    words: dict[str, str], ada: User, bo: User, mod: User, zoe: User, campaign: Campaign
) -> None:
    idea = actions.submit(by=ada, campaign=campaign, **words)

    assert idea.is_hidden
    assert [(flag.why, flag.by) for flag in Flag.objects.filter(case__idea=idea)] == [("names_person", None)]
    assert queries.find(bo, idea.pk) is None
    assert idea not in queries.listed(bo, campaign, order=Order.NEW)
    assert queries.find(mod, idea.pk) == idea


@pytest.mark.parametrize("anonymous", [False, True])
def test_its_author_sees_changes_and_withdraws_it(anonymous: bool, ada: User, zoe: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, "Ask Zoe Quill", anonymous=anonymous)

    assert queries.find(ada, idea.pk) == idea
    assert queries.own(ada, idea.pk) == idea
    assert idea in queries.mine(ada)
    actions.edit(by=ada, idea=idea, title="Ask somebody")
    actions.withdraw(by=ada, idea=fresh(idea))


def test_taking_the_name_out_leaves_the_decision_to_a_curator(
    ada: User, bo: User, zoe: User, campaign: Campaign
) -> None:
    idea = factories.idea(ada, campaign, "Ask Zoe Quill")

    actions.edit(by=ada, idea=idea, title="Ask somebody")

    assert fresh(idea).is_hidden
    assert Case.objects.get().settled_at is None
    assert queries.find(bo, idea.pk) is None


def test_a_name_that_is_put_in_later_is_held_as_well(ada: User, bo: User, zoe: User, idea: Idea) -> None:
    actions.edit(by=ada, idea=idea, today="Zoe Quill never answers.")

    assert fresh(idea).is_hidden
    assert queries.find(bo, idea.pk) is None


def test_what_a_curator_has_read_and_shown_is_not_held_again(
    ada: User, mod: User, zoe: User, campaign: Campaign
) -> None:
    idea = factories.idea(ada, campaign, "Thank Zoe Quill")
    actions.decide(by=mod, case=Case.objects.get(), outcome="shown", reason="She is glad about it.")

    actions.edit(by=ada, idea=fresh(idea), better="With flowers")
    assert not fresh(idea).is_hidden
    actions.edit(by=ada, idea=fresh(idea), better="Or call 0171 1234567")
    assert fresh(idea).is_hidden


def test_who_has_left_is_no_name_any_more(ada: User, zoe: User, campaign: Campaign) -> None:
    zoe.is_active = False
    zoe.save()

    assert not factories.idea(ada, campaign, "Ask Zoe Quill").is_hidden


def test_when_an_anonymous_idea_was_held_is_a_day(ada: User, zoe: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, "Ask Zoe Quill", anonymous=True)

    case = Case.objects.get()
    assert {idea.hidden_at, case.opened_at, case.flags.get().flagged_at} == {only_day(timezone.now())}
