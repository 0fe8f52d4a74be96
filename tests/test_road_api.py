"""The whole road over the API, from an idea to the strategy that rests on it and back to who said it."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from ideas.models import Campaign
from people.models import User
from tests import factories
from tests.api import Api

pytestmark = pytest.mark.django_db


def test_an_idea_becomes_strategy_and_its_author_sees_it(
    ada: User, mod: User, eve: User, campaign: Campaign, crowd: Callable[..., list[User]], company: Any, worker: Any
) -> None:
    people = SimpleNamespace(ada=Api(ada), mod=Api(mod), eve=Api(eve))
    colleagues = [Api(person) for person in crowd(11, company.mill_lane, company.quayside)]

    with worker():
        idea = listen(people, colleagues, campaign.slug)
    summarise(people, campaign)
    factories.set_step(campaign, "curate")
    theme = curate(people, campaign.slug, idea)
    factories.set_step(campaign, "shape")
    slug = shape(people, campaign.slug, theme)
    factories.set_step(campaign, "publish")
    with worker():
        publish(people, slug)

    impact = people.ada.get("me/impact/").json()
    assert impact["in_priority"] == 1
    steps = impact["ideas"][0]["steps"]
    assert [step["kind"] for step in steps] == ["idea", "theme", "priority", "promised"]
    assert (steps[2]["strategy"], steps[2]["version"], steps[2]["position"]) == (slug, 1, 1)
    assert (steps[3]["by"], steps[3]["reached"]) == ("Chief customer officer", False)
    backed = colleagues[0].get("me/impact/").json()
    assert [(row["title"], row["ideas"]) for row in backed["supported"]] == [("Answer within the hour", 1)]


def listen(people: SimpleNamespace, colleagues: list[Api], slug: str) -> int:
    """Ada submits an idea, anonymously; eleven colleagues vote, and one comments."""
    made = people.ada.post(
        f"campaigns/{slug}/ideas/",
        {"title": "Call back the same day", "today": "Nobody calls back.", "barrier": "process", "anonymous": True},
    )
    assert made.status_code == 201
    pk = made.json()["id"]
    votes = [api.put(f"ideas/{pk}/vote/", {"choice": "support"}).json() for api in colleagues[:9]]
    votes += [api.put(f"ideas/{pk}/vote/", {"choice": "object"}).json() for api in colleagues[9:]]
    assert [vote["suppressed"] for vote in votes] == [True] * 4 + [False] * 7
    assert votes[-1]["result"]["votes"] == 10
    assert colleagues[0].post(f"ideas/{pk}/comments/", {"text": "Same at Quayside."}).status_code == 201
    return int(pk)


def summarise(people: SimpleNamespace, campaign: Campaign) -> None:
    """A worker counts who has been heard."""
    current_app.tasks["participation.summarise"].apply(kwargs={"campaign_id": campaign.pk}, throw=True)

    figures = people.eve.get(f"campaigns/{campaign.slug}/participation/").json()["figures"]
    assert figures["heard"] == 12
    assert figures["totals"] == {"ideas": 1, "votes": 11, "comments": 1}


def curate(people: SimpleNamespace, slug: str, idea: int) -> int:
    """Mod makes a theme of it."""
    theme = people.mod.post(f"campaigns/{slug}/themes/", {"title": "Waiting", "summary": "Customers wait."}).json()
    filled = people.mod.put(f"themes/{theme['id']}/ideas/", {"ideas": [idea]})
    assert filled.json()["idea_count"] == 1
    return int(theme["id"])


def shape(people: SimpleNamespace, slug: str, theme: int) -> str:
    """Eve drafts a strategy with one priority, grounds it in the theme, and promises something."""
    body = {"title": "Time given back", "intent": "Nobody waits for us.", "campaigns": [slug]}
    strategy = str(people.eve.post("strategies/", {**body, "horizon_on": "2030-12-31"}).json()["slug"])
    words = {"title": "Answer within the hour", "statement": "We answer.", "objective": "Fewer lost customers"}
    priority = people.eve.post(f"strategies/{strategy}/priorities/", words).json()
    grounded = people.eve.put(f"priorities/{priority['id']}/grounding/", {"themes": [theme], "ideas": []})
    assert grounded.json()["themes"] == [theme]
    due = (timezone.localdate() + timedelta(days=60)).isoformat()
    promise = {"strategy": strategy, "priority": priority["id"], "promise": "I take calls on Fridays.", "due_on": due}
    assert people.eve.post("commitments/", promise).status_code == 201
    return strategy


def publish(people: SimpleNamespace, slug: str) -> None:
    """Eve publishes; everyone reads it, with the figures that were released and no author."""
    assert people.eve.get(f"strategies/{slug}/readiness/").json()["ready"]
    assert people.eve.post(f"strategies/{slug}/publish/").status_code == 201
    content = people.ada.get(f"strategies/{slug}/versions/1/").json()["content"]
    idea = content["priorities"][0]["ideas"][0]
    assert (idea["title"], idea["said_by"], idea["votes"]) == ("Call back the same day", "", 10)
    assert content["campaigns"][0]["heard"] == 12
