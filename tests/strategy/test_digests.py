"""What a digest tells: what one is asked, what leaders did, what became of one's own; nothing twice."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from curation import actions as curation
from ideas import actions as ideas
from ideas.models import Campaign, Idea
from notices.actions import tell
from notices.models import Digest, Message
from people.models import User
from strategy import actions as strategies
from strategy.models import Strategy
from tests import factories
from tests.factories import fresh
from tests.notices.digesting import send, subscribe, text_to, write
from votes.actions import cast
from votes.actions.news import see_news

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2099, 1, 1)


def decline(mod: User, idea: Idea, reason: str = "It costs too much.") -> None:
    ideas.set_status(by=mod, idea=idea, status="declined", reason=reason)


def test_who_has_not_taken_part_is_asked_once(bo: User, campaign: Campaign) -> None:
    subscribe(bo)

    first = text_to(bo)
    send()

    assert "1 question for you" in first
    assert campaign.question in first
    assert f"/campaigns/{campaign.slug}/" in first
    assert text_to(bo, 2) == ""


def test_who_has_taken_part_is_not_asked(bo: User, heard: Campaign) -> None:
    subscribe(bo)

    assert text_to(bo) == ""


def test_a_role_does_not_make_one_asked(company: SimpleNamespace, bo: User) -> None:
    factories.campaign(audience=(company.south,))
    mod = factories.person("Sam", company.mill_lane, "curator")
    subscribe(bo, mod)

    assert write() == []


def test_an_author_reads_what_became_of_their_idea(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    subscribe(ada)
    decline(mod, idea)

    said = text_to(ada)

    assert "news of 1 idea" in said
    assert idea.title in said
    assert "It costs too much." in said


def test_what_became_of_one_idea_stands_together(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    subscribe(ada)
    curation.ask(by=mod, idea=idea, text="Which shop?")
    decline(mod, idea)

    said = text_to(ada)

    assert said.count(f"* {idea.title}") == 1
    assert said.index("It costs too much.") < said.index("A curator asks you something about it.")


def test_the_latest_comes_first(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    other = factories.idea(ada, heard, "Longer hours on Friday")
    subscribe(ada)
    decline(mod, other)
    decline(mod, idea)

    said = text_to(ada)

    assert said.index(idea.title) < said.index(other.title)


def test_nothing_stands_in_two_digests(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    subscribe(ada)
    decline(mod, idea)
    first = text_to(ada)
    send()

    second = text_to(ada, 2)

    assert (idea.title in first, second) == (True, "")


def test_what_was_read_in_the_bell_is_in_no_digest(
    ada: User, mod: User, eve: User, idea: Idea, strategy: Strategy, heard: Campaign
) -> None:
    subscribe(ada)
    decline(mod, idea)
    tell([ada.pk], kind="idea_in_priority", key="9", path="/", data={"idea": "x", "priority": "y", "position": 1})
    strategies.promise(by=eve, strategy=strategy, promise="A call back", due_on=NEXT_YEAR)
    see_news(by=ada)

    assert text_to(fresh(ada)) == ""


def test_a_notice_is_told_in_words(ada: User, heard: Campaign) -> None:
    subscribe(ada)
    told = {"idea": "Tea & <b>coffee</b>", "priority": "Soon", "position": 1}
    tell([ada.pk], kind="idea_in_priority", key="9", path="/impact/", data=told)

    said = text_to(ada)

    assert "Your idea Tea & <b>coffee</b> became part of Priority 1: Soon" in said


def test_an_alarm_has_a_mail_of_its_own(root: User, heard: Campaign) -> None:
    factories.took_part(heard, root)
    subscribe(root)
    tell([root.pk], kind="alarm:tally_drift", key="1", path="/", data={"ideas": 3})

    assert text_to(root) == ""


def test_supporters_read_what_became_of_all_ideas(bo: User, ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    merged = factories.idea(ada, heard)
    cast(by=bo, idea=idea, choice="support")
    subscribe(bo)
    decline(mod, idea)
    curation.merge(by=mod, idea=merged, into=factories.idea(ada, heard))

    said = text_to(bo)

    assert f"* {heard.title}\n  Declined: 1, Merged: 1" in said
    assert "what became of ideas" in said


def test_what_is_told_of_an_idea_is_not_counted_again(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    subscribe(ada)
    decline(mod, idea)

    assert "Declined: 1" not in text_to(ada)


def test_who_said_something_about_an_idea_hears_of_that_alone(bo: User, mod: User, idea: Idea, heard: Campaign) -> None:
    said = ideas.comment(by=bo, idea=idea, text="So do we")
    case = ideas.flag(by=mod, idea=idea, comment=said, why="hurtful")
    subscribe(bo)
    ideas.decide(by=mod, case=case, outcome="hidden", reason="It hurts")

    assert f"* {idea.title}\n  A moderator has hidden your comment." in text_to(bo)


def test_nothing_new_is_no_mail_and_no_second_look(bo: User, heard: Campaign) -> None:
    subscribe(bo)

    assert write() == []
    assert Digest.objects.get(user=bo).message is None


def test_long_lists_are_cut_and_say_so(ada: User, mod: User, heard: Campaign) -> None:
    many = [factories.idea(ada, heard) for _number in range(11)]
    subscribe(ada)
    for idea in many:
        decline(mod, idea)

    assert "And 3 more in Cocreate." in text_to(ada)


def test_it_is_written_in_the_reader_s_language(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    ada.locale = "de"
    ada.save()
    subscribe(ada)
    decline(mod, idea)

    said = text_to(ada)

    assert "Neues zu 1 Idee" in said
    assert "Keine Übersichten mehr: http" in said


@pytest.mark.parametrize(("zone", "later"), [("UTC", 0), ("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)])
def test_days_are_those_of_the_reader(bo: User, campaign: Campaign, zone: str, later: int) -> None:
    end = (timezone.now() + timedelta(days=3)).replace(hour=12, minute=0)
    Campaign.objects.update(curates_at=end)
    bo.time_zone = zone
    bo.save()
    subscribe(bo)

    assert f"until {date_format(end.date() + timedelta(days=later))}." in text_to(bo)


def test_both_parts_lead_to_the_same_places(ada: User, mod: User, idea: Idea, heard: Campaign) -> None:
    subscribe(ada)
    decline(mod, idea, reason="Tea & <b>coffee</b>")
    [message] = write()

    in_text = set(re.findall(r"http://\S+", message.body))
    in_page = set(re.findall(r'href="([^"]+)"', message.html))

    assert in_page - in_text == {"http://testserver/"}
    assert in_text <= in_page
    assert "Tea &amp; &lt;b&gt;coffee&lt;/b&gt;" in message.html


def test_a_thousand_things_cost_no_more_queries_than_one(
    ada: User, mod: User, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    factories.took_part(campaign, ada)
    many = [factories.idea(ada, campaign) for _number in range(30)]
    subscribe(ada)
    for idea in many:
        decline(mod, idea)

    with django_assert_max_num_queries(40):
        write()

    assert Message.objects.count() == 1


def test_each_further_person_costs_a_few_queries(crowd: Callable[..., list[User]], campaign: Campaign) -> None:
    def cost(number: int) -> int:
        subscribe(*crowd(number))
        with CaptureQueriesContext(connection) as asked:
            write()
        return len(asked)

    few, many = cost(2), cost(12)

    assert Message.objects.count() == 14
    assert (many - few) / 10 <= 30
