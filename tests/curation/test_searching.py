"""Having the machine look for groups, duplicates and likeliest themes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.errors import Forbidden
from curation import actions, grouping, queries
from curation.models import Likeliest, Run, Suggestion
from curation.tasks import search_all, take_up
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.curation.suggesting import PARKING, about, one_of, say, searched, suggested

pytestmark = pytest.mark.django_db


def test_groups_say_why(mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]) -> None:
    run = searched(mod, campaign)

    bikes, tills = one_of(campaign, parking), one_of(campaign, queues)
    assert (run.progress, run.ideas, run.failed) == (100, 8, False)
    assert "parking" in bikes.words
    assert bikes.words[0].lower() in {"parking", "bicycle", "bicycles"}
    assert {"queue", "till"} <= {word.lower() for word in tills.words}
    assert 0 < tills.strength <= 1


def test_the_same_input_is_searched_once(
    mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = searched(mod, campaign)
    monkeypatch.delattr(grouping, "groups")  # a second search would need it

    again = searched(mod, campaign)

    assert (again.pk, again.started_at) == (first.pk, first.started_at)
    assert Run.objects.count() == 1


def test_another_number_of_groups_is_another_search_and_the_former_is_shown_again_at_once(
    mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]
) -> None:
    two = searched(mod, campaign, 2)
    three = searched(mod, campaign, 3)
    shown = queries.shown_run(campaign)

    actions.start_run(by=mod, campaign=campaign, groups=2)

    assert shown == three
    assert queries.shown_run(campaign) == two
    assert queries.suggestions(mod, campaign).groups == 2


@pytest.mark.parametrize("change", ["words", "place", "new", "withdrawn", "hidden", "declined"])
def test_what_changes_the_input_changes_the_digest(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea], queues: list[Idea], change: str
) -> None:
    before = queries.material(campaign).digest(2)
    changes: dict[str, Callable[[], Any]] = {
        "words": lambda: Idea.objects.filter(pk=parking[0].pk).update(better="A rack for twenty"),
        "place": lambda: factories.theme(mod, campaign, parking[0]),
        "new": lambda: factories.idea(ada, campaign),
        "withdrawn": lambda: Idea.objects.filter(pk=parking[0].pk).update(withdrawn_at=timezone.now()),
        "hidden": lambda: Idea.objects.filter(pk=parking[0].pk).update(hidden_at=timezone.now()),
        "declined": lambda: Idea.objects.filter(pk=parking[0].pk).update(status="declined"),
    }

    changes[change]()

    assert queries.material(campaign).digest(2) != before


def test_what_changed_before_the_job_began_is_searched_as_well(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea]
) -> None:
    run = actions.start_run(by=mod, campaign=campaign, groups=1)
    late = factories.idea(ada, campaign, "A pump beside the bicycle parking")

    actions.search(run_id=run.pk)

    assert about(suggested(campaign)[0], [*parking, late])
    assert Run.objects.get().digest == queries.material(campaign).digest(1)


def test_a_search_that_was_overtaken_leaves_the_other(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea]
) -> None:
    old = actions.start_run(by=mod, campaign=campaign, groups=1)
    factories.idea(ada, campaign, "A pump beside the bicycle parking")
    new = searched(mod, campaign, 1)

    actions.search(run_id=old.pk)

    assert list(Run.objects.all()) == [new]


def test_a_job_that_runs_twice_suggests_once(mod: User, campaign: Campaign, parking: list[Idea]) -> None:
    run = searched(mod, campaign, 1)

    actions.search(run_id=run.pk)
    actions.search(run_id=run.pk + 1)

    assert len(suggested(campaign)) == 1


def test_what_failed_says_so_and_begins_anew(
    mod: User, campaign: Campaign, parking: list[Idea], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_arguments: Any, **_more: Any) -> None:
        raise MemoryError

    run = actions.start_run(by=mod, campaign=campaign, groups=1)
    with monkeypatch.context() as broken:
        broken.setattr(grouping, "groups", break_off)
        with pytest.raises(MemoryError):
            actions.search(run_id=run.pk)
    failed = queries.suggestions(mod, campaign).waiting

    again = searched(mod, campaign, 1)

    assert failed is not None
    assert failed.failed
    assert (again.pk, again.failed, again.progress) == (run.pk, False, 100)


def test_what_a_worker_left_behind_is_taken_up(
    mod: User, campaign: Campaign, parking: list[Idea], worker: Callable[[], AbstractContextManager[None]]
) -> None:
    run = actions.start_run(by=mod, campaign=campaign, groups=1)  # its job is lost
    with time_machine.travel(timezone.now() + timedelta(minutes=3)), worker():
        take_up()

    assert Run.objects.get(pk=run.pk).done_at is not None


def test_what_nobody_finishes_within_an_hour_has_failed(mod: User, campaign: Campaign, parking: list[Idea]) -> None:
    actions.start_run(by=mod, campaign=campaign, groups=1)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        take_up()

    assert Run.objects.get().failed


def test_the_machine_looks_by_itself_when_ideas_came(
    ada: User, campaign: Campaign, parking: list[Idea], worker: Callable[[], AbstractContextManager[None]]
) -> None:
    with worker():
        search_all()
    first = Run.objects.get()
    assert queries.to_search() == []

    factories.idea(ada, campaign, "A pump beside the bicycle parking")

    assert queries.to_search() == [campaign]
    assert (first.groups, first.progress) == (queries.usual_number(4), 100)


@pytest.mark.parametrize(("step", "looks"), [("listen", 1), ("curate", 1), ("shape", 0), ("publish", 0)])
def test_the_machine_looks_while_a_campaign_listens_or_is_curated(ada: User, step: str, looks: int) -> None:
    campaign = factories.campaign()
    say(ada, campaign, *PARKING)
    factories.set_step(campaign, step)

    assert len(queries.to_search()) == looks


def test_a_number_that_a_curator_chose_stays(mod: User, ada: User, campaign: Campaign, parking: list[Idea]) -> None:
    searched(mod, campaign, 4)
    factories.idea(ada, campaign)

    assert actions.start_run(by=None, campaign=campaign).groups == 4


def test_a_dismissed_group_is_not_suggested_again(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]
) -> None:
    searched(mod, campaign)
    actions.dismiss(by=mod, suggestion=one_of(campaign, parking))
    more = factories.idea(ada, campaign, "Parking for cargo bicycles")

    searched(mod, campaign)

    assert [about(row, queues) for row in suggested(campaign) if row.run == queries.shown_run(campaign)] == [True]
    assert not any(more.pk in row.ideas for row in suggested(campaign))


def test_a_group_that_became_another_is_suggested(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea]
) -> None:
    searched(mod, campaign, 1)
    actions.dismiss(by=mod, suggestion=suggested(campaign)[0])
    say(ada, campaign, "Bicycle parking with light", "A pump beside the bicycle parking")

    searched(mod, campaign, 1)

    assert len(suggested(campaign)) == 1


def test_a_dismissed_duplicate_is_never_suggested_again(mod: User, ada: User, bo: User, campaign: Campaign) -> None:
    say(ada, campaign, "Call back the same day", "A roof for bicycles")
    say(bo, campaign, "Call back the same day!")
    searched(mod, campaign, 1)
    actions.dismiss(by=mod, suggestion=suggested(campaign, "duplicate")[0])

    say(ada, campaign, "Longer hours")
    searched(mod, campaign, 1)

    assert suggested(campaign, "duplicate") == []


def test_what_is_in_a_theme_is_found_as_a_duplicate_but_not_grouped(
    mod: User, ada: User, bo: User, campaign: Campaign
) -> None:
    [old] = say(ada, campaign, "Call back the same day")
    factories.theme(mod, campaign, old)
    [new, other] = say(bo, campaign, "Call back the same day!", "A roof for bicycles")

    searched(mod, campaign, 1)

    assert [row.ideas for row in suggested(campaign, "duplicate")] == [[old.pk, new.pk]]
    assert all(old.pk not in row.ideas for row in suggested(campaign))
    assert other.pk not in suggested(campaign, "duplicate")[0].ideas


def test_as_soon_as_themes_hold_three_each_idea_has_a_likeliest_theme(
    mod: User, bo: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]
) -> None:
    bikes = factories.theme(mod, campaign, *parking, title="Bicycles")
    factories.theme(mod, campaign, *queues, title="Tills")
    waits = say(bo, campaign, "Where may I park my bicycle?", "A bicycle parking behind the store")

    searched(mod, campaign, 1)

    best = queries.likeliest_of(waits)
    assert [best[idea.pk][0][0] for idea in waits] == [bikes.pk, bikes.pk]
    assert queries.fits(campaign) == {bikes.pk: 1}  # with two themes, one half is what chance gives
    assert [row.fits for row in Likeliest.objects.order_by("pk")] == [False, True]
    assert suggested(campaign)[0].theme == bikes


def test_likeliest_themes_are_those_of_the_last_search(
    mod: User, bo: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]
) -> None:
    themes = [factories.theme(mod, campaign, *ideas) for ideas in (parking, queues)]
    say(bo, campaign, "Where may I park my bicycle?")
    searched(mod, campaign, 1)
    for idea in parking:
        actions.take_out(by=mod, idea=idea)
    actions.delete_theme(by=mod, theme=themes[0])

    searched(mod, campaign, 1)

    assert not Likeliest.objects.exists()
    assert queries.fits(campaign) == {}


def test_nobody_else_has_the_machine_look(bo: User, eve: User, campaign: Campaign) -> None:
    for person in (bo, eve):
        with pytest.raises(Forbidden):
            actions.start_run(by=person, campaign=campaign)


def test_old_searches_are_forgotten_and_what_was_settled_is_kept(
    mod: User, ada: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]
) -> None:
    searched(mod, campaign, 2)
    dismissed = one_of(campaign, parking)
    actions.dismiss(by=mod, suggestion=dismissed)
    for groups in range(1, 13):
        if groups != 2:
            searched(mod, campaign, groups)

    assert Run.objects.count() == 11
    assert Suggestion.objects.filter(pk=dismissed.pk).exists()
    assert searched(mod, campaign, 2).pk != dismissed.run_id
