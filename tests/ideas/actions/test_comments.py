from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace

import pytest

from core.errors import Forbidden, Invalid
from ideas.actions import CampaignClosed, collect_taken_part, comment, hold
from ideas.models import Idea, TakenPart
from people.models import User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def test_a_comment_shows_role_and_unit_and_is_counted(bo: User, idea: Idea, company: SimpleNamespace) -> None:
    said = comment(by=bo, idea=idea, text="  We do this at the Quayside. ")

    assert (said.text, said.job_title, said.unit) == (
        "We do this at the Quayside.",
        "Service adviser",
        company.quayside,
    )
    assert fresh(idea).comment_count == 1


def test_authors_may_comment_on_their_own_idea(ada: User, idea: Idea) -> None:
    comment(by=ada, idea=idea, text="I meant the phone.")

    assert fresh(idea).comment_count == 1


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_comment_says_something(text: str, bo: User, idea: Idea) -> None:
    with pytest.raises(Invalid) as refused:
        comment(by=bo, idea=idea, text=text)

    assert refused.value.field == "text"


@pytest.mark.parametrize(
    ("step", "open_"), [("planned", False), ("listen", True), ("curate", True), ("shape", False), ("publish", False)]
)
def test_one_talks_while_the_campaign_listens_or_is_curated(step: str, open_: bool, bo: User, idea: Idea) -> None:
    factories.set_step(idea.campaign, step)

    with nullcontext() if open_ else pytest.raises(CampaignClosed):
        comment(by=bo, idea=idea, text="Yes")

    assert fresh(idea).comment_count == int(open_)


def test_a_held_campaign_takes_no_comments(bo: User, root: User, idea: Idea) -> None:
    idea.campaign = hold(by=root, campaign=idea.campaign)

    with pytest.raises(CampaignClosed):
        comment(by=bo, idea=idea, text="Yes")


def test_who_is_not_asked_and_does_not_curate_cannot_comment(
    ada: User, bo: User, mod: User, company: SimpleNamespace
) -> None:
    idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

    comment(by=mod, idea=idea, text="Thank you.")
    with pytest.raises(Forbidden):
        comment(by=bo, idea=idea, text="Yes")


def test_a_comment_counts_as_taking_part(
    bo: User, idea: Idea, worker: Callable[[], AbstractContextManager[None]]
) -> None:
    with worker():
        comment(by=bo, idea=idea, text="Yes")
    collect_taken_part(campaign=idea.campaign)

    assert TakenPart.objects.filter(user=bo).count() == 1
