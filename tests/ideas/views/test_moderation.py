"""The moderators' queue, and what authors read of it."""

import re
from base64 import b64encode
from typing import Any

import pytest
from django.urls import reverse

from ideas import actions, queries
from ideas.models import Campaign, Case, Comment, Flag, Idea, Pause
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.ideas.views import HTMX, detail


def queue(campaign: Campaign) -> str:
    return reverse("ideas:moderation", args=[campaign.slug])


@pytest.fixture
def case(bo: User, idea: Idea) -> Case:
    return actions.flag(by=bo, idea=idea, why="hurtful", note="Look at the second line.")


@pytest.fixture
def hidden(mod: User, case: Case) -> Case:
    return actions.decide(by=mod, case=case, outcome="hidden", reason="It names **her**.")


class TestQueue:
    def test_the_oldest_comes_first_and_the_others_behind_a_link(
        self, signed_in: Any, ada: User, mod: User, campaign: Campaign
    ) -> None:
        ideas = factories.many_ideas(ada, campaign, 25)
        for idea in ideas:
            actions.open_case(idea=idea, why="hurtful")
        page = queries.waiting_page(queries.cases([campaign]))

        rows = signed_in(mod).get(queue(campaign), {"after": page.next}, headers=HTMX).text

        assert [row.case.idea for row in page.rows] == ideas[:20]
        assert [idea.title for idea in ideas if f">{idea.title}<" in rows] == [each.title for each in ideas[20:]]

    def test_it_costs_the_same_with_one_case_and_with_twenty(
        self, ada: User, campaign: Campaign, django_assert_num_queries: Any
    ) -> None:
        for _ in range(20):
            actions.open_case(idea=factories.idea(ada, campaign, anonymous=True), why="hurtful")

        with django_assert_num_queries(4):
            page = queries.waiting_page(queries.cases([campaign]))

        assert {row.same_author for row in page.rows} == {20}

    def test_all_my_campaigns_wait_in_one_list(self, signed_in: Any, mod: User, ada: User, case: Case) -> None:
        other = factories.idea(ada, factories.campaign(), "Ring twice")
        actions.open_case(idea=other, why="hurtful")

        html = signed_in(mod).get(reverse("ideas:moderations")).text

        assert all(title in html for title in (case.idea.title, "Ring twice"))

    def test_what_was_taken_back_waits_no_longer(self, signed_in: Any, ada: User, mod: User, case: Case) -> None:
        actions.withdraw(by=ada, idea=case.idea)

        assert "Nothing waits" in signed_in(mod).get(queue(case.idea.campaign)).text

    def test_curators_find_it_in_the_navigation(self, signed_in: Any, bo: User, mod: User) -> None:
        address = f'href="{reverse("ideas:moderations")}"'

        assert address in signed_in(mod).get(reverse("home")).text
        assert address not in signed_in(bo).get(reverse("home")).text


class TestDeciding:
    def test_a_decision_leads_back_to_the_queue(self, signed_in: Any, mod: User, idea: Idea, case: Case) -> None:
        response = signed_in(mod).post(
            reverse("ideas:case", args=[case.pk]), {"outcome": "hidden", "reason": "It names her."}
        )

        assert response.url == queue(idea.campaign)
        assert fresh(idea).hidden_at is not None

    def test_without_a_reason_the_case_is_shown_again_with_what_is_missing(
        self, signed_in: Any, mod: User, case: Case
    ) -> None:
        response = signed_in(mod).post(reverse("ideas:case", args=[case.pk]), {"outcome": "hidden", "reason": ""})

        assert response.status_code == 400
        assert "so that its author can understand it" in response.text
        assert f'href="#reason-{case.pk}"' in response.text

    def test_the_second_curator_gets_409_and_reads_what_was_decided(
        self, signed_in: Any, mod: User, hidden: Case
    ) -> None:
        response = signed_in(mod).post(reverse("ideas:case", args=[hidden.pk]), {"outcome": "shown", "reason": ""})

        assert response.status_code == 409
        assert "it is hidden" in response.text
        assert "It names <strong>her</strong>." in response.text

    def test_a_colleague_does_not_learn_that_there_is_a_case(self, signed_in: Any, eve: User, case: Case) -> None:
        assert signed_in(eve).get(reverse("ideas:case", args=[case.pk])).status_code == 404

    def test_what_is_hidden_can_be_shown_again(self, signed_in: Any, mod: User, idea: Idea, hidden: Case) -> None:
        listed = signed_in(mod).get(f"{queue(idea.campaign)}?show=hidden").text

        signed_in(mod).post(reverse("ideas:show_again", args=[hidden.pk]))

        assert reverse("ideas:show_again", args=[hidden.pk]) in listed
        assert fresh(idea).hidden_at is None
        assert "Nothing is hidden" in signed_in(mod).get(f"{queue(idea.campaign)}?show=hidden").text

    def test_the_board_of_hidden_texts_holds_each_once(self, bo: User, mod: User, idea: Idea, hidden: Case) -> None:
        actions.show_again(by=mod, case=hidden)
        again = actions.decide(
            by=mod, case=actions.flag(by=bo, idea=idea, why="hurtful"), outcome="hidden", reason="No."
        )

        assert list(queries.hidden([idea.campaign])) == [again]


class TestPseudonym:
    @pytest.fixture
    def anonymous(self, ada: User, campaign: Campaign) -> Case:
        first, _ = (factories.idea(ada, campaign, anonymous=True) for _ in range(2))
        return actions.open_case(idea=first, why="names_person")

    def test_the_page_tells_the_number_and_hides_them_all(
        self, signed_in: Any, mod: User, campaign: Campaign, anonymous: Case
    ) -> None:
        html = signed_in(mod).get(queue(campaign)).text
        response = signed_in(mod).post(reverse("ideas:hide_all", args=[anonymous.pk]), {"reason": "These hurt."})

        assert "Hide all 2 ideas" in html
        assert response.url == queue(campaign)
        assert Idea.objects.filter(hidden_at__isnull=False).count() == 2

    def test_without_a_reason_nothing_is_hidden(self, signed_in: Any, mod: User, anonymous: Case) -> None:
        response = signed_in(mod).post(reverse("ideas:hide_all", args=[anonymous.pk]), {"reason": ""})

        assert response.status_code == 400
        assert not Idea.objects.filter(hidden_at__isnull=False).exists()

    def test_a_pause_is_one_press_and_no_other_case_shows_it(
        self, signed_in: Any, mod: User, campaign: Campaign, anonymous: Case
    ) -> None:
        other = Idea.objects.exclude(pk=anonymous.idea_id).get(author=None)
        actions.open_case(idea=other, why="hurtful")
        before = signed_in(mod).get(queue(campaign)).text.count("pause")

        signed_in(mod).post(reverse("ideas:pause", args=[anonymous.pk]), {"days": "7"}, follow=True)

        assert Pause.objects.count() == 1
        assert signed_in(mod).get(queue(campaign)).text.count("pause") == before

    def test_a_pause_of_a_year_is_refused(self, signed_in: Any, mod: User, anonymous: Case) -> None:
        assert signed_in(mod).post(reverse("ideas:pause", args=[anonymous.pk]), {"days": "365"}).status_code == 400

    def test_who_is_paused_is_told_until_when_and_keeps_the_words(
        self, signed_in: Any, ada: User, mod: User, campaign: Campaign, anonymous: Case
    ) -> None:
        actions.pause_author(by=mod, case=anonymous, days=7)
        words = {"title": "Ring me first", "shown": "anonymous"}

        response = signed_in(ada).post(reverse("ideas:submit", args=[campaign.slug]), words)

        assert response.status_code == 409
        assert "asked you to pause" in response.text
        assert "Ring me first" in response.text


class TestAuthor:
    @pytest.mark.parametrize("anonymous", [False, True])
    def test_the_author_reads_why_and_objects(
        self, signed_in: Any, ada: User, bo: User, mod: User, campaign: Campaign, anonymous: bool
    ) -> None:
        idea = factories.idea(ada, campaign, anonymous=anonymous)
        case = actions.decide(
            by=mod, case=actions.flag(by=bo, idea=idea, why="hurtful"), outcome="hidden", reason="It names **her**."
        )
        html = signed_in(ada).get(detail(idea)).text

        response = signed_in(ada).post(reverse("ideas:object", args=[case.pk]), {"objection": "She asked me to."})

        assert "Your idea is hidden" in html
        assert "It names <strong>her</strong>." in html
        assert response.url == reverse("ideas:decisions", args=[idea.pk])
        assert "You objected." in signed_in(ada).get(response.url).text
        assert "She asked me to." in signed_in(mod).get(queue(campaign)).text

    def test_an_empty_objection_is_400_beside_its_decision(
        self, signed_in: Any, ada: User, idea: Idea, hidden: Case
    ) -> None:
        response = signed_in(ada).post(reverse("ideas:object", args=[hidden.pk]), {"objection": ""})

        assert response.status_code == 400
        assert "Say why it should be shown." in response.text

    def test_a_moderator_is_told_that_it_is_hidden(self, signed_in: Any, mod: User, idea: Idea, hidden: Case) -> None:
        assert "Only its author and moderators see it" in signed_in(mod).get(detail(idea)).text

    def test_a_held_idea_says_that_it_may_name_a_person(self, signed_in: Any, ada: User, idea: Idea) -> None:
        actions.open_case(idea=idea, why="names_person")
        Idea.objects.filter(pk=idea.pk).update(hidden_at="2026-01-01T00:00Z")

        assert "It may name a person" in signed_in(ada).get(detail(idea)).text

    def test_the_author_of_a_comment_reads_why(
        self, signed_in: Any, ada: User, bo: User, mod: User, idea: Idea
    ) -> None:
        said: Comment = actions.comment(by=bo, idea=idea, text="You are all wrong.")
        case = actions.flag(by=mod, idea=idea, comment=said, why="hurtful")
        actions.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")
        address = reverse("ideas:decisions", args=[idea.pk])

        own, theirs = signed_in(bo).get(address).text, signed_in(ada).get(address).text

        assert ("It hurts." in own, "Your comment is hidden" in own) == (True, True)
        assert ("It hurts." in theirs, "Nothing of yours is hidden here" in theirs) == (False, True)


def test_the_queue_shows_what_was_reported_and_why_and_never_by_whom(
    signed_in: Any, mod: User, idea: Idea, case: Case
) -> None:
    for who in (mod, factories.person("Xaviera")):
        Flag.objects.create(case=case, by=who, why="names_person")
    actions.open_case(idea=idea, why="names_person")

    html = signed_in(mod).get(queue(idea.campaign)).text

    told = ("Look at the second line.", "2 reports", "1 report", "noticed by Cocreate", idea.title)
    assert [words for words in told if words not in html] == []
    assert "xaviera" not in html.lower()


@pytest.mark.parametrize("who", ["ada", "mod"])
def test_whoever_reported_changes_nothing_that_others_see(
    signed_in: Any, named: Any, bo: User, eve: User, idea: Idea, who: str
) -> None:
    client, addresses = signed_in(named(who)), [detail(idea), queue(idea.campaign)]
    case = actions.flag(by=bo, idea=idea, why="hurtful")
    first = [still(client.get(address).text) for address in addresses]

    Flag.objects.filter(case=case).update(by=eve)

    assert [still(client.get(address).text) for address in addresses] == first


@pytest.mark.parametrize("address", ["queue", "case", "hidden"])
def test_no_page_of_moderators_tells_who_wrote_an_anonymous_idea(
    signed_in: Any, ada: User, mod: User, campaign: Campaign, address: str
) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)
    case = actions.open_case(idea=idea, why="names_person")
    actions.pause_author(by=mod, case=case, days=7)
    if address == "hidden":
        actions.hide_all_of_author(by=mod, case=case, reason="No.")
        actions.object_to(by=ada, case=case, objection="It is true.")
    where = reverse("ideas:case", args=[case.pk]) if address == "case" else queue(campaign)

    html = signed_in(mod).get(where).text

    pseudonym = bytes(idea.author_key or b"")
    traces = (ada.email, ">Ada<", "Service adviser", "Mill Lane", pseudonym.hex(), b64encode(pseudonym).decode())
    assert idea.title in html
    assert [trace for trace in traces if trace in html] == []


def test_whose_ideas_are_all_hidden_reads_why_at_each_and_not_by_whom(
    signed_in: Any, ada: User, mod: User, campaign: Campaign
) -> None:
    ideas = [factories.idea(ada, campaign, anonymous=True) for _ in range(2)]
    case = actions.open_case(idea=ideas[0], why="hurtful")

    signed_in(mod).post(reverse("ideas:hide_all", args=[case.pk]), {"reason": "These hurt."})

    pages = [signed_in(ada).get(detail(idea)).text for idea in ideas]
    assert ["These hurt." in page for page in pages] == [True, True]
    assert [words for words in (">Mod<", mod.email, mod.job_title) if words in "".join(pages)] == []


@pytest.mark.parametrize("who", ["bo", "eve"])
def test_colleagues_neither_read_a_hidden_idea_nor_the_decision(
    signed_in: Any, named: Any, idea: Idea, hidden: Case, who: str
) -> None:
    client = signed_in(named(who))

    assert client.get(detail(idea)).status_code == 404
    assert client.get(reverse("ideas:decisions", args=[idea.pk])).status_code == 404
    assert client.post(reverse("ideas:object", args=[hidden.pk]), {"objection": "x"}).status_code == 404


def still(page: str) -> str:
    """The page without what differs each time it is made."""
    return re.sub(r'(nonce|value|content)="[^"]{16,}"|X-CSRFToken": "[^"]*"', "", page)
