from collections.abc import Callable

import pytest

from core.errors import Forbidden, Invalid
from curation.models import Theme
from ideas.models import Campaign, Idea
from people.models import User
from people.queries import history
from strategy import actions, queries
from strategy.models import Priority, Strategy
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(eve: User, campaign: Campaign) -> Strategy:
    return factories.strategy(eve, campaign)


@pytest.fixture
def theme(mod: User, campaign: Campaign, idea: Idea) -> Theme:
    return factories.theme(mod, campaign, idea)


@pytest.mark.parametrize("who", ["ada", "mod", "root"])
def test_only_executives_draft(
    who: str, named: Callable[[str], User], strategy: Strategy, theme: Theme, eve: User
) -> None:
    by, priority = named(who), factories.priority(eve, strategy, theme)

    for forbidden in (
        lambda: actions.draft(by=by, title="Mine"),
        lambda: actions.change_strategy(by=by, strategy=strategy, title="Mine"),
        lambda: actions.add_priority(by=by, strategy=strategy, title="Mine"),
        lambda: actions.change_priority(by=by, priority=priority, title="Mine"),
        lambda: actions.remove_priority(by=by, priority=priority),
        lambda: actions.ground(by=by, priority=priority, themes=[], ideas=[]),
        lambda: actions.publish(by=by, strategy=strategy),
    ):
        with pytest.raises(Forbidden):
            forbidden()


@pytest.mark.parametrize(
    ("titles", "slugs"),
    [
        (["Time given back"] * 3, ["time-given-back", "time-given-back-2", "time-given-back-3"]),
        (["顧客第一"], ["strategy"]),
    ],
)
def test_an_address_is_made_from_the_title(titles: list[str], slugs: list[str], eve: User) -> None:
    assert [actions.draft(by=eve, title=title).slug for title in titles] == slugs


@pytest.mark.parametrize("title", ["", " ", "\u200b"])
def test_everything_has_a_title(title: str, eve: User, strategy: Strategy) -> None:
    priority = factories.priority(eve, strategy)

    for untitled in (
        lambda: actions.draft(by=eve, title=title),
        lambda: actions.change_strategy(by=eve, strategy=strategy, title=title),
        lambda: actions.add_priority(by=eve, strategy=strategy, title=title),
        lambda: actions.change_priority(by=eve, priority=priority, title=title),
    ):
        with pytest.raises(Invalid) as refused:
            untitled()
        assert refused.value.field == "title"


@pytest.mark.parametrize("name", ["slug", "status", "publications", "created_at"])
def test_what_is_no_word_of_a_strategy_cannot_be_changed(name: str, eve: User, strategy: Strategy) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_strategy(by=eve, strategy=strategy, **{name: "x"})

    assert refused.value.field == name


@pytest.mark.parametrize("name", ["position", "strategy", "themes"])
def test_what_is_no_word_of_a_priority_cannot_be_changed(name: str, eve: User, strategy: Strategy) -> None:
    with pytest.raises(Invalid):
        actions.change_priority(by=eve, priority=factories.priority(eve, strategy), **{name: "x"})


def test_a_change_of_words_and_campaigns_is_kept_and_audited(eve: User, strategy: Strategy) -> None:
    other = factories.campaign()

    actions.change_strategy(by=eve, strategy=strategy, intent="Nobody waits twice.", campaigns=[other])

    assert fresh(strategy).intent == "Nobody waits twice."
    assert list(strategy.campaigns.all()) == [other]
    assert [entry.verb for entry in history(f"strategy.strategy:{strategy.pk}")] == [
        "strategy.draft",
        "strategy.change",
    ]


def test_whoever_drafts_a_priority_answers_for_it_unless_another_is_named(eve: User, strategy: Strategy) -> None:
    kim = factories.person("Kim", role="executive")

    own, other = (actions.add_priority(by=eve, strategy=strategy, title="T", sponsor=who) for who in (None, kim))

    assert (own.sponsor, other.sponsor) == (eve, kim)


def test_priorities_move_up_when_one_is_taken_out(eve: User, strategy: Strategy) -> None:
    rows = [actions.add_priority(by=eve, strategy=strategy, title=title) for title in "ABCD"]

    actions.remove_priority(by=eve, priority=rows[1])

    left = Priority.objects.filter(strategy=strategy).order_by("position").values_list("position", "title")
    assert list(left) == [(1, "A"), (2, "C"), (3, "D")]


def test_grounding_is_exactly_what_was_asked_for(eve: User, strategy: Strategy, theme: Theme, idea: Idea) -> None:
    priority = factories.priority(eve, strategy, theme)

    actions.ground(by=eve, priority=priority, themes=[], ideas=[idea, idea])

    assert list(priority.themes.all()) == []
    assert list(priority.ideas.all()) == [idea]


def test_an_idea_grounds_a_priority_once_by_itself_and_through_its_theme(
    eve: User, strategy: Strategy, theme: Theme, idea: Idea
) -> None:
    priority = factories.priority(eve, strategy, theme, ideas=(idea,))

    assert list(queries.grounded_ideas(priority)) == [idea]


@pytest.mark.parametrize("state", ["withdrawn_at", "hidden_at"])
def test_what_people_cannot_see_grounds_nothing(
    state: str, eve: User, strategy: Strategy, theme: Theme, idea: Idea
) -> None:
    priority = factories.priority(eve, strategy, theme)
    Idea.objects.filter(pk=idea.pk).update(**{state: "2026-05-04T00:00Z"})

    assert list(queries.grounded_ideas(priority)) == []


def test_themes_of_the_strategy_s_campaigns_are_the_candidates(
    eve: User, mod: User, strategy: Strategy, theme: Theme
) -> None:
    factories.theme(mod, factories.campaign())

    assert list(queries.candidates(eve, strategy)) == [theme]


@pytest.mark.parametrize(("who", "sees"), [("ada", False), ("mod", True), ("eve", True), ("root", True)])
def test_drafts_are_not_shown_to_employees(
    who: str, sees: bool, named: Callable[[str], User], strategy: Strategy
) -> None:
    assert queries.strategies(named(who)).filter(pk=strategy.pk).exists() is sees
