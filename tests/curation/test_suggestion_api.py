"""Suggestions over the API."""

import pytest

from curation import actions
from curation.models import Placement, Run, Suggestion
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.curation.suggesting import QUEUES, say, searched, suggested, title_of

pytestmark = pytest.mark.django_db


def test_suggestions_are_listed_with_why(mod: User, campaign: Campaign, group: Suggestion) -> None:
    body = Api(mod).get(f"campaigns/{campaign.slug}/suggestions/").json()

    shown = next(row for row in body["results"] if row["id"] == group.pk)
    assert (shown["kind"], shown["title"], shown["ideas"]) == ("group", title_of(group), group.ideas)
    assert (shown["words"], shown["strength"], shown["theme"]) == (group.words, group.strength, None)


def test_a_search_is_started_and_watched(mod: User, campaign: Campaign, parking: list[Idea]) -> None:
    api, path = Api(mod), f"campaigns/{campaign.slug}/suggestions/runs/"

    begun = api.post(path, {"groups": 1})
    actions.search(run_id=begun.json()["id"])
    done = api.get(f"{path}{begun.json()['id']}/").json()
    again = api.post(path, {"groups": 1}).json()

    assert (begun.status_code, begun.json()["progress"], begun.json()["done_at"]) == (202, 0, None)
    assert (done["progress"], done["ideas"], done["groups"], done["failed"]) == (100, 4, 1, False)
    assert again["id"] == done["id"]
    assert Run.objects.count() == 1


@pytest.mark.parametrize("groups", [0, 101, "3", 1.5, None])
def test_a_number_of_groups_that_cannot_be_is_refused(mod: User, campaign: Campaign, groups: object) -> None:
    assert Api(mod).post(f"campaigns/{campaign.slug}/suggestions/runs/", {"groups": groups}).status_code == 400


def test_a_group_is_accepted_as_it_is(mod: User, group: Suggestion) -> None:
    body = Api(mod).post(f"suggestions/{group.pk}/accept/").json()

    assert body["idea"] is None
    assert set(Placement.objects.filter(theme=body["theme"]).values_list("idea_id", flat=True)) == set(group.ideas)


def test_a_group_is_accepted_with_changes(mod: User, campaign: Campaign, group: Suggestion) -> None:
    theme = factories.theme(mod, campaign)

    body = Api(mod).post(f"suggestions/{group.pk}/accept/", {"theme": theme.pk, "ideas": group.ideas[:1]}).json()

    assert body["theme"] == theme.pk
    assert Placement.objects.get().idea_id == group.ideas[0]


def test_who_comes_second_is_refused(mod: User, group: Suggestion) -> None:
    api = Api(mod)
    api.post(f"suggestions/{group.pk}/accept/")

    assert problem(api.post(f"suggestions/{group.pk}/accept/")) == (409, "already_settled")
    assert problem(api.post(f"suggestions/{group.pk}/dismiss/")) == (409, "already_settled")


def test_duplicates_are_merged(mod: User, ada: User, bo: User, campaign: Campaign) -> None:
    [old, _other] = [*say(ada, campaign, "Call back the same day"), *say(bo, campaign, "Call back the same day!")]
    searched(mod, campaign, 1)

    body = Api(mod).post(f"suggestions/{suggested(campaign, 'duplicate')[0].pk}/accept/").json()

    assert body == {"theme": None, "idea": old.pk}


def test_a_group_is_dismissed(mod: User, campaign: Campaign, group: Suggestion) -> None:
    api = Api(mod)

    assert api.post(f"suggestions/{group.pk}/dismiss/").status_code == 204
    listed = api.get(f"campaigns/{campaign.slug}/suggestions/").json()["results"]
    assert group.pk not in [row["id"] for row in listed]


def test_groups_are_joined_and_split(mod: User, campaign: Campaign, group: Suggestion) -> None:
    api, other = Api(mod), next(row for row in suggested(campaign) if row != group)

    [joined] = api.post(f"suggestions/{group.pk}/join/", {"other": other.pk}).json()["results"]
    halves = api.post(f"suggestions/{joined['id']}/split/")

    assert len(joined["ideas"]) == 8
    assert halves.status_code == 201
    assert [len(half["ideas"]) for half in halves.json()["results"]] == [4, 4]


def test_likeliest_themes_are_listed(mod: User, bo: User, campaign: Campaign, parking: list[Idea]) -> None:
    bikes = factories.theme(mod, campaign, *parking)
    factories.theme(mod, campaign, *say(bo, campaign, *QUEUES))
    [waits] = say(bo, campaign, "Where may I park my bicycle?")
    searched(mod, campaign, 1)

    [row] = Api(mod).get(f"campaigns/{campaign.slug}/likeliest/").json()["results"]

    assert (row["idea"], row["themes"][0]["theme"]) == (waits.pk, bikes.pk)
    assert 0.5 < row["themes"][0]["probability"] <= 1


@pytest.mark.parametrize("body", [{"title": "x" * 121}, {"theme": 0}, {"ideas": ["1"]}, {"name": "x"}, {"title": ""}])
def test_what_does_not_fit_is_refused(mod: User, group: Suggestion, body: dict[str, object]) -> None:
    assert Api(mod).post(f"suggestions/{group.pk}/accept/", body).status_code == 400
    assert not Placement.objects.exists()
