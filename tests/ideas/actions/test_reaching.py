from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core.errors import Forbidden, Invalid
from ideas import actions, queries
from ideas.actions import CampaignClosed
from ideas.models import Campaign
from notices.models import Notice
from people.models import User
from people.queries import history
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
GERMAN = {"title": "Der nächste Besuch", "question": "Was würde ihn besser machen?", "context": ""}


def extend(by: User, campaign: Campaign, days: int = 30, reason: str = "The night shift was away") -> Any:
    until = timezone.localdate() + timedelta(days=days)
    return actions.extend(by=by, campaign=campaign, until=until, reason=reason)


def test_it_listens_until_the_end_of_the_day_and_the_later_steps_move_along(mod: User, campaign: Campaign) -> None:
    decision = extend(mod, campaign)

    now = fresh(campaign)
    assert now.curates_at == decision.until
    assert (now.curates_at - timedelta(seconds=1)).date() == timezone.localdate() + timedelta(days=30)
    moved = {getattr(now, name) - getattr(campaign, name) for name in ("curates_at", "shapes_at", "follows_at")}
    assert moved == {decision.until - campaign.curates_at}


def test_it_is_a_decision_in_the_open(mod: User, campaign: Campaign) -> None:
    decision = extend(mod, campaign)

    assert queries.extensions(fresh(campaign)) == [decision]
    entry = history(f"ideas.campaign:{campaign.pk}").last()
    assert entry is not None
    assert (entry.actor, entry.verb) == (mod, "ideas.extend_campaign")
    assert entry.after == {"until": decision.until.isoformat(), "reason": "The night shift was away"}


def test_everybody_who_is_asked_is_told_once(mod: User, ada: User, bo: User, campaign: Campaign) -> None:
    extend(mod, campaign)

    actions.tell_extensions()
    actions.tell_extensions()

    told = Notice.objects.filter(kind="campaign_extended")
    assert sorted(told.values_list("user_id", flat=True)) == sorted([mod.pk, ada.pk, bo.pk])
    assert queries.untold() == []


def test_broken_off_and_run_again_it_tells_nobody_twice(mod: User, ada: User, campaign: Campaign) -> None:
    decision = extend(mod, campaign)
    actions.tell_extensions()
    type(decision).objects.update(told_at=None)

    actions.tell_extensions()

    assert Notice.objects.filter(user=ada, kind="campaign_extended").count() == 1


@pytest.mark.parametrize("step", ["planned", "curate", "follow-through"])
def test_only_a_campaign_that_listens_is_extended(step: str, mod: User) -> None:
    with pytest.raises(CampaignClosed):
        extend(mod, factories.campaign(step), days=300)


def test_one_on_hold_is_reopened_first(mod: User, root: User, campaign: Campaign) -> None:
    actions.hold(by=root, campaign=campaign)
    with pytest.raises(CampaignClosed):
        extend(mod, campaign)
    actions.reopen(by=root, campaign=campaign)

    assert extend(mod, campaign).until == fresh(campaign).curates_at


@pytest.mark.parametrize(("days", "reason", "field"), [(1, "So", "until"), (500, "So", "until"), (30, " ", "reason")])
def test_what_does_not_fit_is_refused_with_its_field(
    days: int, reason: str, field: str, mod: User, campaign: Campaign
) -> None:
    with pytest.raises(Invalid) as refused:
        extend(mod, campaign, days, reason)

    assert refused.value.field == field


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_others_neither_extend_nor_translate(who: str, named: Any, campaign: Campaign) -> None:
    with pytest.raises(Forbidden):
        extend(named(who), campaign)
    with pytest.raises(Forbidden):
        actions.translate(by=named(who), campaign=campaign, language="de", words=GERMAN)


def test_words_are_read_in_the_reader_s_language(mod: User, campaign: Campaign) -> None:
    actions.translate(by=mod, campaign=campaign, language="de", words={**GERMAN})

    asked = queries.campaign(mod, campaign.slug)
    assert asked is not None
    with translation.override("de"):
        assert (asked.said_question, asked.said_context) == (GERMAN["question"], campaign.context)
    with translation.override("en"):
        assert asked.said_question == campaign.question


def test_empty_words_are_taken_back(mod: User, campaign: Campaign) -> None:
    actions.translate(by=mod, campaign=campaign, language="de", words=GERMAN)

    actions.translate(by=mod, campaign=campaign, language="de", words={})

    assert fresh(campaign).words == {}


@pytest.mark.parametrize(
    ("language", "words", "field"),
    [
        ("tlh", GERMAN, "language"),
        ("de", {**GERMAN, "title": "x" * 121}, "title"),
        ("de", {**GERMAN, "question": ""}, "question"),
        ("de", {**GERMAN, "context": "a\x00b"}, "context"),
    ],
)
def test_words_have_the_limits_of_the_first_ones(
    language: str, words: dict[str, str], field: str, mod: User, campaign: Campaign
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.translate(by=mod, campaign=campaign, language=language, words=words)

    assert refused.value.field == field
