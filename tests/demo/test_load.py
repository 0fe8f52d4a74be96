"""The demo company, loaded by the actions that people use."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from curation.models import Move
from demo import actions, queries
from ideas.models import Campaign, Idea
from participation.models import Summary
from strategy.models import Commitment, Publication, PublishedGround
from strategy.queries import impact
from votes import queries as votes_queries

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.pure, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The company, loaded once for this file and taken out again at its end."""
    from django.conf import settings
    from django.db import transaction

    with django_db_blocker.unblock():
        before, settings.COCREATE_KEYS = settings.COCREATE_KEYS, tmp_path_factory.mktemp("keys")
        with transaction.atomic():
            yield actions.load(), settings.COCREATE_KEYS
            transaction.set_rollback(True)
        settings.COCREATE_KEYS = before


@pytest.fixture
def demo(loaded: Any, settings: Any) -> dict[str, int]:
    numbers, settings.COCREATE_KEYS = loaded
    return numbers


def test_it_is_as_large_as_it_says(demo: dict[str, int]) -> None:
    assert (demo["units"], demo["people"], demo["campaigns"]) == (24, 300, 5)
    assert demo["ideas"] >= 150
    assert demo["votes"] > 5000


def test_every_campaign_is_in_the_step_that_its_file_says(demo: dict[str, int]) -> None:
    steps = dict(Campaign.objects.values_list("slug", "pk"))

    assert sorted(Campaign.objects.get(pk=pk).step for pk in steps.values()) == [
        "curate",
        "follow-through",
        "listen",
        "publish",
        "shape",
    ]


def test_the_log_of_each_board_is_in_order(demo: dict[str, int]) -> None:
    for campaign in Campaign.objects.all():
        moments = list(Move.objects.filter(campaign=campaign).order_by("pk").values_list("moved_at", flat=True))

        assert moments == sorted(moments)


def test_its_tallies_equal_its_votes(demo: dict[str, int]) -> None:
    assert votes_queries.drift() == []


def test_quiet_units_stay_unheard(demo: dict[str, int]) -> None:
    quiet = Summary.objects.get(campaign__slug="next-visit").figures["quiet"]

    assert {"Millbrook", "Repairs depot East"} <= set(quiet)


def test_the_thread_of_the_published_strategy_is_complete(demo: dict[str, int]) -> None:
    publication = Publication.objects.get(strategy__slug="effortless-visit")

    assert all(priority["ideas"] for priority in publication.content["priorities"])
    assert PublishedGround.objects.filter(publication=publication).values("position").distinct().count() == 4


def test_one_promise_is_late_in_the_leaders_own_words(demo: dict[str, int]) -> None:
    late = [row for row in Commitment.objects.all() if row.is_late]

    assert len(late) == 1
    assert late[0].words


def test_the_employee_sees_an_idea_that_became_part_of_a_priority(demo: dict[str, int]) -> None:
    employee = queries.persona("employee")
    assert employee is not None

    assert impact(employee).in_priority >= 1


def test_some_ideas_are_in_another_language(demo: dict[str, int]) -> None:
    assert Idea.objects.exclude(language="en").count() >= 5


def test_loading_again_changes_nothing(demo: dict[str, int]) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)

    assert "already here" in out.getvalue()
    assert Campaign.objects.count() == 5


def test_a_program_can_ask_who_the_personas_are(demo: dict[str, int]) -> None:
    out = StringIO()
    call_command("demo_people", "--json", stdout=out)

    assert list(json.loads(out.getvalue())) == ["employee", "curator", "executive", "administrator"]


def test_sign_in_links_exist_only_in_a_demo(client: Client) -> None:
    assert client.get("/demo/sign-in/employee/").status_code == 404
