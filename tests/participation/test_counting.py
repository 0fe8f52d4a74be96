"""What is kept so that nothing has to be read again; who is heard where; and that all of it still adds up."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas.actions import note_days
from ideas.models import Campaign, Heard, Idea, TakenPart
from notices.models import Alarm
from participation import actions, queries
from participation.models import Release, Snapshot, Summary
from people.actions import move_person
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries as votes_queries
from votes.actions import cast, check_tallies, destroy_keys, mix, withdraw
from votes.models import LAST_MIXED, Cast, Spread, Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def statements(context: CaptureQueriesContext, *tables: str) -> list[str]:
    return [query["sql"] for query in context.captured_queries if any(f'"{table}"' in query["sql"] for table in tables)]


def mixed() -> Counter[int | None]:
    return Counter(Vote.objects.filter(pk__lte=LAST_MIXED).values_list("unit_id", flat=True))


@pytest.fixture
def voted(campaign: Campaign, idea: Idea, crowd: Crowd, company: SimpleNamespace) -> list[User]:
    """Twenty-four people of two units who have voted; nothing is mixed yet."""
    people = crowd(24, company.mill_lane, company.station)
    for person in people:
        cast(by=person, idea=idea, choice="support")
    return people


def test_an_increment_reads_no_vote_that_was_counted_and_no_unit_s_tally(
    campaign: Campaign, voted: list[User], idea: Idea, crowd: Crowd
) -> None:
    mix()
    before = actions.summarise(campaign=campaign).release
    factories.took_part(campaign, *crowd(6))

    with CaptureQueriesContext(connection) as asked:
        assert actions.summarise(campaign=campaign).release == before + 1

    assert statements(asked, "votes_unittally") == []
    votes = statements(asked, "votes_vote")
    assert votes
    assert all('"votes_vote"."id" > ' in each for each in votes), "only those that are not mixed yet"


def test_an_increment_reads_rows_of_taking_part_of_this_week_alone(campaign: Campaign, crowd: Crowd) -> None:
    actions.summarise(campaign=campaign)
    factories.took_part(campaign, *crowd(6))

    with CaptureQueriesContext(connection) as asked:
        actions.summarise(campaign=campaign)

    read = [each for each in statements(asked, "ideas_takenpart") if each.startswith("SELECT")]
    assert read
    assert all('"on" >= ' in each or '"user_id" IN ' in each or '"id" IN ' in each for each in read)


def test_votes_are_counted_whether_they_are_mixed_or_not(
    campaign: Campaign, voted: list[User], company: SimpleNamespace
) -> None:
    before = votes_queries.cast_by_unit(campaign)

    mix()

    assert before == votes_queries.cast_by_unit(campaign) == {company.mill_lane.pk: 12, company.station.pk: 12}
    assert dict(Cast.objects.values_list("unit_id", "votes")) == before


def test_who_takes_back_a_vote_that_lies_mixed_is_taken_off_the_counts(
    campaign: Campaign, voted: list[User], idea: Idea, company: SimpleNamespace
) -> None:
    mix()

    withdraw(by=fresh(voted[0]), idea=fresh(idea))

    assert dict(Cast.objects.values_list("unit_id", "votes")) == mixed()
    assert Spread.objects.get().people == {"1": 23}
    assert votes_queries.cast_drift() == []


def test_who_takes_back_a_new_vote_was_never_counted(campaign: Campaign, voted: list[User], idea: Idea) -> None:
    withdraw(by=fresh(voted[0]), idea=fresh(idea))
    mix()

    assert dict(Cast.objects.values_list("unit_id", "votes")) == mixed()
    assert Spread.objects.get().people == {"1": 23}


def test_people_are_counted_by_how_many_votes_they_cast(
    campaign: Campaign, voted: list[User], ada: User, idea: Idea
) -> None:
    mix()
    others = [factories.idea(ada, campaign) for _ in range(2)]
    for person in voted[:5]:
        cast(by=fresh(person), idea=others[0], choice="pass")
    mix()
    cast(by=fresh(voted[0]), idea=others[1], choice="pass")
    mix()

    assert votes_queries.spread(campaign) == {1: 19, 2: 4, 3: 1}


@pytest.mark.django_db(transaction=True)
def test_when_the_key_is_destroyed_the_counts_stay_what_the_votes_add_up_to(
    campaign: Campaign, voted: list[User], crowd: Crowd, company: SimpleNamespace, idea: Idea
) -> None:
    lonely = crowd(12, company.quayside)[0]
    cast(by=lonely, idea=idea, choice="object")
    mix()
    assert (company.quayside.pk, 1) in Cast.objects.values_list("unit_id", "votes")
    factories.close(campaign, days=8)

    assert destroy_keys() == 1

    assert dict(Cast.objects.values_list("unit_id", "votes")) == mixed()
    assert (None in mixed(), company.quayside.pk in mixed()) == (True, False)
    assert votes_queries.spread(campaign) == {1: 25}
    assert votes_queries.cast_drift() == []


def test_where_a_count_by_unit_lies_tells_nothing(campaign: Campaign, voted: list[User], idea: Idea, ada: User) -> None:
    mix()
    before = set(Cast.objects.values_list("pk", flat=True))
    cast(by=fresh(voted[0]), idea=factories.idea(ada, campaign), choice="pass")

    mix()

    assert not before & set(Cast.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("what", [Cast, Spread])
def test_votes_that_are_miscounted_are_an_alarm_and_mended_by_hand(
    what: Any, campaign: Campaign, voted: list[User]
) -> None:
    mix()
    what.objects.update(**({"votes": 3} if what is Cast else {"people": {"1": 23, "2": 1}}))

    check_tallies()
    with pytest.raises(CommandError, match="miscounted"):
        call_command("rebuild_tallies", check=True)

    assert Alarm.objects.get(cleared_at=None).data == {"campaigns": 1, "first": [campaign.pk]}
    call_command("rebuild_tallies")
    assert not Alarm.objects.filter(cleared_at=None).exists()
    assert votes_queries.cast_drift() == []


def test_people_who_are_miscounted_are_an_alarm_and_mended_by_a_rebuild(
    campaign: Campaign, crowd: Crowd, root: User, client: Client
) -> None:
    factories.took_part(campaign, *crowd(6))
    Heard.objects.update(people={"1": 5})

    actions.check()

    client.force_login(root)
    assert "was miscounted" in client.get(reverse("notices:list")).text
    call_command("summarise", campaign.slug, rebuild=True)
    actions.check()
    assert queries.heard_drift() == []
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_person_is_heard_by_the_row_that_was_written_first_and_for_good(
    campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    [person] = crowd(1)
    today = timezone.localdate()
    factories.took_part(campaign, person)
    move_person(by=None, user=person, unit=company.station)

    factories.took_part(campaign, person, on=today - timedelta(days=2))  # word that came late

    rows = TakenPart.objects.filter(campaign=campaign).order_by("on")
    assert [(row.on, row.unit, row.is_first) for row in rows] == [
        (today - timedelta(days=2), company.station, False),
        (today, company.mill_lane, True),
    ]
    assert Heard.objects.get().people == {str(company.mill_lane.pk): 1}


def test_of_days_that_are_written_together_the_earliest_is_the_first(campaign: Campaign, bo: User) -> None:
    today = timezone.localdate()
    days = {(bo.pk, today - timedelta(days=ago)): None for ago in (0, 3, 1)}

    note_days(campaign=campaign, days=days)

    assert TakenPart.objects.get(is_first=True).on == today - timedelta(days=3)
    assert Heard.objects.get().people == {"": 1}


def test_a_closed_unit_s_row_of_today_goes_and_those_of_past_days_stay(
    campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    factories.took_part(campaign, *crowd(6))
    actions.summarise(campaign=campaign)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        actions.summarise(campaign=campaign)
        company.mill_lane.closed_on = timezone.localdate()
        company.mill_lane.save(update_fields=["closed_on"])

        actions.summarise(campaign=campaign)

    rows = Snapshot.objects.filter(unit=company.mill_lane)
    assert [row.heard for row in rows] == [6]


def test_every_release_is_kept_under_its_number(campaign: Campaign, crowd: Crowd) -> None:
    people = crowd(12)
    for start in (0, 6):
        factories.took_part(campaign, *people[start : start + 6])
        actions.summarise(campaign=campaign)

    kept = Release.objects.order_by("number")
    assert [(row.number, row.figures["heard"]) for row in kept] == [(1, 6), (2, 12)]
    assert Summary.objects.get().latest == kept[1]


def test_after_a_week_without_counting_everything_is_counted(campaign: Campaign, voted: list[User]) -> None:
    mix()
    first = actions.summarise(campaign=campaign)
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=1), tick=False):
        second = actions.summarise(campaign=campaign)
        third = actions.summarise(campaign=campaign)

    assert second.rebuilt_at != first.rebuilt_at
    assert third.rebuilt_at == second.rebuilt_at


def test_people_of_whom_word_was_lost_are_found_within_the_hour(campaign: Campaign, idea: Idea, bo: User) -> None:
    actions.summarise(campaign=campaign)
    cast(by=bo, idea=idea, choice="support")  # nothing is committed in this test, so no word is left

    assert (actions.note_lost(campaign=campaign), actions.note_lost(campaign=campaign)) == (1, 0)

    assert TakenPart.objects.filter(user=bo, is_first=True).exists()
