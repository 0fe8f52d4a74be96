from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import keys
from core.errors import Forbidden
from core.jobs import enqueue
from ideas.actions import comment
from ideas.models import Campaign, Idea, TakenPart
from participation import actions, queries
from participation.models import Snapshot, Summary
from participation.tasks import summarise_all
from people.models import Membership, Unit, User
from tests import factories
from votes.actions import cast

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Worker = Callable[[], AbstractContextManager[None]]


def hear(campaign: Campaign, people: list[User], **changes: Any) -> None:
    """Note that each of them took part today."""
    for person in people:
        factories.took_part(campaign, person, **changes)


def snapshot(campaign: Campaign, unit: Unit) -> tuple[int, int]:
    row = Snapshot.objects.get(campaign=campaign, unit=unit, day=timezone.localdate())
    return row.invited, row.heard


def test_a_summary_counts_who_was_invited_and_who_was_heard(
    campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    hear(campaign, crowd(8)[:6])

    summary = actions.summarise(campaign=campaign)

    assert snapshot(campaign, company.mill_lane) == (8, 6)
    assert (summary.heard, summary.figures["invited"], summary.figures["heard"]) == (6, 8, 6)


def test_a_second_summary_changes_nothing_but_when_it_was_counted(campaign: Campaign, crowd: Crowd) -> None:
    hear(campaign, crowd(8)[:6])
    first = actions.summarise(campaign=campaign)
    rows = list(Snapshot.objects.order_by("pk").values())

    second = actions.summarise(campaign=campaign)

    assert list(Snapshot.objects.order_by("pk").values()) == rows
    assert (second.release, second.figures, second.released_at) == (first.release, first.figures, first.released_at)
    assert second.counted_at != first.counted_at


def test_figures_are_released_when_five_new_people_were_heard(campaign: Campaign, crowd: Crowd) -> None:
    people = crowd(12)
    shown = []

    for person in people:
        hear(campaign, [person])
        shown.append(actions.summarise(campaign=campaign).figures.get("heard"))

    assert shown == [None] * 4 + [5] * 5 + [10] * 3


def test_a_new_day_gets_rows_of_its_own_and_the_old_ones_stay(
    campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    people = crowd(8)
    hear(campaign, people[:6])
    actions.summarise(campaign=campaign)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        hear(campaign, people)
        actions.summarise(campaign=campaign)

    rows = Snapshot.objects.filter(unit=company.mill_lane).order_by("day")
    assert [row.heard for row in rows] == [6, 8]


def test_a_person_who_came_on_many_days_was_heard_once(campaign: Campaign, crowd: Crowd) -> None:
    people = crowd(10)[:5]
    for day in range(3):
        hear(campaign, people, on=timezone.localdate() - timedelta(days=day))

    assert actions.summarise(campaign=campaign).heard == 5


def test_a_person_who_moved_was_heard_where_it_first_happened(
    campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    people = crowd(5)
    hear(campaign, people, on=timezone.localdate() - timedelta(days=1))
    hear(campaign, people, unit=company.station)

    actions.summarise(campaign=campaign)

    assert snapshot(campaign, company.mill_lane) == (5, 5)
    assert snapshot(campaign, company.station) == (0, 0)


def test_people_without_a_unit_do_not_break_a_summary(campaign: Campaign, crowd: Crowd) -> None:
    nowhere = [factories.person() for _ in range(6)]
    hear(campaign, [*crowd(10)[:6], *nowhere])

    summary = actions.summarise(campaign=campaign)

    assert summary.figures["heard"] == 6
    assert not Snapshot.objects.filter(unit=None).exists()


def test_people_of_a_unit_that_was_not_asked_are_not_counted_and_those_of_a_closed_one_only_as_heard(
    crowd: Crowd, company: SimpleNamespace
) -> None:
    campaign = factories.campaign(audience=(company.north,))
    hear(campaign, [*crowd(10)[:6], *crowd(6, company.station), *crowd(6, company.quayside)])
    Unit.objects.filter(pk=company.quayside.pk).update(closed_on=timezone.localdate())

    summary = actions.summarise(campaign=campaign)

    assert (summary.figures["invited"], summary.figures["heard"]) == (10, 12)
    assert not Snapshot.objects.filter(unit__in=[company.station, company.quayside]).exists()


def test_who_has_left_is_no_longer_invited(campaign: Campaign, crowd: Crowd, company: SimpleNamespace) -> None:
    people = crowd(8)
    User.objects.filter(pk__in=[person.pk for person in people[:2]]).update(is_active=False)
    Membership.objects.filter(user=people[2]).update(until=timezone.localdate())

    actions.summarise(campaign=campaign)

    assert snapshot(campaign, company.mill_lane) == (5, 0)


def test_a_campaign_of_nobody_has_a_summary_without_figures(db: None) -> None:
    summary = actions.summarise(campaign=factories.campaign())

    assert (summary.figures, summary.release) == ({}, 0)
    assert summary.counted_at is not None


def test_a_summary_costs_the_same_however_many_ideas(
    campaign: Campaign, crowd: Crowd, django_assert_max_num_queries: Any
) -> None:
    people = crowd(6)
    for person in people:
        factories.idea(person, campaign)
    hear(campaign, people[:5])
    actions.summarise(campaign=campaign)
    hear(campaign, people[5:])

    with django_assert_max_num_queries(36):
        actions.summarise(campaign=campaign)


@pytest.mark.parametrize(("who", "may"), [("ada", False), ("bo", False), ("mod", True), ("eve", True), ("root", True)])
def test_who_may_ask_for_a_summary(
    who: str, may: bool, named: Callable[[str], User], campaign: Campaign, worker: Worker
) -> None:
    by = named(who)

    with nullcontext() if may else pytest.raises(Forbidden), worker():
        actions.ask_for_summary(by=by, campaign=campaign)

    assert Summary.objects.filter(campaign=campaign).exists() is may


def test_the_sweep_summarises_every_campaign_that_has_begun(worker: Worker, db: None) -> None:
    steps = ("planned", "listen", "curate", "publish", "follow-through")
    campaigns = {step: factories.campaign(step) for step in steps}

    with worker():
        summarise_all()

    counted = set(Summary.objects.values_list("campaign_id", flat=True))
    assert counted == {campaign.pk for step, campaign in campaigns.items() if step != "planned"}


def test_two_sweeps_in_one_period_are_one(worker: Worker, campaign: Campaign) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        with worker():
            summarise_all()
        first = Summary.objects.get().counted_at
        Summary.objects.update(counted_at=None)
        with worker():
            summarise_all()

    assert first is not None
    assert Summary.objects.get().counted_at is None


def test_a_campaign_that_is_gone_is_no_error_of_the_job(worker: Worker) -> None:
    with worker():
        enqueue("participation.summarise", campaign_id=10**9)

    assert not Summary.objects.exists()


@pytest.mark.parametrize(
    ("who", "names"),
    [("ada", ["Mill Lane"]), ("bo", ["Quayside"]), ("mod", None), ("eve", None), ("root", None)],
)
def test_one_sees_the_company_and_one_s_own_unit_and_roles_see_all(
    who: str,
    names: list[str] | None,
    named: Callable[[str], User],
    campaign: Campaign,
    crowd: Crowd,
    company: SimpleNamespace,
) -> None:
    viewer = named(who)
    hear(campaign, crowd(24, company.mill_lane, company.quayside, company.station))
    everything = actions.summarise(campaign=campaign).figures

    seen = queries.figures(viewer, campaign)

    assert seen["heard"] == everything["heard"] == 24
    assert [row["name"] for row in seen["units"]] == (names or [row["name"] for row in everything["units"]])


def test_before_the_first_summary_there_are_no_figures(eve: User, campaign: Campaign) -> None:
    assert queries.figures(eve, campaign) == {}


def test_ideas_votes_and_comments_are_counted_for_the_whole_campaign(
    campaign: Campaign, crowd: Crowd, idea: Idea
) -> None:
    for person in crowd(10)[:6]:
        cast(by=person, idea=idea, choice="support")
        hear(campaign, [person])
    comment(by=crowd(1)[0], idea=idea, text="Yes")

    assert actions.summarise(campaign=campaign).figures["totals"] == {"ideas": 1, "votes": 6, "comments": 1}


def test_a_count_finds_whoever_took_part_although_word_of_it_was_lost(
    campaign: Campaign, ada: User, bo: User, idea: Idea, crowd: Crowd
) -> None:
    """Nothing was committed in this test, so no word was left: the contributions themselves have to tell."""
    voter, talker, author, silent = crowd(4)
    cast(by=voter, idea=idea, choice="pass")
    comment(by=talker, idea=idea, text="Yes")
    factories.idea(author, campaign, anonymous=True)

    actions.summarise(campaign=campaign)

    took_part = set(campaign.taken_part.values_list("user_id", flat=True))
    assert took_part == {ada.pk, voter.pk, talker.pk, author.pk}
    assert silent.pk not in took_part


def test_without_its_key_a_count_still_finds_who_wrote_under_a_name(campaign: Campaign, ada: User, idea: Idea) -> None:
    keys.destroy(campaign.key_name)

    actions.summarise(campaign=campaign)

    assert set(campaign.taken_part.values_list("user_id", flat=True)) == {ada.pk}


def test_finding_who_was_not_noted_costs_the_same_for_ten_as_for_two_hundred(
    campaign: Campaign, idea: Idea, crowd: Crowd, django_assert_num_queries: Any
) -> None:
    crowd(10)
    with CaptureQueriesContext(connection) as for_ten:
        queries.unnoted(campaign)
    crowd(190)

    with django_assert_num_queries(len(for_ten)):
        queries.unnoted(campaign)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", ["ideas_takenpart", "participation_snapshot"])
def test_word_of_who_took_part_and_when_outlives_a_count_that_fails(fails: str, idea: Idea, bo: User) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    comment(by=bo, idea=idea, text="So do we", at=yesterday)

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{fails}"'):
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        actions.summarise(campaign=idea.campaign)
    actions.summarise(campaign=idea.campaign)

    days = TakenPart.objects.filter(campaign=idea.campaign, user=bo).values_list("on", flat=True)
    assert yesterday.astimezone(UTC).date() in days
