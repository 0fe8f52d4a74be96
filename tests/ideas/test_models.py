from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.models import Campaign, Comment, Idea, TakenPart
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
DAYS = {"listens_at": 0, "curates_at": 21, "shapes_at": 35, "publishes_at": 49, "follows_at": 56}


@pytest.fixture
def dated() -> Campaign:
    """Three weeks of listening, two of curating and of shaping, one of publishing."""
    return factories.campaign(**{name: START + timedelta(days=days) for name, days in DAYS.items()})


@pytest.mark.parametrize(
    ("after", "step"),
    [
        (timedelta(microseconds=-1), "planned"),
        (timedelta(0), "listen"),
        (timedelta(days=21, microseconds=-1), "listen"),
        (timedelta(days=21), "curate"),
        (timedelta(days=35), "shape"),
        (timedelta(days=49), "publish"),
        (timedelta(days=56), "follow-through"),
        (timedelta(days=5000), "follow-through"),
    ],
)
def test_dates_decide_the_step(after: timedelta, step: str, dated: Campaign) -> None:
    with time_machine.travel(START + after, tick=False):
        assert dated.step == step
        assert dated.is_listening is (step == "listen")
        assert Campaign.objects.listening().exists() is (step == "listen")


def test_a_held_campaign_stays_where_it_was_and_does_not_listen(dated: Campaign) -> None:
    dated.held_at = START + timedelta(days=1)

    with time_machine.travel(START + timedelta(days=30), tick=False):
        assert dated.step == "listen"
        assert dated.is_listening is False


@pytest.mark.parametrize(
    "fields",
    [
        {"curates_at": START},
        {"shapes_at": START + timedelta(days=20)},
        {"smallest_group": 4},
        {"coverage_goal": 101},
    ],
)
def test_the_database_refuses_a_campaign_that_makes_no_sense(fields: dict[str, object], dated: Campaign) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=dated.pk).update(**fields)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ada", {"everyone", "north"}),
        ("bo", {"everyone", "north"}),
        ("mod", {"everyone", "north", "south"}),
        ("eve", {"everyone", "north", "south"}),
        ("root", {"everyone", "north", "south"}),
    ],
)
def test_one_sees_the_campaigns_that_ask_one_and_roles_see_all(
    who: str, seen: set[str], request: pytest.FixtureRequest, company: SimpleNamespace
) -> None:
    factories.campaign(slug="everyone")
    factories.campaign(slug="north", audience=(company.north, company.mill_lane))
    factories.campaign(slug="south", audience=(company.south,))

    found = Campaign.objects.visible_to(request.getfixturevalue(who))

    assert sorted(found.values_list("slug", flat=True)) == sorted(seen)


@pytest.mark.parametrize("who", ["ada", "mod", "root"])
def test_who_has_left_sees_nothing(who: str, request: pytest.FixtureRequest, idea: Idea) -> None:
    user = request.getfixturevalue(who)
    user.is_active = False

    assert not Campaign.objects.visible_to(user).exists()
    assert not Idea.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("who", "state", "sees"),
    [
        ("bo", "open", True),
        ("bo", "hidden", False),
        ("ada", "hidden", False),
        ("mod", "hidden", True),
        ("eve", "hidden", False),
        ("ada", "withdrawn", False),
        ("mod", "withdrawn", False),
        ("root", "withdrawn", False),
    ],
)
def test_withdrawn_ideas_are_shown_to_nobody_and_hidden_ones_to_curators(
    who: str, state: str, sees: bool, idea: Idea, request: pytest.FixtureRequest
) -> None:
    if state != "open":
        Idea.objects.filter(pk=idea.pk).update(**{f"{state}_at": START})

    assert Idea.objects.visible_to(request.getfixturevalue(who)).filter(pk=idea.pk).exists() is sees


def test_hidden_comments_and_comments_of_hidden_ideas_are_not_shown(ada: User, bo: User, idea: Idea) -> None:
    shown = Comment.objects.create(idea=idea, author=bo, text="Yes")
    Comment.objects.create(idea=idea, author=bo, text="Rude", hidden_at=START)
    other = factories.idea(ada, idea.campaign)
    Comment.objects.create(idea=other, author=bo, text="Gone with its idea")
    Idea.objects.filter(pk=other.pk).update(hidden_at=START)

    assert list(Comment.objects.visible_to(bo)) == [shown]


def test_the_database_refuses_an_idea_that_is_both_named_and_anonymous(idea: Idea) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(author_key=bytes(16))


def test_the_database_refuses_a_merged_idea_without_survivor(idea: Idea) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(status="merged")


def test_the_database_notes_a_person_once_a_day(bo: User, campaign: Campaign) -> None:
    TakenPart.objects.create(user=bo, campaign=campaign, on=START.date())

    with pytest.raises(IntegrityError), transaction.atomic():
        TakenPart.objects.create(user=bo, campaign=campaign, on=START.date())
