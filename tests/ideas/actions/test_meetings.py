from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, Invalid
from ideas import actions, queries
from ideas.actions import CampaignClosed
from ideas.models import Campaign, Idea, Meeting, TakenPart
from participation.queries import live_counts
from people.models import Unit, User
from people.queries import history
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(company: SimpleNamespace, crowd: Any) -> Unit:
    """A unit of twelve people."""
    crowd(12, company.quayside)
    return factories.fresh(company.quayside)


def write_down(by: User, campaign: Campaign, unit: Unit, **other: Any) -> Meeting:
    fields = {"on": timezone.localdate(), "people": 12, "ideas": ["A bench at the stop", "Open at six"], **other}
    return actions.note_meeting(by=by, campaign=campaign, unit=unit, **fields)


def test_each_line_is_an_idea_of_the_unit_that_says_where_it_was_said(
    mod: User, campaign: Campaign, group: Unit
) -> None:
    meeting = write_down(mod, campaign, group)

    said = Idea.objects.order_by("pk")
    assert [idea.title for idea in said] == ["A bench at the stop", "Open at six"]
    assert {(idea.unit, idea.meeting, idea.met_on, idea.met_people) for idea in said} == {
        (group, meeting, meeting.on, 12)
    }
    entry = history(f"ideas.meeting:{meeting.pk}").get()
    assert (entry.actor, entry.verb) == (mod, "ideas.note_meeting")


def test_nobody_counts_as_heard_by_a_meeting(mod: User, campaign: Campaign, group: Unit) -> None:
    write_down(mod, campaign, group)
    actions.collect_taken_part(campaign=campaign)

    assert not TakenPart.objects.exists()
    count = live_counts(campaign)[group.pk]
    assert (count.heard, count.ideas) == (0, 2)


def test_neither_a_meeting_nor_its_ideas_name_anybody(mod: User, campaign: Campaign, group: Unit) -> None:
    write_down(mod, campaign, group)

    related = {field.related_model for field in Meeting._meta.get_fields() if field.is_relation}
    assert related == {Campaign, Unit, Idea}
    assert {(idea.author, idea.author_key, idea.job_title) for idea in Idea.objects.all()} == {(None, None, "")}
    assert list(queries.mine(mod)) == []


@pytest.mark.parametrize("author", ["author", "author_key"])
def test_an_idea_of_a_meeting_can_have_no_author(author: str, mod: User, campaign: Campaign, group: Unit) -> None:
    write_down(mod, campaign, group)
    values: dict[str, Any] = {"author": mod} if author == "author" else {"author_key": b"1" * 16}

    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.update(**values)


def test_of_a_group_that_is_too_small_nothing_is_written_down(mod: User, campaign: Campaign, group: Unit) -> None:
    with pytest.raises(Invalid) as refused:
        write_down(mod, campaign, group, people=4)

    assert refused.value.field == "people"
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"people": 13}, "people"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "on"),
        ({"on": date(2020, 1, 1)}, "on"),
        ({"ideas": []}, "ideas"),
        ({"ideas": [" ", "\u200b"]}, "ideas"),
        ({"ideas": ["x" * 141]}, "ideas"),
        ({"ideas": ["x"] * 21}, "ideas"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    other: dict[str, Any], field: str, mod: User, campaign: Campaign, group: Unit
) -> None:
    with pytest.raises(Invalid) as refused:
        write_down(mod, campaign, group, **other)

    assert refused.value.field == field


def test_a_unit_that_is_not_asked_has_no_meeting(mod: User, company: SimpleNamespace, group: Unit) -> None:
    with pytest.raises(Invalid):
        write_down(mod, factories.campaign(audience=(company.south,)), group)


@pytest.mark.parametrize("who", ["ada", "eve", "root"])
def test_only_curators_write_down(who: str, named: Any, campaign: Campaign, group: Unit) -> None:
    with pytest.raises(Forbidden):
        write_down(named(who), campaign, group)


def test_a_campaign_that_does_not_listen_takes_none(mod: User, group: Unit) -> None:
    with pytest.raises(CampaignClosed):
        write_down(mod, factories.campaign("curate"), group)


def test_an_idea_that_seems_to_name_somebody_waits_for_a_curator(
    mod: User, ada: User, campaign: Campaign, group: Unit
) -> None:
    write_down(mod, campaign, group, ideas=["Mail ada@example.com about the bench"])

    assert Idea.objects.get().is_hidden
