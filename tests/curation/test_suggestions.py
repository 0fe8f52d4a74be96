"""Settling what the machine suggests."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from core.errors import Forbidden, Invalid
from curation import actions, queries
from curation.models import Move, Placement, Suggestion, Theme
from ideas.models import Campaign, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.curation.suggesting import QUEUES, about, one_of, say, searched, suggested, title_of
from votes.actions import cast

pytestmark = pytest.mark.django_db


def inside(theme: Theme) -> set[int]:
    return set(Placement.objects.filter(theme=theme).values_list("idea_id", flat=True))


def test_an_accepted_group_becomes_a_theme_in_one_move(mod: User, group: Suggestion) -> None:
    theme = actions.accept(by=mod, suggestion=group)

    assert isinstance(theme, Theme)
    assert (theme.title, inside(theme)) == (title_of(group), set(group.ideas))
    move = Move.objects.get()
    assert (move.verb, move.after["suggestion"], move.after["made"]) == ("accept", group.pk, theme.pk)
    assert AuditEntry.objects.filter(verb="curation.accept_suggestion", actor=mod).exists()
    assert not Idea.objects.filter(pk__in=group.ideas, handled_at=None).exists()


def test_one_undo_takes_an_accepted_group_back(mod: User, campaign: Campaign, group: Suggestion) -> None:
    actions.accept(by=mod, suggestion=group)

    actions.undo(by=mod, campaign=campaign)

    assert not Theme.objects.exists()
    assert not Placement.objects.exists()
    assert group in suggested(campaign)


def test_one_undo_takes_a_dismissal_back(mod: User, campaign: Campaign, group: Suggestion) -> None:
    actions.dismiss(by=mod, suggestion=group)
    assert group not in suggested(campaign)

    actions.undo(by=mod, campaign=campaign)

    assert group in suggested(campaign)


def test_a_group_is_accepted_with_changes(mod: User, parking: list[Idea], group: Suggestion) -> None:
    theme = actions.accept(by=mod, suggestion=group, title="Room for bicycles", ideas=parking[:2])

    assert isinstance(theme, Theme)
    assert (theme.title, inside(theme)) == ("Room for bicycles", {idea.pk for idea in parking[:2]})


def test_a_group_joins_a_theme_that_is_there(mod: User, campaign: Campaign, group: Suggestion) -> None:
    theme = factories.theme(mod, campaign, title="Getting here")

    assert actions.accept(by=mod, suggestion=group, theme=theme) == theme
    assert Theme.objects.count() == 1
    assert "made" not in Move.objects.get(verb="accept").after


def test_a_group_goes_into_the_theme_of_the_same_name(mod: User, campaign: Campaign, group: Suggestion) -> None:
    theme = factories.theme(mod, campaign, title=title_of(group))

    assert actions.accept(by=mod, suggestion=group) == theme


def test_a_title_that_is_taken_is_refused(mod: User, campaign: Campaign, group: Suggestion) -> None:
    factories.theme(mod, campaign, title="Getting here")

    with pytest.raises(Invalid):
        actions.accept(by=mod, suggestion=group, title="Getting here")
    assert group in suggested(campaign)


def test_what_is_hidden_titles_no_suggestion(mod: User, campaign: Campaign, group: Suggestion) -> None:
    first, second, *_ = (Idea.objects.get(pk=pk) for pk in group.ideas)
    Idea.objects.filter(pk=first.pk).update(hidden_at=timezone.now())

    card = queries.card(mod, group)
    theme = actions.accept(by=mod, suggestion=group)

    assert card.title == second.title
    assert isinstance(theme, Theme)
    assert theme.title == second.title


def test_only_ideas_that_still_wait_are_placed(
    mod: User, campaign: Campaign, parking: list[Idea], group: Suggestion
) -> None:
    placed, withdrawn, hidden, left = parking
    elsewhere = factories.theme(mod, campaign, placed)
    Idea.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    Idea.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())

    theme = actions.accept(by=mod, suggestion=group)

    assert isinstance(theme, Theme)
    assert inside(theme) == {left.pk}
    assert inside(elsewhere) == {placed.pk}


def test_ideas_of_another_campaign_never_come_along(mod: User, ada: User, group: Suggestion) -> None:
    stranger = factories.idea(ada, factories.campaign())

    with pytest.raises(actions.NothingLeft):
        actions.accept(by=mod, suggestion=group, ideas=[stranger])


def test_a_group_whose_ideas_are_all_elsewhere_is_refused(
    mod: User, campaign: Campaign, parking: list[Idea], group: Suggestion
) -> None:
    factories.theme(mod, campaign, *parking)

    with pytest.raises(actions.NothingLeft):
        actions.accept(by=mod, suggestion=group)
    assert Theme.objects.count() == 1


@pytest.mark.parametrize("first", [actions.accept, actions.dismiss])
@pytest.mark.parametrize("second", [actions.accept, actions.dismiss])
def test_what_is_settled_is_settled(
    mod: User, group: Suggestion, first: Callable[..., object], second: Callable[..., object]
) -> None:
    first(by=mod, suggestion=group)

    with pytest.raises(actions.AlreadySettled) as refused:
        second(by=mod, suggestion=group)
    assert refused.value.status == 409


def test_only_curators_in_scope_settle(bo: User, eve: User, group: Suggestion) -> None:
    for person in (bo, eve):
        for settle in (actions.accept, actions.dismiss, actions.split_suggestion):
            with pytest.raises(Forbidden):
                settle(by=person, suggestion=group)


def test_duplicates_are_merged_into_the_first(mod: User, pair: Suggestion) -> None:
    survivor = actions.accept(by=mod, suggestion=pair)

    old, new = Idea.objects.filter(pk__in=pair.ideas).order_by("pk")
    assert survivor == old
    assert (new.merged_into, new.status) == (old, "merged")


def test_a_merge_of_duplicates_can_be_undone(mod: User, campaign: Campaign, pair: Suggestion) -> None:
    actions.accept(by=mod, suggestion=pair)

    actions.undo(by=mod, campaign=campaign)

    assert not Idea.objects.filter(status="merged").exists()


def test_duplicates_of_which_one_is_gone_are_refused(mod: User, pair: Suggestion) -> None:
    Idea.objects.filter(pk=pair.ideas[1]).update(withdrawn_at=timezone.now())

    with pytest.raises(actions.NothingLeft):
        actions.accept(by=mod, suggestion=pair)


def test_a_group_of_two_things_is_split(mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]) -> None:
    searched(mod, campaign, 1)
    whole = Suggestion.objects.create(
        campaign=campaign,
        run=queries.shown_run(campaign),
        kind="group",
        ideas=[idea.pk for idea in [*queues, *parking]],
        strength=0.5,
        digest="all",
    )

    halves = actions.split_suggestion(by=mod, suggestion=whole)

    assert any(about(half, parking) for half in halves)
    assert any(about(half, queues) for half in halves)
    assert not Suggestion.objects.filter(pk=whole.pk).exists()
    assert not Placement.objects.exists()


def test_two_groups_become_one(
    mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea], group: Suggestion
) -> None:
    joined = actions.join_suggestions(by=mod, suggestion=group, other=one_of(campaign, queues))

    assert about(joined, [*parking, *queues])
    assert suggested(campaign) == [joined]


def test_a_group_cannot_be_joined_with_itself_or_a_duplicate(
    mod: User, campaign: Campaign, group: Suggestion, ada: User
) -> None:
    say(ada, campaign, QUEUES[0])
    searched(mod, campaign)
    found = one_of(campaign, list(Idea.objects.filter(pk__in=group.ideas)))

    for other in (found, suggested(campaign, "duplicate")[0]):
        with pytest.raises(Invalid):
            actions.join_suggestions(by=mod, suggestion=found, other=other)


def test_ideas_that_are_all_alike_are_not_split(mod: User, ada: User, campaign: Campaign) -> None:
    alike = say(ada, campaign, *["Call back the same day"] * 3)
    ids = [idea.pk for idea in alike]
    run = searched(mod, campaign, 1)
    words = {"campaign": campaign, "run": run, "kind": "group", "strength": 1, "digest": "call"}

    with pytest.raises(Invalid):
        actions.split_suggestion(by=mod, suggestion=Suggestion.objects.create(ideas=ids, **words))


def test_what_is_a_duplicate_as_a_whole_is_no_group_as_well(mod: User, ada: User, campaign: Campaign) -> None:
    say(ada, campaign, *["Call back the same day"] * 3)

    searched(mod, campaign, 1)

    assert (len(suggested(campaign)), len(suggested(campaign, "duplicate"))) == (0, 1)


def test_the_column_shows_the_strongest_and_counts_the_rest(mod: User, campaign: Campaign, group: Suggestion) -> None:
    shown = queries.suggestions(mod, campaign)

    assert (shown.groups, shown.duplicates, shown.more, shown.may_change) == (
        2,
        len(suggested(campaign, "duplicate")),
        0,
        True,
    )
    card = next(card for card in shown.cards if card.suggestion == group)
    assert (card.number, len(card.tiles), card.more) == (4, 3, 1)


def test_what_has_gone_elsewhere_is_not_shown(
    mod: User, campaign: Campaign, parking: list[Idea], group: Suggestion
) -> None:
    factories.theme(mod, campaign, *parking[:3])

    assert group.pk not in [card.suggestion.pk for card in queries.suggestions(mod, campaign).cards]


def test_support_is_hidden_from_a_curator_who_has_not_voted(
    mod: User, campaign: Campaign, pair: Suggestion, crowd: Callable[..., list[User]]
) -> None:
    for voter in crowd(7):
        cast(by=voter, idea=Idea.objects.get(pk=pair.ideas[0]), choice="support")

    [card] = [card for card in queries.suggestions(mod, campaign).cards if not card.is_group]

    assert [tile.ballot.hidden for tile in card.tiles] == ["not_voted", "not_voted"]
