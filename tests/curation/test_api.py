"""Ideas and themes over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db
SECRETS = ("author", "author_id", "author_key", "email", "voter", "ada@example.com", "Ada")


def test_an_idea_is_shared(ada: User, campaign: Campaign) -> None:
    body = {"title": "  Call   back ", "today": "Nobody calls.", "barrier": "process"}

    response = Api(ada).post(f"campaigns/{campaign.slug}/ideas/", body)

    shown = response.json()
    assert response.status_code == 201
    assert (shown["title"], shown["said_by"], shown["mine"]) == ("Call back", "Service adviser · Mill Lane", True)
    assert (shown["campaign"], shown["status"], shown["anonymous"]) == (campaign.slug, "open", False)


def test_nothing_shows_who_wrote_an_anonymous_idea(ada: User, bo: User, mod: User, campaign: Campaign) -> None:
    path = f"campaigns/{campaign.slug}/ideas/"
    made = Api(ada).post(path, {"title": "Shorter queues", "anonymous": True}).json()

    for viewer in (bo, mod):
        response = Api(viewer).get(f"ideas/{made['id']}/")
        assert (response.json()["said_by"], response.json()["mine"]) == ("", False)
        assert not any(secret in response.content.decode() for secret in SECRETS)
    assert Api(ada).get(path).json()["results"][0]["mine"]


def test_nothing_shows_the_name_behind_a_named_idea(bo: User, idea: Idea) -> None:
    shown = Api(bo).get(f"ideas/{idea.pk}/").content.decode()

    assert not any(secret in shown for secret in SECRETS)


def test_the_same_words_twice_are_marked(ada: User, bo: User, campaign: Campaign) -> None:
    path, body = f"campaigns/{campaign.slug}/ideas/", {"title": "Call back"}
    first, second = Api(ada).post(path, body), Api(bo).post(path, body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["possible_duplicate_of"] == first.json()["id"]


def test_anonymous_is_refused_where_names_are_wanted(ada: User) -> None:
    campaign = factories.campaign(anonymous_allowed=False)

    response = Api(ada).post(f"campaigns/{campaign.slug}/ideas/", {"title": "Hello", "anonymous": True})

    assert problem(response) == (409, "anonymous_not_allowed")


def test_authors_edit_and_withdraw_their_idea(ada: User, idea: Idea) -> None:
    api, path = Api(ada), f"ideas/{idea.pk}/"

    assert api.patch(path, {"better": "Within the hour."}).json()["better"] == "Within the hour."
    assert api.delete(path).status_code == 204
    assert problem(api.get(path)) == (410, "withdrawn")


def test_a_colleagues_idea_cannot_be_edited_or_withdrawn(bo: User, mod: User, idea: Idea) -> None:
    for viewer in (bo, mod):
        assert problem(Api(viewer).patch(f"ideas/{idea.pk}/", {"title": "Mine"})) == (404, "not_found")
        assert problem(Api(viewer).delete(f"ideas/{idea.pk}/")) == (404, "not_found")


def test_what_others_voted_on_changes_as_another_wording(ada: User, bo: User, idea: Idea) -> None:
    Api(bo).put(f"ideas/{idea.pk}/vote/", {"choice": "pass"})

    assert Api(ada).patch(f"ideas/{idea.pk}/", {"title": "Other"}).json()["revision"] == 1


def test_an_idea_of_a_campaign_that_asks_others_does_not_exist(bo: User, company: Any) -> None:
    south = factories.campaign(audience=(company.south,))
    idea = factories.idea(factories.person(unit=company.station), south)

    assert problem(Api(bo).get(f"ideas/{idea.pk}/")) == (404, "not_found")
    assert problem(Api(bo).put(f"ideas/{idea.pk}/vote/", {"choice": "support"})) == (404, "not_found")
    assert problem(Api(bo).post(f"campaigns/{south.slug}/ideas/", {"title": "Hello"})) == (404, "not_found")


@pytest.mark.parametrize("order", ["top", "common-ground", "new", "discussed", "divisive", "for-you"])
def test_every_order_pages_through_every_idea_once(ada: User, bo: User, campaign: Campaign, order: str) -> None:
    made = {factories.idea(ada, campaign).pk for _ in range(7)}  # none is voted on, so six orders are all ties
    api, seen, url = Api(bo), [], f"campaigns/{campaign.slug}/ideas/?order={order}&page_size=3"
    sizes = []
    while url:
        body = api.get(url).json()
        sizes.append(len(body["results"]))
        seen += [row["id"] for row in body["results"]]
        url = body["next"]

    assert sizes == [3, 3, 1]
    assert sorted(seen) == sorted(made)
    assert [row["id"] for row in api.get(body["previous"]).json()["results"]] == seen[3:6]


def test_a_list_is_filtered(ada: User, bo: User, mod: User, campaign: Campaign) -> None:
    wait, lamp = factories.idea(ada, campaign, "Shorter wait"), factories.idea(ada, campaign, "A brighter lamp")
    theme = factories.theme(mod, campaign, wait)
    path = f"campaigns/{campaign.slug}/ideas/"

    def ids(**filters: Any) -> list[int]:
        return [row["id"] for row in Api(bo).get(path, filters).json()["results"]]

    assert ids(q="lamp") == [lamp.pk]
    assert ids(theme=theme.pk) == [wait.pk]
    assert ids(status="open", order="new") == [lamp.pk, wait.pk]
    assert ids(status="declined") == ids(theme=10**9) == ids(stage=1) == []


@pytest.mark.parametrize(
    "query",
    [
        *("order=author", "order=", "author=1", "author__email=a", "stage=abc", "stage=0", "status=secret", "q=%00"),
        *("cursor=x", "cursor=", "page_size=0", "page_size=many", "theme=99999999999999999999", f"q={'a' * 201}"),
    ],
)
def test_an_unknown_order_or_filter_is_refused(bo: User, campaign: Campaign, query: str) -> None:
    assert problem(Api(bo).get(f"campaigns/{campaign.slug}/ideas/?{query}"))[0] == 400


def test_a_cursor_of_another_list_is_refused(ada: User, bo: User, campaign: Campaign) -> None:
    for _ in range(3):
        factories.idea(ada, campaign)
    path = f"campaigns/{campaign.slug}/ideas/"
    following = Api(bo).get(path, {"order": "new", "page_size": 1}).json()["next"]

    assert problem(Api(bo).get(following.replace("order=new", "order=top"))) == (400, "invalid_cursor")
    assert problem(Api(bo).get(following.replace("cursor=", "cursor=x"))) == (400, "invalid_cursor")


def test_a_page_is_never_longer_than_a_hundred(bo: User, ada: User, campaign: Campaign) -> None:
    for _ in range(101):
        factories.idea(ada, campaign)

    body = Api(bo).get(f"campaigns/{campaign.slug}/ideas/?page_size=100000").json()

    assert len(body["results"]) == 100
    assert body["next"]


@pytest.mark.parametrize("path", ["campaigns/", "campaigns/{}/ideas/", "campaigns/{}/themes/", "ideas/{}/comments/"])
def test_more_rows_cost_no_more_queries(ada: User, bo: User, mod: User, campaign: Campaign, path: str) -> None:
    idea = factories.idea(ada, campaign)
    path = path.format(idea.pk if path.startswith("ideas") else campaign.slug)
    api = Api(bo)

    def add(number: int) -> None:
        for _ in range(number):
            factories.campaign()
            more = factories.idea(ada, campaign)
            factories.theme(mod, campaign, more)
            Api(bo).put(f"ideas/{more.pk}/vote/", {"choice": "support"})
            Api(ada).post(f"ideas/{idea.pk}/comments/", {"text": "And another thing."})

    add(2)
    few = queries_of(lambda: api.get(path))
    add(6)

    assert queries_of(lambda: api.get(path)) == few


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert call().status_code == 200
    return len(captured)


def test_a_curator_makes_themes(mod: User, campaign: Campaign, idea: Idea) -> None:
    api = Api(mod)
    made = api.post(f"campaigns/{campaign.slug}/themes/", {"title": "Waiting", "summary": "Everything slow"})
    path = f"themes/{made.json()['id']}/"

    filled = api.put(f"{path}ideas/", {"ideas": [idea.pk, idea.pk]})
    renamed = api.patch(path, {"title": "Waiting times"})

    assert (made.status_code, made.json()["idea_count"], filled.json()["idea_count"]) == (201, 0, 1)
    assert (renamed.json()["title"], renamed.json()["summary"]) == ("Waiting times", "Everything slow")
    assert api.get(f"ideas/{idea.pk}/").json()["theme"] == made.json()["id"]
    assert api.put(f"{path}ideas/", {"ideas": []}).json()["idea_count"] == 0
    assert api.delete(path).status_code == 204
    assert not Theme.objects.exists()


def test_employees_and_executives_make_none(bo: User, eve: User, mod: User, campaign: Campaign, idea: Idea) -> None:
    theme = factories.theme(mod, campaign)

    for viewer in (bo, eve):
        api = Api(viewer)
        assert problem(api.post(f"campaigns/{campaign.slug}/themes/", {"title": "Mine"})) == (403, "forbidden")
        assert problem(api.patch(f"themes/{theme.pk}/", {"title": "Mine"})) == (403, "forbidden")
        assert problem(api.put(f"themes/{theme.pk}/ideas/", {"ideas": [idea.pk]})) == (403, "forbidden")
        assert problem(api.delete(f"themes/{theme.pk}/")) == (403, "forbidden")
    assert not Placement.objects.exists()


@pytest.mark.parametrize(
    ("ideas", "code"),
    [
        *(([10**12], "does_not_exist"), (["1"], "type"), ([True], "type"), ([1.5], "type"), ({"1": 1}, "type")),
        *((None, "required"), ([[1]], "type"), ([10**30], "max_value"), ([-1], "min_value")),
    ],
)
def test_a_theme_takes_only_ideas_that_exist(mod: User, campaign: Campaign, ideas: Any, code: str) -> None:
    theme = factories.theme(mod, campaign)

    response = Api(mod).put(f"themes/{theme.pk}/ideas/", {"ideas": ideas})

    assert problem(response) == (400, code)
    assert "ideas" in response.json()["errors"]


def test_a_theme_takes_only_ideas_of_its_campaign(mod: User, ada: User, campaign: Campaign) -> None:
    theme, other = factories.theme(mod, campaign), factories.idea(ada, factories.campaign())

    assert problem(Api(mod).put(f"themes/{theme.pk}/ideas/", {"ideas": [other.pk]})) == (400, "invalid")


def test_a_theme_title_is_used_once(mod: User, campaign: Campaign) -> None:
    theme = factories.theme(mod, campaign)

    response = Api(mod).post(f"campaigns/{campaign.slug}/themes/", {"title": theme.title})

    assert problem(response) == (400, "invalid")
    assert "title" in response.json()["errors"]


def test_a_theme_on_which_a_strategy_rests_stays(mod: User, eve: User, campaign: Campaign, idea: Idea) -> None:
    theme = factories.theme(mod, campaign, idea)
    factories.priority(eve, factories.strategy(eve, campaign), theme)

    assert problem(Api(mod).delete(f"themes/{theme.pk}/")) == (409, "theme_in_use")
