"""What bad input gets: the rows of the table about sharing and changing ideas, over the API.

Images are in tests/ideas/test_api_history.py, campaigns that do not listen in tests/test_bad_input.py.
"""

from typing import Any

import pytest

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.test_bad_input import submit

pytestmark = pytest.mark.django_db


def test_the_same_text_twice_is_saved_twice_and_the_second_is_marked(ada: User, bo: User, campaign: Campaign) -> None:
    first, second = (submit(who, campaign, {"title": "Call first"}) for who in (ada, bo))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["possible_duplicate_of"] == first.json()["id"]


def test_the_same_text_under_the_same_key_is_one_idea(ada: User, campaign: Campaign) -> None:
    path = f"campaigns/{campaign.slug}/ideas/"
    first, again = (Api(ada).post(path, {"title": "Call"}, HTTP_IDEMPOTENCY_KEY="one") for _ in range(2))

    assert again.json() == first.json()
    assert Idea.objects.count() == 1


def test_ten_thousand_ideas_by_one_script_end_after_twenty(ada: User, campaign: Campaign, settings: Any) -> None:
    settings.COCREATE_IDEAS_AN_HOUR = 20
    answers = [submit(ada, campaign, {"title": f"Idea {number}"}) for number in range(22)]

    assert [answer.status_code for answer in answers] == [201] * 20 + [429] * 2
    assert answers[-1].headers["Retry-After"] == "3600"
    assert Idea.objects.count() == 20


def test_a_colleague_s_idea_and_one_that_is_not_asked_do_not_exist(
    ada: User, bo: User, idea: Idea, company: Any
) -> None:
    south = factories.campaign(audience=(company.south,))

    assert problem(Api(bo).patch(f"ideas/{idea.pk}/", {"title": "Mine"})) == (404, "not_found")
    assert problem(Api(bo).delete(f"ideas/{idea.pk}/")) == (404, "not_found")
    assert problem(submit(bo, south, {"title": "Fine"})) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " "}, "required"),
        ({"better": "a" * 4001}, "max_length"),
        ({"today": "a\x00b"}, "null_characters"),
        ({"status": "adopted"}, "unknown_field"),
        ({"anonymous": True}, "unknown_field"),
        ({"version": 5}, "type"),
        ({"language": "klingon"}, "invalid_choice"),
    ],
)
def test_a_change_is_held_to_the_same(ada: User, idea: Idea, body: Any, code: str) -> None:
    assert problem(Api(ada).patch(f"ideas/{idea.pk}/", body)) == (400, code)
    assert factories.fresh(idea).edited_at is None
