from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from core import keys
from core.errors import Forbidden, Invalid
from ideas import actions
from ideas.actions import Frozen
from ideas.models import Campaign, Idea, JourneyStage, TakenPart
from people.models import User
from people.queries import history
from tests import factories
from tests.factories import dates, fresh

pytestmark = pytest.mark.django_db
WORDS = {"title": "The next visit", "question": "What would be better?"}


@pytest.mark.parametrize("who", ["mod", "root"])
def test_curators_and_administrators_open_campaigns(
    who: str, request: pytest.FixtureRequest, company: SimpleNamespace
) -> None:
    by = request.getfixturevalue(who)

    campaign = actions.open_campaign(by=by, slug="winter", audience=[company.north], **WORDS, **dates("planned"))

    assert list(campaign.audience.all()) == [company.north]
    entry = history(f"ideas.campaign:{campaign.pk}").get()
    assert (entry.actor, entry.verb) == (by, "ideas.open_campaign")
    assert entry.after is not None
    assert entry.after["smallest_group"] == 5


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_others_do_not_open_campaigns(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Forbidden):
        actions.open_campaign(by=request.getfixturevalue(who), slug="winter", **WORDS, **dates("planned"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"question": "a\x00b"}, "question"),
        ({"smallest_group": 4}, "smallest_group"),
        ({"slug": "not a slug"}, "slug"),
        ({"slug": "next-visit"}, "slug"),
    ],
)
def test_a_campaign_that_does_not_fit_is_refused_with_its_field(
    fields: dict[str, object], field: str, mod: User, campaign: Campaign
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.open_campaign(by=mod, **{"slug": "winter", **WORDS, **dates("planned"), **fields})  # type: ignore[arg-type]

    assert refused.value.field == field


def test_steps_out_of_order_are_refused(mod: User) -> None:
    wrong = {**dates("planned"), "curates_at": datetime(2020, 1, 1, tzinfo=UTC)}

    with pytest.raises(Invalid):
        actions.open_campaign(by=mod, slug="winter", **WORDS, **wrong)


def test_a_change_is_audited_with_before_and_after(mod: User, campaign: Campaign) -> None:
    actions.change_campaign(by=mod, campaign=campaign, coverage_goal=70)

    entry = history(f"ideas.campaign:{campaign.pk}").last()
    assert entry is not None
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["coverage_goal"], entry.after["coverage_goal"]) == (50, 70)


@pytest.mark.parametrize("fields", [{"anonymous_allowed": False}, {"smallest_group": 8}])
def test_before_the_first_contribution_rules_may_change(
    fields: dict[str, object], mod: User, campaign: Campaign
) -> None:
    actions.change_campaign(by=mod, campaign=campaign, **fields)

    assert {name: getattr(fresh(campaign), name) for name in fields} == fields


@pytest.mark.parametrize("fields", [{"anonymous_allowed": False}, {"smallest_group": 8}])
def test_after_the_first_contribution_rules_are_frozen(
    fields: dict[str, object], mod: User, idea: Idea, campaign: Campaign
) -> None:
    with pytest.raises(Frozen) as refused:
        actions.change_campaign(by=mod, campaign=campaign, **fields)

    assert (refused.value.code, refused.value.status) == ("frozen", 409)


def test_after_the_first_contribution_other_words_and_dates_may_change(
    mod: User, idea: Idea, campaign: Campaign
) -> None:
    later = campaign.curates_at + timedelta(days=1)

    actions.change_campaign(by=mod, campaign=campaign, title="Another title", curates_at=later, smallest_group=5)

    assert (fresh(campaign).title, fresh(campaign).curates_at) == ("Another title", later)


@pytest.mark.parametrize("name", ["slug", "held_at", "first_contribution_at", "created_at", "nonsense"])
def test_what_is_no_rule_cannot_be_changed(name: str, mod: User, campaign: Campaign) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_campaign(by=mod, campaign=campaign, **{name: "x"})

    assert refused.value.field == name


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_others_do_not_change_campaigns(who: str, request: pytest.FixtureRequest, campaign: Campaign) -> None:
    with pytest.raises(Forbidden):
        actions.change_campaign(by=request.getfixturevalue(who), campaign=campaign, title="Mine")


def test_a_campaign_is_held_and_reopened_by_an_administrator(root: User, campaign: Campaign) -> None:
    held = actions.hold(by=root, campaign=campaign)
    was_held = held.held_at is not None

    reopened = actions.reopen(by=root, campaign=campaign)

    assert (was_held, reopened.held_at) == (True, None)
    verbs = [entry.verb for entry in history(f"ideas.campaign:{campaign.pk}")]
    assert verbs[-2:] == ["ideas.hold_campaign", "ideas.reopen_campaign"]


@pytest.mark.parametrize("who", ["ada", "mod", "eve"])
def test_nobody_else_holds_a_campaign(who: str, request: pytest.FixtureRequest, campaign: Campaign) -> None:
    with pytest.raises(Forbidden):
        actions.hold(by=request.getfixturevalue(who), campaign=campaign)


def test_the_stages_of_the_journey_are_set_in_order_and_can_be_set_again() -> None:
    actions.set_stages(stages=[{"name": "Arrive"}, {"name": "Leave"}])
    actions.set_stages(stages=[{"name": "Leave", "icon": "door"}, {"name": "Arrive"}])

    found = JourneyStage.objects.order_by("position").values_list("name", "icon")
    assert list(found) == [("Leave", "door"), ("Arrive", "signpost")]


def test_the_first_contribution_makes_the_key(ada: User, campaign: Campaign) -> None:
    before = keys.exists(campaign.key_name), fresh(campaign).first_contribution_at

    factories.idea(ada, campaign)

    assert before == (False, None)
    assert keys.exists(campaign.key_name)
    assert fresh(campaign).first_contribution_at is not None


def test_a_second_contribution_keeps_key_and_moment(ada: User, bo: User, campaign: Campaign) -> None:
    factories.idea(ada, campaign)
    key, moment = keys.read(campaign.key_name), fresh(campaign).first_contribution_at

    factories.idea(bo, fresh(campaign))

    assert (keys.read(campaign.key_name), fresh(campaign).first_contribution_at) == (key, moment)


def test_once_the_key_is_lost_nobody_contributes(bo: User, idea: Idea) -> None:
    keys.destroy(idea.campaign.key_name)

    with pytest.raises(keys.KeyMissing):
        factories.idea(bo, fresh(idea.campaign))

    assert not keys.exists(idea.campaign.key_name)


def test_a_comment_needs_no_key(bo: User, idea: Idea) -> None:
    keys.destroy(idea.campaign.key_name)

    assert actions.comment(by=bo, idea=fresh(idea), text="Yes").pk


def test_taking_part_keeps_the_unit_in_which_it_happened(
    ada: User, campaign: Campaign, company: SimpleNamespace, worker: Callable[[], AbstractContextManager[None]]
) -> None:
    with worker():
        factories.idea(ada, campaign)

    actions.collect_taken_part(campaign=campaign)

    assert TakenPart.objects.get().unit == company.mill_lane


def test_taking_part_is_noted_once_a_day_however_often_the_job_runs(
    bo: User, campaign: Campaign, worker: Callable[[], AbstractContextManager[None]]
) -> None:
    for _ in range(2):
        with worker():
            actions.take_part(campaign.pk, bo.pk)
        actions.collect_taken_part(campaign=campaign)

    assert TakenPart.objects.count() == 1


def test_what_is_rolled_back_was_not_taking_part(
    bo: User, campaign: Campaign, worker: Callable[[], AbstractContextManager[None]]
) -> None:
    with worker(), suppress(RuntimeError), transaction.atomic():
        actions.take_part(campaign.pk, bo.pk)
        raise RuntimeError

    assert actions.collect_taken_part(campaign=campaign) == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"read_days": 0}, "read_days"),
        ({"read_days": 61}, "read_days"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"holidays": ["25 December"]}, "holidays"),
        ({"holidays": [20261225]}, "holidays"),
        ({"holidays": "2026-12-25"}, "holidays"),
        ({"holidays": [f"20{year}-01-{day:02}" for year in range(20, 40) for day in range(1, 30)]}, "holidays"),
    ],
)
def test_a_clock_that_does_not_go_is_refused_with_its_field(
    fields: dict[str, object], field: str, mod: User, campaign: Campaign
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_campaign(by=mod, campaign=campaign, **fields)

    assert refused.value.field == field


def test_holidays_are_kept_in_order_and_each_once(mod: User, campaign: Campaign) -> None:
    actions.change_campaign(
        by=mod, campaign=campaign, time_zone="Europe/Berlin", holidays=["2026-12-26", "2026-12-25", "2026-12-26"]
    )

    assert fresh(campaign).holidays == ["2026-12-25", "2026-12-26"]


def test_a_campaign_in_which_nobody_can_tell_voters_apart_does_not_listen_again(root: User, campaign: Campaign) -> None:
    held = actions.hold(by=root, campaign=campaign)
    held.key_destroyed_at = held.held_at
    held.save()

    with pytest.raises(actions.VotingIsOver):
        actions.reopen(by=root, campaign=held)
