"""Everybody to whom it matters reads once what became of an idea, and no row says whom it mattered to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from core import keys
from curation import actions as curation
from ideas import actions as ideas
from ideas.actions import set_status
from ideas.actions.events import happened
from ideas.models import Campaign, Event, Idea
from ideas.models.moderation import Follow
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries, telling
from votes.actions import cast, see_news
from votes.models import Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Kind = Event.Kind
AUTHORS = {"asked", "hidden", "shown", "placed"}


def told(viewer: User) -> list[tuple[str, str]]:
    """What somebody reads, as pairs of kind and why, the first that happened on top."""
    return [(news.event.kind, news.why) for news in reversed(queries.news(fresh(viewer)).rows)]


def new(viewer: User) -> int:
    return queries.waiting(fresh(viewer)).news


def all_happens(idea: Idea) -> None:
    for kind in Kind.values:
        happened(idea, kind, title="Ring back today")


def reword(idea: Idea) -> None:
    """What an author does whose colleagues have voted already."""
    Idea.objects.filter(pk=idea.pk).update(revision=fresh(idea).revision + 1)
    happened(idea, Kind.EDITED)


def test_an_author_reads_all_but_their_own_doings(ada: User, idea: Idea) -> None:
    all_happens(idea)

    assert {kind for kind, _why in told(ada)} == set(Kind.values) - {"edited", "withdrawn", "answered", "claimed"}
    assert {why for _kind, why in told(ada)} == {"author"}


def test_an_anonymous_author_reads_the_same(ada: User, campaign: Campaign) -> None:
    all_happens(factories.idea(ada, campaign, anonymous=True))

    assert {kind for kind, _why in told(ada)} == set(Kind.values) - {"edited", "withdrawn", "answered", "claimed"}


def test_a_supporter_reads_what_matters_to_supporters(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    all_happens(idea)

    kinds = {"withdrawn", "status", "merged", "unmerged", "answered", "leader"}
    assert set(told(bo)) == {(kind, "supporter") for kind in kinds}


def test_who_objects_or_passes_is_told_nothing_but_of_new_words(bo: User, eve: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="object")
    cast(by=eve, idea=idea, choice="pass")
    all_happens(idea)
    reword(idea)

    assert told(bo) == told(eve) == [("edited", "voter")] * 2


def test_a_follower_reads_all_but_what_is_for_the_author_alone(bo: User, idea: Idea) -> None:
    Follow.objects.create(idea=idea, user=bo)
    all_happens(idea)

    assert set(told(bo)) == {(kind, "follower") for kind in set(Kind.values) - AUTHORS}


def test_nobody_else_reads_anything(bo: User, idea: Idea) -> None:
    all_happens(idea)

    assert (told(bo), new(bo)) == ([], 0)


def test_who_voted_on_the_words_as_they_are_is_not_told_of_a_change(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    reword(idea)
    before = told(bo)

    cast(by=bo, idea=fresh(idea), choice="support")

    assert (before, told(bo)) == ([("edited", "voter")], [])
    assert Vote.objects.get().revision == 1


def test_the_vote_says_that_the_words_have_changed_until_it_is_confirmed(bo: User, idea: Idea, client: Client) -> None:
    client.force_login(bo)
    cast(by=bo, idea=idea, choice="support")
    reword(idea)
    before = client.get(reverse("ideas:detail", args=[idea.pk])).text

    client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})

    after = client.get(reverse("ideas:detail", args=[idea.pk])).text
    assert "The words have changed since you voted." in before
    assert "The words have changed since you voted." not in after


def test_of_a_hidden_idea_only_its_author_reads(ada: User, bo: User, idea: Idea) -> None:
    Follow.objects.create(idea=idea, user=bo)
    happened(idea, Kind.STATUS, status="adopted")
    Idea.objects.update(hidden_at="2030-01-01T00:00Z")

    assert (told(ada), told(bo)) == ([("status", "author")], [])


def test_a_supporter_of_a_merged_idea_reads_what_becomes_of_the_survivor(
    ada: User, bo: User, eve: User, mod: User, idea: Idea
) -> None:
    survivor = factories.idea(ada, idea.campaign, "Ring back today")
    for voter in (bo, eve):
        cast(by=voter, idea=idea, choice="support")
    cast(by=eve, idea=survivor, choice="object")
    curation.merge(by=mod, idea=fresh(idea), into=fresh(survivor))

    set_status(by=mod, idea=fresh(survivor), status="adopted")

    assert told(bo) == [("merged", "supporter"), ("status", "supporter")]
    assert told(eve) == [("merged", "supporter")]
    merged = queries.news(fresh(bo)).rows[-1]
    assert "Your support counts there once" in telling.words(merged)
    assert telling.path(merged) == reverse("ideas:detail", args=[survivor.pk])


def test_what_was_read_is_not_new_again(ada: User, idea: Idea) -> None:
    happened(idea, Kind.PLACED, title="Waiting")
    before = new(ada)

    see_news(by=fresh(ada))
    happened(idea, Kind.LEADER)

    assert (before, new(ada)) == (1, 1)
    assert [news.is_new for news in queries.news(fresh(ada)).rows] == [True, False]


def test_what_was_read_never_goes_back_nor_ahead(ada: User, idea: Idea) -> None:
    first, last = happened(idea, Kind.PLACED), happened(idea, Kind.LEADER)

    seen = [see_news(by=fresh(ada), until=until) for until in (first.pk, 0, last.pk + 1000)]

    assert seen == [first.pk, first.pk, last.pk]


def test_no_row_names_a_supporter_to_whom_it_matters(bo: User, mod: User, ada: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")
    survivor = factories.idea(ada, idea.campaign, "Ring back today")
    named = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]

    def rows_of_bo() -> dict[Any, int]:
        return {(model, name): model._base_manager.filter(**{name: bo}).count() for model, name in named}

    before, account = rows_of_bo(), User.objects.filter(pk=bo.pk).values().get()
    reword(idea)
    set_status(by=mod, idea=fresh(idea), status="declined", reason="Too dear")
    curation.merge(by=mod, idea=fresh(idea), into=fresh(survivor))
    curation.unmerge(by=mod, idea=fresh(idea))
    seen = told(bo)

    assert len(seen) == 4
    assert rows_of_bo() == before
    assert User.objects.filter(pk=bo.pk).values().get() == account
    assert not any(key in str(event.data) for event in Event.objects.all() for key in ("Bo", "bo@"))


def test_without_the_key_only_named_ideas_and_what_one_follows_are_left(
    ada: User, bo: User, campaign: Campaign
) -> None:
    named, nameless = factories.idea(ada, campaign), factories.idea(ada, campaign, anonymous=True)
    cast(by=bo, idea=named, choice="support")
    Follow.objects.create(idea=nameless, user=bo)
    for idea in (named, nameless):
        happened(idea, Kind.STATUS, status="adopted")

    keys.destroy(campaign.key_name)

    assert [news.event.idea for news in queries.news(fresh(ada)).rows] == [named]
    assert [news.event.idea for news in queries.news(fresh(bo)).rows] == [nameless]


def test_it_costs_as_many_queries_however_much_there_is(
    ada: User, bo: User, campaign: Campaign, django_assert_num_queries: Any
) -> None:
    ideas = factories.many_ideas(ada, campaign, 500)
    voter = keys.pseudonym(campaign.key_name, bo.pk)
    Vote.objects.bulk_create(Vote(idea=idea, voter=voter, choice="support") for idea in ideas)
    Event.objects.bulk_create(Event(idea=ideas[at % 500], kind=Kind.STATUS) for at in range(5000))
    viewer = fresh(bo)
    assert (viewer.unit, viewer.granted) == (bo.unit, {})

    with django_assert_num_queries(6):
        rows = queries.news(viewer).rows
        [telling.words(news) + telling.path(news) for news in rows]
    with django_assert_num_queries(1 + 6):
        waits = queries.waiting(viewer)
    with django_assert_num_queries(1):
        queries.waiting(viewer)

    assert (len(rows), waits.news) == (20, 100)


def test_a_page_asks_once_when_nothing_is_new(bo: User, idea: Idea, django_assert_num_queries: Any) -> None:
    happened(idea, Kind.LEADER)
    see_news(by=bo)
    viewer = fresh(bo)

    with django_assert_num_queries(1):
        assert queries.waiting(viewer).total == 0


def test_the_page_shows_news_until_all_are_marked_as_read(ada: User, idea: Idea, client: Client) -> None:
    client.force_login(ada)
    last = happened(idea, Kind.PLACED, title="Waiting")
    page = reverse("notices:list")
    before = client.get(page).text

    client.post(reverse("votes:seen"), {"until": last.pk})

    after = client.get(page).text
    assert "A curator put it into the theme “Waiting”." in before
    assert "A curator put it into the theme “Waiting”." in after
    assert ("1 new notice" in before, "1 new notice" in after) == (True, False)


def test_home_shows_what_is_new(ada: User, idea: Idea, client: Client) -> None:
    client.force_login(ada)
    happened(idea, Kind.PLACED, title="Waiting")
    before = client.get(reverse("home")).text

    see_news(by=ada)

    after = client.get(reverse("home")).text
    assert ("What became of it" in before, "What became of it" in after) == (True, False)


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("why", ["author", "voter", "supporter", "follower"])
def test_every_kind_has_words(kind: str, why: str, idea: Idea) -> None:
    event = Event(idea=idea, kind=kind, data={"title": "Ring back", "status": "declined", "reason": "Too dear"})
    news = queries.News(event, why, is_new=True)

    assert telling.words(news) != ""
    assert telling.path(news).startswith("/ideas/")


def test_what_is_decided_about_a_comment_is_told_to_whoever_said_it(ada: User, bo: User, mod: User, idea: Idea) -> None:
    said = ideas.comment(by=bo, idea=idea, text="You are all wrong.")
    case = ideas.flag(by=mod, idea=idea, comment=said, why="hurtful")
    ideas.follow(by=mod, idea=idea)
    ideas.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")
    ideas.show_again(by=mod, case=case)

    assert told(bo) == [("hidden", "talker"), ("shown", "talker")]
    assert telling.path(queries.news(bo).rows[1]) == reverse("ideas:decisions", args=[idea.pk])
    assert [told(who) for who in (ada, mod)] == [[], []]
