from collections.abc import Callable
from types import SimpleNamespace

import pytest

from core.errors import Forbidden, Invalid
from curation import actions, queries, rules
from curation.actions import ThemeInUse
from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from people.models import User
from people.queries import history
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]


@pytest.fixture
def theme(mod: User, campaign: Campaign) -> Theme:
    return factories.theme(mod, campaign, title="Waiting")


@pytest.mark.parametrize(
    ("who", "changes", "looks"),
    [
        ("ada", False, False),
        ("bo", False, False),
        ("mod", True, True),
        ("eve", False, True),
        ("root", False, True),
    ],
)
def test_curators_change_themes_and_leaders_look_on(
    who: str, changes: bool, looks: bool, named: Named, campaign: Campaign
) -> None:
    assert rules.may_change_themes(named(who), campaign) is changes
    assert rules.may_see_board(named(who), campaign) is looks


@pytest.mark.parametrize("who", ["ada", "eve", "root"])
def test_nobody_but_a_curator_touches_themes(
    who: str, named: Named, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    by = named(who)

    for forbidden in (
        lambda: actions.create_theme(by=by, campaign=campaign, title="Mine"),
        lambda: actions.change_theme(by=by, theme=theme, title="Mine"),
        lambda: actions.delete_theme(by=by, theme=theme),
        lambda: actions.place(by=by, theme=theme, ideas=[idea]),
        lambda: actions.take_out(by=by, idea=idea),
    ):
        with pytest.raises(Forbidden):
            forbidden()


def test_a_curator_out_of_scope_is_refused(campaign: Campaign, company: SimpleNamespace) -> None:
    regional = factories.person("Regional", company.north, "curator", over=company.north)

    with pytest.raises(Forbidden):
        actions.create_theme(by=regional, campaign=campaign, title="Mine")


def test_themes_stand_in_the_order_in_which_they_were_made(mod: User, campaign: Campaign) -> None:
    for title in ("Waiting", "Calling", "Arriving"):
        actions.create_theme(by=mod, campaign=campaign, title=title)

    assert [theme.title for theme in queries.themes(mod, campaign)] == ["Waiting", "Calling", "Arriving"]


@pytest.mark.parametrize("title", ["", "  ", "\u200b"])
def test_a_theme_needs_a_title(title: str, mod: User, campaign: Campaign) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_theme(by=mod, campaign=campaign, title=title)

    assert refused.value.field == "title"


def test_two_themes_of_a_campaign_cannot_have_one_title(mod: User, campaign: Campaign, theme: Theme) -> None:
    other = factories.theme(mod, campaign, title="Calling")

    with pytest.raises(Invalid):
        actions.create_theme(by=mod, campaign=campaign, title=" Waiting ")
    with pytest.raises(Invalid):
        actions.change_theme(by=mod, theme=other, title="Waiting")


def test_another_campaign_may_have_the_same_title(mod: User, theme: Theme) -> None:
    assert factories.theme(mod, factories.campaign(), title="Waiting").title == theme.title


def test_a_theme_may_keep_its_title_when_its_summary_changes(mod: User, theme: Theme) -> None:
    actions.change_theme(by=mod, theme=theme, title="Waiting", summary=" Hours on hold. ")

    assert fresh(theme).summary == "Hours on hold."
    entry = history(f"curation.theme:{theme.pk}").last()
    assert entry is not None
    assert entry.before == {"title": "Waiting", "summary": ""}
    assert entry.after == {"title": "Waiting", "summary": "Hours on hold."}


def test_an_idea_is_in_one_theme_at_most(mod: User, campaign: Campaign, theme: Theme, idea: Idea) -> None:
    other = factories.theme(mod, campaign, idea)

    actions.place(by=mod, theme=theme, ideas=[idea])

    assert Placement.objects.get().theme == theme
    assert queries.idea_ids(other) == []


def test_placing_an_idea_where_it_is_changes_nothing(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    before = Placement.objects.get().placed_at

    actions.place(by=mod, theme=theme, ideas=[idea])

    assert Placement.objects.get().placed_at == before
    assert history(f"ideas.idea:{idea.pk}").filter(verb="curation.place").count() == 1


def test_a_move_is_audited_with_both_themes(mod: User, campaign: Campaign, theme: Theme, idea: Idea) -> None:
    other = factories.theme(mod, campaign, idea)

    actions.place(by=mod, theme=theme, ideas=[idea])

    entry = history(f"ideas.idea:{idea.pk}").last()
    assert entry is not None
    assert (entry.actor, entry.before, entry.after) == (mod, {"theme": other.pk}, {"theme": theme.pk})


def test_an_idea_of_another_campaign_cannot_be_placed(mod: User, ada: User, theme: Theme, idea: Idea) -> None:
    stranger = factories.idea(ada, factories.campaign())

    with pytest.raises(Invalid):
        actions.place(by=mod, theme=theme, ideas=[idea, stranger])

    assert not Placement.objects.exists()


def test_an_idea_taken_out_is_back_in_the_inbox(mod: User, campaign: Campaign, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    before = list(queries.unplaced(mod, campaign))

    actions.take_out(by=mod, idea=idea)

    assert (before, list(queries.unplaced(mod, campaign))) == ([], [idea])


def test_taking_out_what_is_in_no_theme_changes_nothing(mod: User, idea: Idea) -> None:
    actions.take_out(by=mod, idea=idea)

    assert not history(f"ideas.idea:{idea.pk}").filter(verb="curation.take_out").exists()


def test_a_dissolved_theme_gives_its_ideas_back(mod: User, campaign: Campaign, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    actions.delete_theme(by=mod, theme=theme)

    assert list(queries.unplaced(mod, campaign)) == [idea]
    entry = history(f"curation.theme:{theme.pk}").last()
    assert entry is not None
    assert entry.before == {"title": "Waiting", "ideas": [idea.pk]}


def test_a_theme_on_which_a_strategy_rests_cannot_be_dissolved(mod: User, eve: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    factories.priority(eve, factories.strategy(eve), theme)

    with pytest.raises(ThemeInUse) as refused:
        actions.delete_theme(by=mod, theme=theme)

    assert (refused.value.code, refused.value.status) == ("theme_in_use", 409)
    assert queries.idea_ids(theme) == [idea.pk]


def test_setting_the_ideas_of_a_theme_puts_some_in_and_others_out(
    mod: User, ada: User, campaign: Campaign, theme: Theme
) -> None:
    stays, goes, comes = (factories.idea(ada, campaign) for _ in range(3))
    actions.place(by=mod, theme=theme, ideas=[stays, goes])

    actions.set_ideas(by=mod, theme=theme, ideas=[comes, stays])

    assert set(queries.idea_ids(theme)) == {stays.pk, comes.pk}
    assert list(queries.unplaced(mod, campaign)) == [goes]


def test_counts_of_a_theme_leave_out_what_people_cannot_see(
    mod: User, ada: User, bo: User, campaign: Campaign, theme: Theme
) -> None:
    shown, hidden, withdrawn = (factories.idea(by, campaign) for by in (ada, bo, bo))
    actions.place(by=mod, theme=theme, ideas=[shown, hidden, withdrawn])
    Idea.objects.filter(pk=hidden.pk).update(hidden_at="2026-05-04T00:00Z")
    Idea.objects.filter(pk=withdrawn.pk).update(withdrawn_at="2026-05-04T00:00Z")

    found = queries.themes(bo, campaign).get()

    assert (found.idea_count, found.unit_count) == (1, 1)
    assert list(queries.ideas_in(bo, theme)) == [shown]


def test_themes_of_a_campaign_that_does_not_ask_one_are_not_shown(
    bo: User, mod: User, company: SimpleNamespace
) -> None:
    campaign = factories.campaign(audience=(company.mill_lane,))
    theme = factories.theme(mod, campaign)

    assert list(queries.all_themes(bo)) == []
    assert list(queries.all_themes(mod)) == [theme]


def test_the_longest_waiting_idea_is_first_in_the_inbox_and_declined_ones_are_not_in_it(
    mod: User, ada: User, campaign: Campaign
) -> None:
    first, second, declined = (factories.idea(ada, campaign) for _ in range(3))
    Idea.objects.filter(pk=declined.pk).update(status="declined", reason="No.")

    assert list(queries.unplaced(mod, campaign)) == [first, second]
