from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import keys
from curation.models import Theme
from ideas.models import Campaign, Idea
from people.models import User
from strategy import actions, queries
from strategy.models import Priority, Publication
from tests import factories
from votes.actions import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(mod: User, campaign: Campaign) -> Theme:
    return factories.theme(mod, campaign, title="Waiting")


@pytest.fixture
def publish(eve: User, campaign: Campaign, theme: Theme) -> Callable[[], tuple[Publication, Priority]]:
    """Publish a strategy whose one priority rests on the theme."""

    def do() -> tuple[Publication, Priority]:
        strategy = factories.strategy(eve, campaign)
        priority = factories.priority(eve, strategy, theme)
        return actions.publish(by=eve, strategy=strategy), priority

    return do


def test_an_idea_that_nobody_has_read_yet_has_its_thread_before_it(idea: Idea) -> None:
    strand = queries.threads(idea)

    assert ([step.kind for step in strand.steps], strand.standing) == (["idea", "theme"], "open")
    assert (strand.steps[-1].when, strand.steps[-1].state) == (idea.campaign.shapes_at, "next")


def test_a_placed_idea_shows_its_theme(mod: User, idea: Idea, theme: Theme) -> None:
    theme.placements.create(idea=idea)

    strand = queries.threads(idea)

    assert ([step.kind for step in strand.steps], strand.standing) == (["idea", "theme", "priority"], "themed")
    assert strand.steps[1].text == "Waiting"
    assert [step.state for step in strand.steps] == ["fill", "fill", "next"]


def test_a_published_idea_shows_its_priority(
    idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    publication, _ = publish()

    strand = queries.threads(idea)

    assert ([step.kind for step in strand.steps], strand.standing) == (["idea", "theme", "priority"], "priority")
    assert strand.steps[-1].target == (publication.strategy.slug, 1, 1)


def test_a_promise_under_the_priority_ends_the_thread(
    eve: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    publication, priority = publish()
    due = timezone.localdate() + timedelta(days=30)
    promised = actions.promise(
        by=eve, strategy=publication.strategy, promise="Call back", due_on=due, priority=priority
    )
    before = queries.threads(idea).steps[-1]

    actions.settle(by=eve, commitment=promised, status="kept")

    after = queries.threads(idea).steps[-1]
    assert (before.kind, before.when, before.state) == ("promised", due, "next")
    assert (after.kind, after.when, after.state) == ("kept", timezone.localdate(), "fill")


def test_a_declined_idea_ends_with_its_reason(idea: Idea) -> None:
    idea.status, idea.reason = "declined", "We tried it last year."

    strand = queries.threads(idea)

    assert (strand.steps[-1].kind, strand.steps[-1].text, strand.standing) == (
        "declined",
        "We tried it last year.",
        "declined",
    )


def test_threads_of_many_ideas_cost_three_queries(
    ada: User,
    campaign: Campaign,
    theme: Theme,
    publish: Callable[[], tuple[Publication, Priority]],
    django_assert_num_queries: Any,
) -> None:
    ideas = [factories.idea(ada, campaign) for _ in range(6)]
    for idea in ideas:
        theme.placements.create(idea=idea)
    publish()

    with django_assert_num_queries(3):
        queries.strands(ideas)


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_see_what_became_of_their_idea(
    anonymous: bool,
    ada: User,
    campaign: Campaign,
    theme: Theme,
    publish: Callable[[], tuple[Publication, Priority]],
) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)
    theme.placements.create(idea=idea)
    publish()

    impact = queries.impact(ada)

    assert [strand.idea for strand in impact.strands] == [idea]
    assert impact.in_priority == 1


def test_once_the_key_is_gone_an_anonymous_idea_is_in_nobody_s_impact(
    ada: User, campaign: Campaign, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=factories.idea(ada, campaign, anonymous=True))
    publish()

    keys.destroy(campaign.key_name)

    assert queries.impact(ada).strands == []


def test_nobody_else_s_impact_shows_the_idea(
    bo: User, mod: User, eve: User, root: User, ada: User, campaign: Campaign
) -> None:
    factories.idea(ada, campaign, anonymous=True)

    assert [queries.impact(person).strands for person in (bo, mod, eve, root)] == [[], [], [], []]


def test_supporters_see_the_priorities_that_they_supported(
    bo: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    cast(by=bo, idea=idea, choice="support")
    publish()

    impact = queries.impact(bo)

    [(ground, number)] = impact.supported
    assert (ground.title, number, impact.votes) == ("Answer within the hour", 1, 1)


@pytest.mark.parametrize("choice", ["object", "pass"])
def test_who_did_not_support_it_is_not_told_so(
    choice: str, bo: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    cast(by=bo, idea=idea, choice=choice)
    publish()

    assert queries.impact(bo).supported == []


def test_without_the_key_nobody_s_support_is_known(
    bo: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    cast(by=bo, idea=idea, choice="support")
    publish()

    keys.destroy(idea.campaign.key_name)

    assert (queries.impact(bo).supported, queries.impact(bo).votes) == ([], 0)


def test_once_the_key_is_destroyed_one_sees_what_became_of_the_campaign(
    ada: User, bo: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    factories.idea(ada, idea.campaign)
    publish()
    factories.took_part(idea.campaign, bo)

    before = queries.impact(bo).forgotten
    Campaign.objects.update(key_destroyed_at=timezone.now())
    keys.destroy(idea.campaign.key_name)

    [became] = queries.impact(bo).forgotten
    assert before == []
    assert (became.campaign, became.ideas, became.in_priority) == (idea.campaign, 2, 1)
    assert queries.impact(ada).forgotten == []


def test_home_shows_the_idea_that_has_come_furthest(
    ada: User, campaign: Campaign, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    furthest = factories.idea(ada, campaign)
    theme.placements.create(idea=furthest)
    publish()
    factories.idea(ada, campaign)

    strand = queries.home(ada)

    assert strand is not None
    assert strand.idea == furthest


def test_home_of_one_who_has_said_nothing_shows_nothing(bo: User, campaign: Campaign) -> None:
    assert queries.home(bo) is None


def test_what_lies_in_an_older_version_is_told_with_the_newest(
    eve: User, idea: Idea, theme: Theme, publish: Callable[[], tuple[Publication, Priority]]
) -> None:
    theme.placements.create(idea=idea)
    publication, priority = publish()
    actions.change_priority(by=eve, priority=priority, title="Answer at once")
    actions.publish(by=eve, strategy=publication.strategy)

    assert queries.threads(idea).steps[-1].text == "Answer at once"
