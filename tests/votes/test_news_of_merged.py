"""What is told of ideas that were merged: in the words of today, and to everybody whose idea it is by now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from curation import actions as curation
from ideas import actions as ideas
from ideas.models import Event, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries, telling
from votes.actions import cast

pytestmark = pytest.mark.django_db
GONE = "an idea that is not shown any more"


@pytest.fixture
def other(bo: User, idea: Idea) -> Idea:
    """Bo's idea, which says what ada's says."""
    return factories.idea(bo, idea.campaign, "Ring back today")


def hide(idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(hidden_at="2030-01-01T00:00Z")


def take_back(idea: Idea) -> None:
    ideas.withdraw(by=fresh(idea).author, idea=fresh(idea))


def read(viewer: User) -> list[str]:
    """The sentences that somebody reads, the last that happened on top."""
    return [telling.words(news) for news in queries.news(fresh(viewer)).rows]


@pytest.mark.parametrize("gone", [hide, take_back])
def test_the_title_of_a_merged_idea_goes_with_it(
    gone: Callable[[Idea], None], ada: User, mod: User, idea: Idea, other: Idea
) -> None:
    curation.merge(by=mod, idea=other, into=idea)
    before = read(ada)

    gone(other)

    assert before == ["“Ring back today” was merged into it. Who supported both counts once."]
    assert read(ada) == [f"“{GONE}” was merged into it. Who supported both counts once."]


def test_the_title_of_a_hidden_survivor_is_told_to_nobody(
    bo: User, crowd: Callable[..., list[User]], mod: User, idea: Idea, other: Idea
) -> None:
    (voter,) = crowd(1)
    cast(by=voter, idea=other, choice="support")
    curation.merge(by=mod, idea=fresh(other), into=idea)

    hide(idea)

    told = read(bo) + read(voter)
    assert len(told) == 2
    assert all(GONE in words and idea.title not in words for words in told)
    assert telling.path(queries.news(voter).rows[0]) == reverse("ideas:detail", args=[other.pk])


def test_new_words_of_a_title_are_told(ada: User, bo: User, mod: User, idea: Idea, other: Idea) -> None:
    curation.merge(by=mod, idea=other, into=idea)
    curation.unmerge(by=mod, idea=fresh(other))

    ideas.edit(by=bo, idea=fresh(other), title="Ring back at once")

    assert len(read(ada)) == 2
    assert all("“Ring back at once”" in words for words in read(ada))


def test_no_event_holds_the_words_of_another_idea(mod: User, idea: Idea, other: Idea) -> None:
    curation.merge(by=mod, idea=other, into=idea)
    curation.unmerge(by=mod, idea=fresh(other))

    kept = str(list(Event.objects.values_list("data", flat=True)))

    assert idea.title not in kept
    assert other.title not in kept


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_author_of_a_merged_idea_reads_what_becomes_of_it(
    anonymous: bool, ada: User, bo: User, mod: User, idea: Idea
) -> None:
    merged = factories.idea(bo, idea.campaign, "Ring back today", anonymous=anonymous)
    curation.merge(by=mod, idea=merged, into=idea)

    ideas.set_status(by=mod, idea=fresh(idea), status="adopted")

    news = queries.news(fresh(bo)).rows
    assert [(each.event.kind, each.why) for each in news] == [("status", "follower"), ("merged", "author")]
    assert queries.waiting(fresh(bo)).news == 2


def test_who_follows_a_merged_idea_reads_what_becomes_of_it(
    eve: User, mod: User, bo: User, idea: Idea, other: Idea
) -> None:
    last = factories.idea(bo, idea.campaign, "Return calls")
    ideas.follow(by=eve, idea=other)
    curation.merge(by=mod, idea=other, into=idea)
    curation.merge(by=mod, idea=fresh(idea), into=last)

    ideas.set_status(by=mod, idea=fresh(last), status="adopted")

    kinds = [each.event.kind for each in queries.news(fresh(eve)).rows]
    assert kinds == ["status", "merged", "merged"]


def test_once_taken_apart_it_is_the_survivor_s_business_alone(bo: User, mod: User, idea: Idea, other: Idea) -> None:
    curation.merge(by=mod, idea=other, into=idea)
    curation.unmerge(by=mod, idea=fresh(other))

    ideas.set_status(by=mod, idea=fresh(idea), status="adopted")

    assert "status" not in [each.event.kind for each in queries.news(fresh(bo)).rows]


def test_who_supported_a_merged_idea_is_told_of_new_words_of_the_survivor(
    ada: User, eve: User, mod: User, idea: Idea, other: Idea
) -> None:
    cast(by=eve, idea=other, choice="support")
    cast(by=mod, idea=idea, choice="pass")
    ideas.edit(by=ada, idea=fresh(idea), better="They hear from us by noon.")
    curation.merge(by=mod, idea=fresh(other), into=fresh(idea))

    ideas.edit(by=ada, idea=fresh(idea), better="They hear from us by ten.")

    assert [(each.event.kind, each.why) for each in queries.news(fresh(eve)).rows] == [
        ("edited", "voter"),
        ("merged", "supporter"),
    ]


@pytest.mark.parametrize("verb", ["merge", "unmerge"])
def test_what_a_curator_undoes_at_once_is_told_to_nobody(
    verb: str, ada: User, bo: User, mod: User, idea: Idea, other: Idea
) -> None:
    third = factories.idea(bo, idea.campaign, "Return calls")
    curation.merge(by=mod, idea=other, into=idea)
    curation.merge(by=mod, idea=third, into=fresh(idea))
    if verb == "unmerge":
        curation.unmerge(by=mod, idea=fresh(third))
    before = read(ada)[1:]

    curation.undo(by=mod, campaign=idea.campaign)

    assert read(ada) == before
    assert any("Ring back today" in words for words in read(ada))


def test_what_is_undone_later_is_news_of_its_own(ada: User, mod: User, idea: Idea, other: Idea) -> None:
    curation.merge(by=mod, idea=other, into=idea)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        curation.undo(by=mod, campaign=idea.campaign)

    assert [each.event.kind for each in queries.news(fresh(ada)).rows] == ["unmerged", "absorbed"]
