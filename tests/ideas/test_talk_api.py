"""Talk and moderating over the API: the same as on the pages."""

from typing import Any

import pytest

from ideas import actions
from ideas.models import Case, Comment, Flag, Follow, Idea, Pause
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(bo: User, idea: Idea) -> Case:
    return actions.flag(by=bo, idea=idea, why="hurtful", note="Look at the second line.")


class TestTalk:
    def test_a_reply_names_what_it_answers(self, ada: User, bo: User, idea: Idea) -> None:
        top = Api(bo).post(f"ideas/{idea.pk}/comments/", {"text": "Which phone?"}).json()

        reply = Api(ada).post(f"ideas/{idea.pk}/comments/", {"text": "This one.", "parent": top["id"]})

        assert (reply.status_code, reply.json()["parent"]) == (201, top["id"])
        rows = Api(bo).get(f"ideas/{idea.pk}/comments/").json()["results"]
        assert [(row["id"], row["reply_count"]) for row in rows] == [(top["id"], 1)]
        replies = Api(bo).get(f"comments/{top['id']}/replies/").json()["results"]
        assert [row["text"] for row in replies] == ["This one."]

    def test_a_reply_to_what_is_elsewhere_is_400(self, ada: User, bo: User, idea: Idea) -> None:
        elsewhere = actions.comment(by=bo, idea=factories.idea(ada, idea.campaign), text="Which phone?")

        response = Api(ada).post(f"ideas/{idea.pk}/comments/", {"text": "This one.", "parent": elsewhere.pk})

        assert problem(response)[0] == 400
        assert list(response.json()["errors"]) == ["parent"]

    def test_what_one_said_can_be_taken_back(self, ada: User, bo: User, idea: Idea) -> None:
        said = actions.comment(by=bo, idea=idea, text="Which phone?")

        assert Api(ada).delete(f"comments/{said.pk}/").status_code == 404
        assert Api(bo).delete(f"comments/{said.pk}/").status_code == 204
        assert Api(bo).get(f"ideas/{idea.pk}/comments/").json()["results"] == []

    def test_of_what_is_gone_no_words_are_left(self, ada: User, bo: User, mod: User, idea: Idea) -> None:
        back, hidden = (actions.comment(by=bo, idea=idea, text="You are all wrong.") for _ in range(2))
        for said in (back, hidden):
            actions.comment(by=ada, idea=idea, parent=said, text="Why?")
        actions.withdraw_comment(by=bo, comment=back)
        case = actions.flag(by=ada, idea=idea, comment=hidden, why="hurtful")
        actions.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")

        theirs, own = (Api(who).get(f"ideas/{idea.pk}/comments/").json()["results"] for who in (ada, bo))

        assert [(row["text"], row["said_by"]) for row in theirs] == [("", ""), ("", "")]
        assert [row["text"] for row in own] == ["", "You are all wrong."]

    def test_a_leader_is_told_from_others(self, bo: User, eve: User, idea: Idea) -> None:
        actions.comment(by=eve, idea=idea, text="We will try it.")

        assert Api(bo).get(f"ideas/{idea.pk}/comments/").json()["results"][0]["by_leader"]

    def test_following_and_stopping_are_the_same_however_often(self, bo: User, idea: Idea) -> None:
        for _ in range(2):
            assert Api(bo).put(f"ideas/{idea.pk}/follow/").json() == {"following": True}
        assert Follow.objects.count() == 1
        for _ in range(2):
            assert Api(bo).delete(f"ideas/{idea.pk}/follow/").status_code == 204
        assert not Follow.objects.exists()


class TestReporting:
    def test_an_idea_and_a_comment_are_reported(self, ada: User, bo: User, mod: User, idea: Idea) -> None:
        said = actions.comment(by=bo, idea=idea, text="You are all wrong.")

        answers = [
            Api(mod).post(address, {"why": "hurtful", "note": "Why that?"})
            for address in (f"ideas/{idea.pk}/flags/", f"comments/{said.pk}/flags/")
        ]

        assert [(each.status_code, each.json()) for each in answers] == [(201, {"reported": True})] * 2
        assert Flag.objects.count() == 2

    @pytest.mark.parametrize(
        ("body", "field"), [({}, "why"), ({"why": "bored"}, "why"), ({"why": "hurtful", "by": 1}, "by")]
    )
    def test_what_does_not_fit_is_400(self, bo: User, idea: Idea, body: dict[str, Any], field: str) -> None:
        response = Api(bo).post(f"ideas/{idea.pk}/flags/", body)

        assert problem(response)[0] == 400
        assert list(response.json()["errors"]) == [field]

    def test_one_s_own_is_409(self, ada: User, idea: Idea) -> None:
        assert problem(Api(ada).post(f"ideas/{idea.pk}/flags/", {"why": "hurtful"})) == (409, "own_text")

    def test_too_many_are_429_with_the_time(self, ada: User, bo: User, idea: Idea) -> None:
        for each in factories.many_ideas(ada, idea.campaign, 20):
            actions.flag(by=bo, idea=each, why="hurtful")

        response = Api(bo).post(f"ideas/{idea.pk}/flags/", {"why": "hurtful"})

        assert (problem(response), response["Retry-After"]) == ((429, "too_many"), "86400")


class TestModerating:
    def test_the_queue_tells_why_and_never_who(self, mod: User, idea: Idea, case: Case) -> None:
        for address in ("cases/", f"campaigns/{idea.campaign.slug}/cases/"):
            [row] = Api(mod).get(address).json()["results"]

            assert row["case"]["id"] == case.pk
            assert row["text"] == idea.title
            assert (row["reports"], row["notes"]) == ({"It is hurtful": 1}, ["Look at the second line."])
            assert "by" not in row["case"]

    def test_a_decision_and_the_second_one(self, mod: User, idea: Idea, case: Case) -> None:
        decision = {"outcome": "hidden", "reason": "It names her."}

        first = Api(mod).post(f"cases/{case.pk}/decide/", decision)
        second = Api(mod).post(f"cases/{case.pk}/decide/", {"outcome": "shown"})

        assert (first.status_code, first.json()["outcome"]) == (200, "hidden")
        assert problem(second) == (409, "already_decided")
        assert (second.json()["outcome"], second.json()["reason"]) == ("hidden", "It names her.")

    def test_what_was_changed_meanwhile_is_read_again(self, ada: User, mod: User, idea: Idea, case: Case) -> None:
        [row] = Api(mod).get("cases/").json()["results"]
        actions.edit(by=ada, idea=idea, title="Other words")

        response = Api(mod).post(f"cases/{case.pk}/decide/", {"outcome": "shown", "version": row["version"]})

        assert problem(response) == (409, "changed_meanwhile")

    def test_hiding_without_a_reason_is_400(self, mod: User, case: Case) -> None:
        response = Api(mod).post(f"cases/{case.pk}/decide/", {"outcome": "hidden"})

        assert problem(response)[0] == 400
        assert list(response.json()["errors"]) == ["reason"]

    def test_what_is_hidden_is_listed_and_shown_again(self, mod: User, idea: Idea, case: Case) -> None:
        actions.decide(by=mod, case=case, outcome="hidden", reason="It names her.")
        address = f"campaigns/{idea.campaign.slug}/cases/?show=hidden"
        listed = Api(mod).get(address).json()["results"]

        Api(mod).post(f"cases/{case.pk}/show/", {"reason": "A mistake."})

        assert [row["case"]["id"] for row in listed] == [case.pk]
        assert fresh(idea).hidden_at is None
        assert Api(mod).get(address).json()["results"] == []

    def test_the_author_reads_the_decision_and_objects(self, ada: User, bo: User, mod: User, case: Case) -> None:
        actions.decide(by=mod, case=case, outcome="hidden", reason="It names her.")

        [decision] = Api(ada).get(f"ideas/{case.idea_id}/decisions/").json()["results"]
        first = Api(ada).post(f"cases/{decision['id']}/object/", {"objection": "She asked me to."})
        second = Api(ada).post(f"cases/{decision['id']}/object/", {"objection": "Really."})

        assert (decision["reason"], first.status_code) == ("It names her.", 201)
        assert problem(second) == (409, "no_objection")
        assert Api(bo).get(f"ideas/{case.idea_id}/decisions/").status_code == 404
        assert Api(bo).post(f"cases/{decision['id']}/object/", {"objection": "No."}).status_code == 404

    def test_a_pseudonym_is_hidden_and_paused(self, ada: User, mod: User, idea: Idea) -> None:
        first, _ = (factories.idea(ada, idea.campaign, anonymous=True) for _ in range(2))
        case = actions.open_case(idea=first, why="names_person")
        [row] = Api(mod).get("cases/").json()["results"]

        paused = Api(mod).post(f"cases/{case.pk}/pause/", {"days": 7})
        hidden = Api(mod).post(f"cases/{case.pk}/hide-all/", {"reason": "These hurt."})

        assert (row["same_author"], hidden.json()) == (2, {"ideas": 2})
        assert paused.json()["until"] is not None
        words = {"title": "Ring me first", "anonymous": True}
        refused = Api(ada).post(f"campaigns/{idea.campaign.slug}/ideas/", words)
        assert problem(refused) == (409, "paused")
        assert refused.json()["date"] == Pause.objects.get().until.isoformat()

    def test_the_list_costs_the_same_with_one_case_and_with_twenty(
        self, ada: User, mod: User, idea: Idea, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            actions.open_case(idea=factories.idea(ada, idea.campaign, f"Idea {number}"), why="hurtful")
        client = Api(mod)

        with django_assert_max_num_queries(12):
            rows = client.get("cases/").json()["results"]

        assert len(rows) == 20
        assert Comment.objects.count() == 0
