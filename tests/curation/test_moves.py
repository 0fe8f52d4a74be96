"""What curators do on a board is written down, and can be taken back move by move."""

from collections.abc import Callable

import pytest

from curation import actions, queries
from curation.actions.undoing import NothingToUndo, ThemeHoldsMore
from curation.models import Move, Theme
from ideas.actions import withdraw
from ideas.models import Campaign, Event, Idea
from people.models import User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def where(*ideas: Idea) -> list[int | None]:
    placed = queries.placements_of(idea.pk for idea in ideas)
    return [placed[idea.pk].theme_id if idea.pk in placed else None for idea in ideas]


def last(campaign: Campaign) -> Move:
    return Move.objects.filter(campaign=campaign).latest("pk")


def test_a_move_says_where_the_idea_was_and_is(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    move = last(idea.campaign)
    assert (move.verb, move.idea, move.by) == ("place", idea, mod)
    assert queries.places(move.before) == {idea.pk: None}
    assert queries.places(move.after) == {idea.pk: theme.pk}


def test_several_ideas_are_one_move(mod: User, ada: User, campaign: Campaign, theme: Theme) -> None:
    ideas = [factories.idea(ada, campaign) for _ in range(3)]
    before = Move.objects.count()

    actions.place(by=mod, theme=theme, ideas=ideas)
    done = Move.objects.count() - before
    actions.undo(by=mod, campaign=campaign)

    assert done == 1
    assert where(*ideas) == [None, None, None]


def test_placing_an_idea_where_it_is_is_no_move(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    before = Move.objects.count()

    actions.place(by=mod, theme=theme, ideas=[idea])

    assert Move.objects.count() == before


def test_the_author_is_told_of_the_theme_and_the_idea_counts_as_read(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    assert [event.data for event in Event.objects.filter(idea=idea, kind="placed")] == [
        {"theme": theme.pk, "title": theme.title}
    ]
    assert fresh(idea).handled_at is not None


def test_what_is_undone_was_never_told(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    actions.undo(by=mod, campaign=idea.campaign)

    assert not Event.objects.filter(idea=idea, kind="placed").exists()


def test_moves_are_taken_back_one_after_the_other(mod: User, campaign: Campaign, theme: Theme, idea: Idea) -> None:
    second = factories.theme(mod, campaign)
    for goal in (theme, second, None):
        actions.put(by=mod, campaign=campaign, ideas=[idea], theme=goal)
    seen = []

    for _ in range(3):
        actions.undo(by=mod, campaign=campaign)
        seen += where(idea)

    assert seen == [second.pk, theme.pk, None]


def test_undo_takes_back_only_one_s_own_moves(
    mod: User, kim: User, ada: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    theirs = factories.idea(ada, campaign)
    actions.place(by=mod, theme=theme, ideas=[idea])
    actions.place(by=kim, theme=theme, ideas=[theirs])

    actions.undo(by=mod, campaign=campaign)

    assert where(idea, theirs) == [None, theme.pk]


def test_what_somebody_else_has_moved_since_is_not_taken_back(
    mod: User, kim: User, ada: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    earlier = factories.idea(ada, campaign)
    actions.place(by=mod, theme=theme, ideas=[earlier])
    actions.place(by=mod, theme=theme, ideas=[idea])
    actions.place(by=kim, theme=factories.theme(kim, campaign), ideas=[idea])
    there = where(idea)

    actions.undo(by=mod, campaign=campaign)

    assert (where(earlier), where(idea)) == ([None], there)


def test_without_a_move_there_is_nothing_to_undo(mod: User, campaign: Campaign) -> None:
    with pytest.raises(NothingToUndo):
        actions.undo(by=mod, campaign=campaign)


def test_an_idea_that_is_not_where_it_was_seen_stays(mod: User, kim: User, theme: Theme, idea: Idea) -> None:
    second = factories.theme(mod, idea.campaign)
    actions.place(by=kim, theme=second, ideas=[idea], seen=None)

    with pytest.raises(actions.Elsewhere) as refused:
        actions.place(by=mod, theme=theme, ideas=[idea], seen=None)

    assert str(refused.value.message) == f"Somebody has just put it into “{second.title}”."
    assert where(idea) == [second.pk]


def test_two_who_want_the_same_are_both_served(mod: User, kim: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=kim, theme=theme, ideas=[idea], seen=None)

    actions.place(by=mod, theme=theme, ideas=[idea], seen=None)

    assert where(idea) == [theme.pk]


def test_a_theme_is_split_and_is_whole_again(mod: User, ada: User, campaign: Campaign, theme: Theme) -> None:
    stays, goes = factories.idea(ada, campaign), factories.idea(ada, campaign)
    actions.place(by=mod, theme=theme, ideas=[stays, goes])

    made = actions.split(by=mod, theme=theme, ideas=[goes], title="Something else")
    then = where(stays, goes)
    actions.undo(by=mod, campaign=campaign)

    assert then == [theme.pk, made.pk]
    assert where(stays, goes) == [theme.pk, theme.pk]
    assert not Theme.objects.filter(pk=made.pk).exists()


def test_a_theme_into_which_others_have_put_something_does_not_go(
    mod: User, kim: User, ada: User, campaign: Campaign, theme: Theme
) -> None:
    goes, more = factories.idea(ada, campaign), factories.idea(ada, campaign)
    actions.place(by=mod, theme=theme, ideas=[goes])
    made = actions.split(by=mod, theme=theme, ideas=[goes], title="Something else")
    actions.place(by=kim, theme=made, ideas=[more])

    with pytest.raises(ThemeHoldsMore):
        actions.undo(by=mod, campaign=campaign)

    assert where(goes, more) == [made.pk, made.pk]


def test_an_idea_of_another_theme_is_not_split_off(mod: User, theme: Theme, idea: Idea) -> None:
    with pytest.raises(actions.Elsewhere):
        actions.split(by=mod, theme=theme, ideas=[idea], title="Something else")

    assert list(Theme.objects.filter(campaign=theme.campaign)) == [theme]


def test_a_theme_that_was_started_goes(mod: User, campaign: Campaign) -> None:
    actions.create_theme(by=mod, campaign=campaign, title="Too soon")

    actions.undo(by=mod, campaign=campaign)

    assert not Theme.objects.exists()


def test_a_theme_that_was_dissolved_is_there_again(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    actions.delete_theme(by=mod, theme=theme)

    actions.undo(by=mod, campaign=idea.campaign)

    assert (fresh(theme).title, where(idea)) == (theme.title, [theme.pk])


def test_an_idea_does_not_go_back_into_a_theme_that_is_gone(mod: User, kim: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    second = factories.theme(kim, idea.campaign)
    actions.place(by=mod, theme=second, ideas=[idea])
    actions.delete_theme(by=kim, theme=theme)

    with pytest.raises(actions.ThemeIsGone):
        actions.undo(by=mod, campaign=idea.campaign)

    assert where(idea) == [second.pk]


def test_words_and_order_of_themes_are_taken_back(mod: User, campaign: Campaign, theme: Theme) -> None:
    second = factories.theme(mod, campaign)
    actions.change_theme(by=mod, theme=theme, title="Other words")
    actions.shift(by=mod, theme=second, places=-1)
    changed = [fresh(theme).title, queries.order_of(campaign)]

    actions.undo(by=mod, campaign=campaign)
    actions.undo(by=mod, campaign=campaign)

    assert changed == ["Other words", [second.pk, theme.pk]]
    assert [fresh(theme).title, queries.order_of(campaign)] == [theme.title, [theme.pk, second.pk]]


@pytest.mark.parametrize(("places", "order"), [(1, [1, 0, 2]), (-1, [0, 1, 2]), (99, [1, 2, 0]), (0, [0, 1, 2])])
def test_a_theme_moves_among_the_others(mod: User, campaign: Campaign, places: int, order: list[int]) -> None:
    themes = [factories.theme(mod, campaign) for _ in range(3)]

    actions.shift(by=mod, theme=themes[0], places=places)

    assert queries.order_of(campaign) == [themes[at].pk for at in order]


def test_a_status_is_taken_back(mod: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="shortlisted")

    actions.undo(by=mod, campaign=idea.campaign)

    assert fresh(idea).status == "open"


def test_a_merge_is_taken_back_and_so_is_its_taking_apart(mod: User, bo: User, idea: Idea) -> None:
    into = factories.idea(bo, idea.campaign)
    actions.merge(by=mod, idea=idea, into=into)
    actions.undo(by=mod, campaign=idea.campaign)
    apart = fresh(idea).status
    actions.merge(by=mod, idea=fresh(idea), into=fresh(into))
    actions.unmerge(by=mod, idea=fresh(idea))

    actions.undo(by=mod, campaign=idea.campaign)

    assert apart == "open"
    assert (fresh(idea).status, fresh(idea).merged_into) == ("merged", into)


def test_the_log_tells_each_move_and_which_was_taken_back(
    mod: User, kim: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    actions.place(by=kim, theme=theme, ideas=[idea])
    actions.take_out(by=mod, idea=idea)
    actions.undo(by=mod, campaign=campaign)

    rows = queries.log(mod, campaign).rows

    assert [(row.move.verb, row.is_own, row.move.undone_at is not None) for row in rows] == [
        ("place", True, True),
        ("place", False, False),
        ("start", True, False),
    ]
    assert (rows[1].by.job_title, rows[1].by.unit) == ("Service adviser", "Harbour")


def test_the_log_does_not_show_what_its_author_took_back(mod: User, ada: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    withdraw(by=ada, idea=fresh(idea))

    assert queries.log(mod, idea.campaign).rows[0].idea is None


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_nobody_but_a_curator_changes_the_board(
    who: str, named: Callable[[str], User], mod: User, theme: Theme, idea: Idea
) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    by = named(who)
    calls: list[Callable[[], object]] = [
        lambda: actions.undo(by=by, campaign=idea.campaign),
        lambda: actions.split(by=by, theme=theme, ideas=[idea], title="Mine"),
        lambda: actions.shift(by=by, theme=theme, places=1),
    ]

    for call in calls:
        with pytest.raises(actions.moves.Refusal) as refused:
            call()
        assert refused.value.status == 403
