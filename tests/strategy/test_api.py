"""Strategies, publications and commitments over the API."""

import hashlib
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Campaign, Idea
from people.models import User
from strategy import actions
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(eve: User, mod: User, campaign: Campaign, idea: Idea) -> SimpleNamespace:
    """A strategy that could be published: one priority, grounded in one theme."""
    theme = factories.theme(mod, campaign, idea)
    strategy = factories.strategy(eve, campaign)
    return SimpleNamespace(strategy=strategy, theme=theme, priority=factories.priority(eve, strategy, theme))


def test_an_executive_drafts_a_strategy(eve: User, campaign: Campaign) -> None:
    body = {"title": "Time given back", "campaigns": [campaign.slug], "horizon_on": "2030-01-01"}

    response = Api(eve).post("strategies/", body)

    made = response.json()
    assert response.status_code == 201
    assert (made["slug"], made["status"], made["version"]) == ("time-given-back", "draft", None)
    assert (made["campaigns"], made["priorities"]) == ([campaign.slug], [])
    changed = Api(eve).patch(f"strategies/{made['slug']}/", {"intent": "Less waiting", "horizon_on": None})
    assert (changed.json()["intent"], changed.json()["horizon_on"]) == ("Less waiting", None)


def test_a_draft_does_not_exist_for_employees(bo: User, draft: SimpleNamespace) -> None:
    api, slug = Api(bo), draft.strategy.slug

    assert api.get("strategies/").json()["results"] == []
    assert problem(api.get(f"strategies/{slug}/")) == (404, "not_found")
    assert problem(api.get(f"strategies/{slug}/readiness/")) == (404, "not_found")
    assert problem(api.post(f"strategies/{slug}/publish/")) == (404, "not_found")
    assert problem(api.patch(f"priorities/{draft.priority.pk}/", {"title": "Mine"})) == (404, "not_found")


def test_curators_read_drafts_and_change_none(mod: User, draft: SimpleNamespace) -> None:
    api, slug, pk = Api(mod), draft.strategy.slug, draft.priority.pk

    assert api.get(f"strategies/{slug}/").json()["priorities"][0]["themes"] == [draft.theme.pk]
    assert problem(api.post("strategies/", {"title": "Mine"})) == (403, "forbidden")
    assert problem(api.patch(f"strategies/{slug}/", {"title": "Mine"})) == (403, "forbidden")
    assert problem(api.post(f"strategies/{slug}/priorities/", {"title": "Mine"})) == (403, "forbidden")
    assert problem(api.put(f"priorities/{pk}/grounding/", {"themes": [], "ideas": []})) == (403, "forbidden")
    assert problem(api.delete(f"priorities/{pk}/")) == (403, "forbidden")
    assert problem(api.post(f"strategies/{slug}/publish/")) == (403, "forbidden")


def test_priorities_are_added_changed_grounded_and_removed(eve: User, draft: SimpleNamespace, idea: Idea) -> None:
    api, slug = Api(eve), draft.strategy.slug
    made = api.post(f"strategies/{slug}/priorities/", {"title": "Fewer forms", "sponsor": eve.pk}).json()
    path = f"priorities/{made['id']}/"

    assert (made["position"], made["sponsor"]) == (2, "Chief customer officer")
    assert api.patch(path, {"statement": "One form."}).json()["statement"] == "One form."
    grounded = api.put(f"{path}grounding/", {"themes": [draft.theme.pk], "ideas": [idea.pk]}).json()
    assert (grounded["themes"], grounded["ideas"]) == ([draft.theme.pk], [idea.pk])
    assert api.put(f"{path}grounding/", {"themes": [], "ideas": []}).json()["ideas"] == []
    assert api.delete(path).status_code == 204


def test_a_sponsor_is_an_executive(eve: User, bo: User, draft: SimpleNamespace) -> None:
    response = Api(eve).patch(f"priorities/{draft.priority.pk}/", {"sponsor": bo.pk})

    assert problem(response) == (400, "does_not_exist")


@pytest.mark.parametrize("grounds", [{}, {"themes": []}, {"themes": [], "ideas": [], "units": []}])
def test_grounding_names_themes_and_ideas(eve: User, draft: SimpleNamespace, grounds: Any) -> None:
    assert problem(Api(eve).put(f"priorities/{draft.priority.pk}/grounding/", grounds))[0] == 400


def test_what_is_not_ready_is_not_published(eve: User, campaign: Campaign) -> None:
    strategy = factories.strategy(eve, campaign)
    api = Api(eve)

    response = api.post(f"strategies/{strategy.slug}/publish/")

    assert problem(response) == (409, "not_ready")
    assert response.json()["checks"]
    readiness = api.get(f"strategies/{strategy.slug}/readiness/").json()
    assert not readiness["ready"]
    missing = [check for check in readiness["checks"] if not check["holds"]]
    assert [check["check"] for check in missing] == ["stated"]
    assert [{**check, "holds": False} for check in response.json()["checks"]] == missing


def test_a_sponsor_can_be_taken_back(eve: User, draft: SimpleNamespace) -> None:
    response = Api(eve).patch(f"priorities/{draft.priority.pk}/", {"sponsor": None})

    assert (response.status_code, response.json()["sponsor"]) == (200, "")


def test_publishing_makes_one_version_of_one_text(eve: User, bo: User, draft: SimpleNamespace) -> None:
    path = f"strategies/{draft.strategy.slug}/"
    first, again = Api(eve).post(f"{path}publish/"), Api(eve).post(f"{path}publish/")
    actions.change_strategy(by=eve, strategy=draft.strategy, intent="Less waiting")
    second = Api(eve).post(f"{path}publish/")

    assert [response.status_code for response in (first, again, second)] == [201, 200, 201]
    assert [response.json()["number"] for response in (first, again, second)] == [1, 1, 2]
    assert [row["number"] for row in Api(bo).get(f"{path}versions/").json()["results"]] == [2, 1]
    assert Api(bo).get(f"{path}versions/1/").json() == first.json()
    assert problem(Api(bo).get(f"{path}versions/3/")) == (404, "not_found")


def test_anyone_can_check_a_versions_digest(eve: User, bo: User, draft: SimpleNamespace) -> None:
    actions.publish(by=eve, strategy=draft.strategy)

    version = Api(bo).get(f"strategies/{draft.strategy.slug}/versions/1/").json()

    text = json.dumps(version["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert version["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert "Ada" not in text


def test_employees_read_what_is_published_and_not_the_draft_behind_it(
    eve: User, bo: User, draft: SimpleNamespace
) -> None:
    actions.publish(by=eve, strategy=draft.strategy)
    actions.change_strategy(by=eve, strategy=draft.strategy, title="Secret plan")
    path = f"strategies/{draft.strategy.slug}/"

    for shown in (Api(bo).get(path).json(), Api(bo).get("strategies/").json()["results"][0]):
        assert (shown["title"], shown["version"]) == ("Time given back", 1)
    assert Api(bo).get(path).json()["priorities"] == []
    assert Api(eve).get(path).json()["title"] == "Secret plan"
    assert problem(Api(bo).post(f"{path}publish/")) == (403, "forbidden")
    assert problem(Api(bo).get(f"{path}readiness/")) == (404, "not_found")


def test_leaders_promise_and_settle_their_own(eve: User, bo: User, draft: SimpleNamespace) -> None:
    actions.publish(by=eve, strategy=draft.strategy)
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    body = {"strategy": draft.strategy.slug, "priority": draft.priority.pk, "promise": "I call ten.", "due_on": due}
    made = Api(eve).post("commitments/", body)
    path = f"commitments/{made.json()['id']}/"

    assert made.status_code == 201
    assert (made.json()["leader"], made.json()["mine"]) == ("Chief customer officer", True)
    assert problem(Api(bo).post("commitments/", body))[0] in (400, 403)
    assert problem(Api(bo).patch(path, {"status": "kept"})) == (403, "forbidden")
    assert problem(Api(eve).patch(path, {"status": "broken"})) == (400, "invalid")
    assert Api(eve).patch(path, {"status": "kept"}).json()["status"] == "kept"
    assert problem(Api(eve).patch(path, {"status": "kept"})) == (409, "already_settled")
    assert [row["promise"] for row in Api(bo).get("commitments/").json()["results"]] == ["I call ten."]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        *(({"due_on": "2020-01-01"}, "invalid"), ({"due_on": 5}, "type"), ({"due_on": "soon"}, "invalid")),
        *(({"promise": "\u200b"}, "required"), ({"strategy": "other"}, "does_not_exist"), ({"strategy": 1}, "type")),
    ],
)
def test_a_promise_that_does_not_fit_is_refused(eve: User, draft: SimpleNamespace, fields: Any, code: str) -> None:
    body = {"strategy": draft.strategy.slug, "promise": "I call ten.", "due_on": "2999-01-01"}

    assert problem(Api(eve).post("commitments/", {**body, **fields})) == (400, code)


def test_an_author_sees_what_became_of_an_idea(ada: User, eve: User, draft: SimpleNamespace) -> None:
    actions.publish(by=eve, strategy=draft.strategy)

    impact = Api(ada).get("me/impact/").json()

    assert impact["in_priority"] == 1
    assert [step["kind"] for step in impact["ideas"][0]["steps"]][:3] == ["idea", "theme", "priority"]
    assert impact["ideas"][0]["steps"][0]["at"].endswith("Z")
