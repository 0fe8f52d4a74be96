"""The life of a campaign's key as its campaign sees it: watched over while it is needed, then gone for good."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import keys
from ideas import actions, queries
from ideas.models import Campaign, Idea
from notices.models import Alarm
from people.models import User
from people.queries import history
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(("days", "is_due"), [(0, False), (6, False), (7, True), (60, True)])
def test_a_key_is_due_seven_days_after_the_close(days: int, is_due: bool, idea: Idea) -> None:
    campaign = factories.close(idea.campaign, days=days)

    assert list(queries.due_for_forgetting()) == ([campaign] if is_due else [])


def test_the_grace_is_a_setting(idea: Idea, settings: Any) -> None:
    settings.COCREATE_KEY_GRACE_DAYS = 30

    factories.close(idea.campaign, days=29)
    early = queries.due_for_forgetting().exists()
    factories.close(idea.campaign, days=30)

    assert (early, queries.due_for_forgetting().exists()) == (False, True)


def test_a_hold_does_not_keep_a_key_for_ever(idea: Idea, root: User) -> None:
    actions.hold(by=root, campaign=idea.campaign)

    campaign = factories.close(idea.campaign, days=8)

    assert list(queries.due_for_forgetting()) == [campaign]


def test_a_campaign_in_which_nobody_said_anything_has_no_key_to_destroy(campaign: Campaign) -> None:
    factories.close(campaign, days=60)

    assert queries.with_key_to_destroy() == []


def test_a_key_that_outlived_its_job_is_found_again(idea: Idea) -> None:
    Campaign.objects.update(key_destroyed_at=timezone.now())

    assert queries.with_key_to_destroy() == [idea.campaign]
    keys.destroy(idea.campaign.key_name)
    assert queries.with_key_to_destroy() == []


def test_forgetting_begins_once_and_is_recorded_of_nobody(idea: Idea) -> None:
    campaign = factories.close(idea.campaign, days=8)

    began = actions.begin_to_forget(campaign), actions.begin_to_forget(campaign)

    assert began == (True, False)
    assert fresh(campaign).key_destroyed_at is not None
    entry = history(f"ideas.campaign:{campaign.pk}").get(verb="ideas.destroy_key")
    assert (entry.actor, entry.before, entry.after) == (None, None, None)


def test_anonymous_ideas_belong_to_no_key_any_more_and_to_no_common_author(ada: User, campaign: Campaign) -> None:
    anonymous = [factories.idea(ada, campaign, anonymous=True) for _ in range(2)]
    named = factories.idea(ada, campaign)

    actions.forget_authors(campaign)

    keys_now = {bytes(fresh(idea).author_key) for idea in anonymous}
    assert len(keys_now) == 2
    assert not keys_now & {bytes(anonymous[0].author_key or b"")}
    assert list(queries.mine(ada)) == [named]
    assert fresh(named).author == ada


@pytest.mark.parametrize("name", ["listens_at", "curates_at"])
def test_once_the_key_is_destroyed_the_dates_of_voting_are_frozen(name: str, idea: Idea, root: User) -> None:
    campaign = factories.close(idea.campaign, days=8)
    actions.begin_to_forget(campaign)

    with pytest.raises(actions.VotingIsOver) as refused:
        actions.change_campaign(by=root, campaign=campaign, **{name: getattr(campaign, name) + DAY})

    assert (refused.value.code, refused.value.status) == ("frozen", 409)
    assert getattr(fresh(campaign), name) == getattr(campaign, name)


def test_the_other_dates_still_move_and_the_same_date_is_no_change(idea: Idea, root: User) -> None:
    campaign = factories.close(idea.campaign, days=8)
    actions.begin_to_forget(campaign)

    later = campaign.follows_at + DAY
    actions.change_campaign(by=root, campaign=campaign, follows_at=later, curates_at=campaign.curates_at)

    assert fresh(campaign).follows_at == later


def test_the_api_says_so_as_well(client: Client, idea: Idea, root: User) -> None:
    campaign = factories.close(idea.campaign, days=8)
    actions.begin_to_forget(campaign)
    client.force_login(root)

    body = {"curates_at": (timezone.now() + DAY).isoformat()}
    response = client.patch(reverse("ideas-api:campaign", args=[campaign.slug]), body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (409, "frozen")


def test_a_lost_key_raises_an_alarm_once_and_is_logged_at_once(
    idea: Idea, root: User, caplog: pytest.LogCaptureFixture
) -> None:
    keys.destroy(idea.campaign.key_name)

    with caplog.at_level(logging.CRITICAL):
        lost = actions.check_keys(), actions.check_keys()

    assert lost == ([idea.campaign], [idea.campaign])
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.subject, alarm.data) == (
        "key_missing",
        idea.campaign.key_name,
        {"campaign": idea.campaign.title},
    )
    assert root.notices.count() == 1
    assert idea.campaign.key_name in caplog.text


def test_an_alarm_is_cleared_when_the_key_is_back(idea: Idea) -> None:
    key = keys.read(idea.campaign.key_name)
    keys.destroy(idea.campaign.key_name)
    actions.check_keys()

    keys.store().make(idea.campaign.key_name, key)

    assert actions.check_keys() == []
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_key_that_was_destroyed_on_purpose_is_no_alarm(idea: Idea) -> None:
    campaign = factories.close(idea.campaign, days=8)
    keys.destroy(campaign.key_name)
    actions.check_keys()

    actions.begin_to_forget(campaign)

    assert actions.check_keys() == []
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_who_would_contribute_without_the_key_leaves_a_line_that_names_nobody(
    bo: User, idea: Idea, caplog: pytest.LogCaptureFixture
) -> None:
    keys.destroy(idea.campaign.key_name)

    with caplog.at_level(logging.CRITICAL), pytest.raises(keys.KeyMissing):
        factories.idea(bo, fresh(idea.campaign))

    [line] = [record for record in caplog.records if record.name == "core.keys"]
    assert line.levelno == logging.CRITICAL
    assert idea.campaign.key_name in line.getMessage()
    assert not [word for word in (bo.email, bo.display_name) if word in str(vars(line))]


@pytest.mark.parametrize(
    ("address", "sent"),
    [("votes:cast", {"vote": "support"}), ("votes:cast", {"vote": "withdraw"}), ("ideas:submit", {"title": "Call"})],
)
def test_without_the_key_a_page_says_that_nothing_can_be_taken(
    address: str, sent: dict[str, str], client: Client, bo: User, idea: Idea
) -> None:
    keys.destroy(idea.campaign.key_name)
    client.force_login(bo)
    where = idea.campaign.slug if address == "ideas:submit" else idea.pk

    response = client.post(reverse(address, args=[where]), sent)

    assert response.status_code == 503
    assert "cannot be taken safely right now" in response.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "sent"),
    [
        ("put", "ideas/{idea}/vote/", {"choice": "support"}),
        ("delete", "ideas/{idea}/vote/", None),
        ("post", "campaigns/{campaign}/ideas/", {"title": "Call back"}),
        ("post", "campaigns/{campaign}/ideas/", {"title": "Call back", "anonymous": True}),
    ],
)
def test_without_the_key_the_api_says_so_too_and_nothing_is_taken(
    method: str, address: str, sent: dict[str, Any] | None, bo: User, idea: Idea
) -> None:
    keys.destroy(idea.campaign.key_name)

    response = getattr(Api(bo), method)(address.format(idea=idea.pk, campaign=idea.campaign.slug), sent)

    assert problem(response) == (503, "key_missing")
    assert list(Idea.objects.all()) == [idea]
    assert not keys.exists(idea.campaign.key_name)


def test_the_job_raises_the_alarm_for_a_key_that_is_missing(idea: Idea, root: User) -> None:
    keys.destroy(idea.campaign.key_name)

    current_app.tasks["ideas.check_keys"].apply(throw=True)

    assert Alarm.objects.get(cleared_at=None).subject == idea.campaign.key_name
    assert root.notices.get().kind == "alarm:key_missing"


def test_people_still_comment_after_the_key_is_gone(bo: User, idea: Idea) -> None:
    campaign = factories.set_step(idea.campaign, "curate")
    with time_machine.travel(campaign.curates_at + DAY, tick=False):
        keys.destroy(campaign.key_name)

        said = actions.comment(by=bo, idea=fresh(idea), text="Still true")

    assert said.author == bo


def test_stirring_ideas_changes_nothing_that_anybody_sees(
    ada: User, campaign: Campaign, crowd: Callable[..., Any]
) -> None:
    ideas = [factories.idea(ada, campaign) for _ in range(3)]
    before = list(Idea.objects.order_by("pk").values())

    actions.stir([idea.pk for idea in ideas])

    assert list(Idea.objects.order_by("pk").values()) == [{**row, "voted_on": True} for row in before]


@pytest.mark.postgres
@pytest.mark.parametrize("job", ["stir", "forget_authors"])
def test_ideas_are_locked_in_the_order_of_their_keys_before_they_are_written_by_lot(
    job: str, ada: User, campaign: Campaign
) -> None:
    ideas = [factories.idea(ada, campaign, anonymous=True) for _ in range(3)]

    with CaptureQueriesContext(connection) as asked:
        actions.stir(idea.pk for idea in ideas) if job == "stir" else actions.forget_authors(campaign)

    first, *rest = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert first.startswith('SELECT "ideas_idea"."id"')
    assert first.endswith("ORDER BY 1 ASC FOR NO KEY UPDATE")
    assert [sql[:6] for sql in rest if "ideas_pause" not in sql] == ["UPDATE"] * 3
