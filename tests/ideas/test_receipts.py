"""Who holds the receipt code of an anonymous idea is its author, also when the campaign's key is gone."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from core import keys
from core.errors import Forbidden
from curation import actions as curation
from ideas import actions, queries, rules
from ideas.actions import AlreadyNamed, CampaignClosed, TooManyTries, WrongCode
from ideas.models import Campaign, Event, Idea
from people import receipts
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh
from tests.races import race
from votes import queries as votes_queries
from votes.actions import OwnIdea, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_tried")]


def holding(user: User, code: str) -> User:
    """`user` with the code, as a request has it."""
    user.receipts = receipts.digests([code])
    return user


def forget_key(idea: Idea) -> Idea:
    """The campaign closed, its key is destroyed."""
    campaign = factories.close(idea.campaign, days=8)
    with transaction.atomic():
        assert actions.begin_to_forget(campaign)
        actions.forget_authors(campaign)
    keys.destroy(campaign.key_name)
    return Idea.objects.select_related("campaign").get(pk=idea.pk)


def test_an_anonymous_idea_has_the_digest_of_its_code(hers: Idea, code: str) -> None:
    made = keys.pseudonym(hers.campaign.key_name, hers.pk, "receipt")

    assert code == receipts.written(made)
    assert bytes(fresh(hers).receipt) == receipts.digest(made)


def test_no_purpose_makes_the_pseudonym_of_another(campaign: Campaign, hers: Idea) -> None:
    made = [keys.pseudonym(campaign.key_name, 7, purpose) for purpose in ("vote", "author", "receipt")]

    assert len(set(made)) == 3


def test_the_code_is_made_of_the_idea_alone(ada: User, bo: User, campaign: Campaign) -> None:
    ideas = [factories.idea(person, campaign, anonymous=True) for person in (ada, ada, bo)]

    made = [receipts.digest(keys.pseudonym(campaign.key_name, idea.pk, "receipt")) for idea in ideas]

    assert [bytes(fresh(idea).receipt) for idea in ideas] == made
    assert len(set(made)) == 3


def test_a_named_idea_has_no_receipt(ada: User, idea: Idea) -> None:
    assert (fresh(idea).receipt, queries.receipt(ada, idea)) == (None, None)


def test_the_code_is_shown_to_its_author_alone(bo: User, mod: User, root: User, hers: Idea) -> None:
    assert [queries.receipt(user, hers) for user in (bo, mod, root)] == [None] * 3


def test_with_the_key_the_code_ends_to_be_shown(ada: User, hers: Idea, code: str) -> None:
    hers = forget_key(hers)

    assert queries.receipt(ada, hers) is None
    found = queries.receipt(holding(ada, code), hers)
    assert found is not None
    assert found.code == ""


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("who", ["bo", "mod", "eve", "root"])
def test_whoever_holds_the_code_is_the_author(
    who: str, gone: bool, hers: Idea, code: str, named: Callable[[str], User]
) -> None:
    user, idea = named(who), forget_key(hers) if gone else hers

    assert rules.is_author(user, idea) is False
    assert rules.is_author(holding(user, code), idea) is True


def test_a_code_is_of_one_idea_alone(ada: User, bo: User, campaign: Campaign, code: str) -> None:
    other = factories.idea(ada, campaign, anonymous=True)

    assert rules.is_author(holding(bo, code), other) is False


def test_when_the_key_is_gone_its_author_still_does_what_authors_may(
    ada: User, mod: User, hers: Idea, code: str
) -> None:
    asked = curation.ask(by=mod, idea=hers, text="Which one?")
    hers, ada = forget_key(hers), holding(fresh(ada), code)
    factories.set_step(hers.campaign, "curate")

    curation.answer(by=ada, question=fresh(asked), text="The one at the door")
    actions.edit(by=ada, idea=hers, title="Ask the one at the door")
    actions.withdraw(by=ada, idea=hers)

    assert (fresh(asked).answer, fresh(hers).title) == ("The one at the door", "Ask the one at the door")
    assert fresh(hers).withdrawn_at is not None


def test_without_the_code_nobody_does(ada: User, hers: Idea) -> None:
    with pytest.raises(Forbidden):
        actions.withdraw(by=ada, idea=forget_key(hers))


def test_a_code_opens_no_step_that_is_closed_to_authors(ada: User, hers: Idea, code: str) -> None:
    hers = forget_key(hers)
    factories.set_step(hers.campaign, "shape")

    with pytest.raises(CampaignClosed):
        actions.edit(by=holding(ada, code), idea=fresh(hers), title="Too late")


def test_its_author_reads_and_objects_to_a_decision_by_the_code(ada: User, mod: User, hers: Idea, code: str) -> None:
    case = actions.open_case(idea=hers, why="names_person")
    actions.decide(by=mod, case=case, outcome="hidden", reason="It names the new one")
    hers, bearer = forget_key(hers), holding(fresh(ada), code)

    [found] = queries.own_decisions(bearer, hers)
    again = actions.object_to(by=bearer, case=found, objection="It names nobody")

    assert queries.find(bearer, hers.pk) == hers
    assert again.objection == "It names nobody"
    assert queries.find(fresh(ada), hers.pk) is None


def test_the_idea_is_among_the_holder_s_own_everywhere(ada: User, mod: User, hers: Idea, code: str) -> None:
    actions.set_status(by=mod, idea=hers, status="shortlisted")
    hers, bearer = forget_key(hers), holding(fresh(ada), code)

    assert list(queries.mine(bearer)) == [hers]
    assert queries.own_ids(bearer, [hers]) == {hers.pk}
    assert queries.own(bearer, hers.pk) == hers
    assert hers not in queries.of_others(bearer, hers.campaign)
    assert [news.why for news in votes_queries.news(bearer).rows] == ["author"]
    assert list(queries.mine(fresh(ada))) == []


def test_who_acts_as_the_author_does_not_vote(bo: User, hers: Idea, code: str) -> None:
    with pytest.raises(OwnIdea):
        cast(by=holding(bo, code), idea=hers, choice="support")


def test_a_code_leads_to_its_idea(bo: User, hers: Idea, code: str) -> None:
    idea, found = actions.open_receipt(by=bo, text=code.lower())

    assert (idea, receipts.written(found)) == (hers, code)


def test_a_code_leads_nowhere_once_its_idea_is_taken_back(ada: User, hers: Idea, code: str) -> None:
    actions.withdraw(by=ada, idea=hers)

    with pytest.raises(WrongCode):
        actions.open_receipt(by=ada, text=code)


@pytest.mark.parametrize("text", ["7K2F", receipts.written(bytes(16))])
def test_a_wrong_code_costs_one_query_whatever_it_is(
    text: str, bo: User, hers: Idea, django_assert_num_queries: Any
) -> None:
    assert (bo.has_role("curator"), bo.unit is None) == (False, False), "who they are is known"
    with django_assert_num_queries(1), pytest.raises(WrongCode):
        actions.open_receipt(by=bo, text=text)


def test_after_ten_wrong_codes_one_waits(bo: User, hers: Idea, code: str) -> None:
    for _time in range(10):
        with pytest.raises(WrongCode):
            actions.open_receipt(by=bo, text="wrong")

    with pytest.raises(TooManyTries):
        actions.open_receipt(by=bo, text=code)


def test_a_claimed_idea_is_a_named_one(ada: User, hers: Idea, code: str) -> None:
    actions.claim(by=ada, idea=hers)

    now = fresh(hers)
    assert (now.author, now.job_title, now.unit) == (ada, ada.job_title, ada.unit)
    assert (now.author_key, now.receipt, now.is_anonymous) == (None, None, False)
    assert now.events.get().kind == Event.Kind.CLAIMED
    assert AuditEntry.objects.get(verb="ideas.claim").actor == ada
    with pytest.raises(WrongCode):
        actions.open_receipt(by=ada, text=code)


def test_a_claim_leaves_her_other_ideas_anonymous(ada: User, campaign: Campaign, hers: Idea) -> None:
    other = factories.idea(ada, campaign, anonymous=True)

    actions.claim(by=ada, idea=hers)

    now = fresh(other)
    assert (now.author, now.author_key, now.receipt) == (None, other.author_key, other.receipt)


def test_a_claim_leaves_no_pseudonym_in_the_log(ada: User, hers: Idea) -> None:
    pseudonym = bytes(hers.author_key or b"")

    actions.claim(by=ada, idea=hers)

    assert pseudonym.hex() not in str(list(AuditEntry.objects.values()))


def test_while_the_key_exists_only_the_sender_may_claim(bo: User, hers: Idea, code: str) -> None:
    with pytest.raises(Forbidden):
        actions.claim(by=holding(bo, code), idea=hers)


def test_without_the_key_the_code_is_proof_enough_to_claim(ada: User, bo: User, hers: Idea, code: str) -> None:
    hers = forget_key(hers)

    with pytest.raises(Forbidden):
        actions.claim(by=bo, idea=hers)
    actions.claim(by=holding(ada, code), idea=hers)

    assert fresh(hers).author == ada


def test_what_is_named_or_taken_back_is_not_claimed(ada: User, idea: Idea, hers: Idea) -> None:
    with pytest.raises(AlreadyNamed):
        actions.claim(by=ada, idea=idea)
    actions.withdraw(by=ada, idea=hers)
    with pytest.raises(Forbidden):
        actions.claim(by=ada, idea=hers)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_claims_at_once_one_is_done(ada: User, bo: User, hers: Idea, code: str) -> None:
    hers = forget_key(hers)
    people = [holding(fresh(person), code) for person in (ada, bo)] * 4

    outcomes = race(*[partial(actions.claim, by=person, idea=fresh(hers)) for person in people])

    assert sum(isinstance(outcome, Idea) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Idea, AlreadyNamed}
    assert AuditEntry.objects.filter(verb="ideas.claim").count() == Event.objects.filter(kind="claimed").count() == 1
