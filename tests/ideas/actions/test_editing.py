"""Changing one's own idea and its images, and taking it back."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.utils import timezone

from core.errors import Forbidden, Invalid
from core.privacy import only_day
from ideas import actions, queries
from ideas.actions import CampaignClosed, ChangedMeanwhile, OthersMergedIn, TooManyChanges
from ideas.actions.editing import MOST_CHANGES
from ideas.models import Campaign, Event, Idea, Revision
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def voted_on(idea: Idea) -> Idea:
    actions.mark_voted_on(idea)
    return idea


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_may_edit_their_idea(anonymous: bool, ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)

    actions.edit(by=ada, idea=idea, title=" Call  them back ", better=" Soon ")

    changed = fresh(idea)
    assert (changed.title, changed.better) == ("Call them back", "Soon")
    assert changed.edited_at is not None


@pytest.mark.parametrize("who", ["bo", "mod", "eve", "root"])
@pytest.mark.parametrize("verb", ["edit", "withdraw"])
@pytest.mark.parametrize("anonymous", [False, True])
def test_nobody_else_touches_an_idea(
    who: str, verb: str, anonymous: bool, request: pytest.FixtureRequest, ada: User, campaign: Campaign
) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)

    with pytest.raises(Forbidden):
        getattr(actions, verb)(by=request.getfixturevalue(who), idea=idea)


def test_until_somebody_votes_a_change_leaves_no_earlier_words(ada: User, idea: Idea) -> None:
    actions.edit(by=ada, idea=idea, title="Call back within the hour")

    assert (fresh(idea).revision, Revision.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_what_people_voted_on_stays_to_be_seen(ada: User, idea: Idea) -> None:
    voted_on(idea)

    actions.edit(by=ada, idea=idea, title="Call back within the hour")
    actions.edit(by=ada, idea=fresh(idea), today="Nobody calls")

    assert [(row.number, row.title, row.today) for row in queries.revisions(idea)] == [
        (0, "Call back the same day", ""),
        (1, "Call back within the hour", ""),
    ]
    assert fresh(idea).revision == 2
    assert [event.kind for event in queries.events(idea, for_author=False)] == ["edited", "edited"]


def test_nobody_is_told_of_more_changes_than_they_would_follow(ada: User, idea: Idea) -> None:
    voted_on(idea)
    Idea.objects.filter(pk=idea.pk).update(revision=MOST_CHANGES)

    with pytest.raises(TooManyChanges) as refused:
        actions.edit(by=ada, idea=idea, title="Once more")

    assert (refused.value.code, refused.value.status) == ("too_many_changes", 409)
    assert (fresh(idea).title, Event.objects.count()) == ("Call back the same day", 0)


@pytest.mark.parametrize("fields", [{"barrier": "tools"}, {"language": "de"}, {"title": "Call back  the same day "}])
def test_what_nobody_votes_on_makes_no_revision(fields: dict[str, str], ada: User, idea: Idea) -> None:
    voted_on(idea)

    actions.edit(by=ada, idea=idea, **fields)

    assert (fresh(idea).revision, Revision.objects.count()) == (0, 0)


def test_saving_the_same_words_changes_nothing(ada: User, idea: Idea) -> None:
    voted_on(idea)

    actions.edit(by=ada, idea=idea, title=idea.title, today="", better="")

    assert (fresh(idea).edited_at, Event.objects.count()) == (None, 0)


def test_of_a_change_to_an_anonymous_idea_only_the_day_is_kept(ada: User, campaign: Campaign) -> None:
    idea = voted_on(factories.idea(ada, campaign, anonymous=True))

    actions.edit(by=ada, idea=idea, title="Other words")

    today = only_day(timezone.now())
    moments = {fresh(idea).edited_at, Revision.objects.get().replaced_at, Event.objects.get().at}
    assert moments == {today}


def test_a_second_device_overwrites_nothing(ada: User, idea: Idea) -> None:
    seen = idea.version
    actions.edit(by=ada, idea=idea, version=seen, title="From the phone")

    with pytest.raises(ChangedMeanwhile) as refused:
        actions.edit(by=ada, idea=fresh(idea), version=seen, title="From the desk")

    assert (refused.value.code, refused.value.status) == ("changed_meanwhile", 409)
    assert fresh(idea).title == "From the phone"


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
@pytest.mark.parametrize(("step", "may"), [("listen", True), ("curate", True), ("shape", False), ("publish", False)])
def test_an_idea_is_its_author_s_until_shaping_begins(verb: str, step: str, may: bool, ada: User, idea: Idea) -> None:
    factories.set_step(idea.campaign, step)
    words = {"title": "Other words"} if verb == "edit" else {}

    with nullcontext() if may else pytest.raises(CampaignClosed):
        getattr(actions, verb)(by=ada, idea=idea, **words)

    assert (fresh(idea).edited_at or fresh(idea).withdrawn_at) is not None or not may


@pytest.mark.parametrize("name", ["status", "author", "unit", "campaign", "voted_on", "submitted_at", "hidden_at"])
def test_what_is_not_the_author_s_cannot_be_edited(name: str, ada: User, idea: Idea) -> None:
    with pytest.raises(Invalid) as refused:
        actions.edit(by=ada, idea=idea, **{name: None})

    assert refused.value.field == name


def test_an_idea_cannot_be_edited_into_nothing(ada: User, idea: Idea) -> None:
    with pytest.raises(Invalid):
        actions.edit(by=ada, idea=idea, title=" \u200b ")

    assert fresh(idea).title == "Call back the same day"


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_withdrawn_idea_is_gone_and_the_log_does_not_name_its_author(
    anonymous: bool, ada: User, bo: User, campaign: Campaign
) -> None:
    idea = voted_on(factories.idea(ada, campaign, anonymous=anonymous))

    actions.withdraw(by=ada, idea=idea)

    assert queries.find(bo, idea.pk) is None
    assert queries.find(ada, idea.pk) is None
    entry = AuditEntry.objects.get(verb="ideas.withdraw")
    assert (entry.actor, entry.thing) == (None, f"ideas.idea:{idea.pk}")


def test_an_idea_with_others_merged_into_it_stays(ada: User, idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(has_merged=True)

    with pytest.raises(OthersMergedIn) as refused:
        actions.withdraw(by=ada, idea=idea)

    assert (refused.value.code, refused.value.status) == ("others_merged_in", 409)
    assert fresh(idea).withdrawn_at is None


def test_a_withdrawn_idea_cannot_be_changed_any_more(ada: User, idea: Idea) -> None:
    gone = actions.withdraw(by=ada, idea=idea)

    with pytest.raises(Forbidden):
        actions.edit(by=ada, idea=gone, title="Back again")


def test_the_page_of_changes_costs_one_query(ada: User, idea: Idea, django_assert_num_queries: Any) -> None:
    voted_on(idea)
    for turn in range(5):
        actions.edit(by=ada, idea=fresh(idea), better=f"By {turn}")
    now = fresh(idea)

    with django_assert_num_queries(1):
        changes = queries.changes(now)

    assert [change.number for change in changes] == [5, 4, 3, 2, 1]
    assert [(part.kind, part.text) for part in changes[0].better] == [("same", "By "), ("gone", "3"), ("new", "4")]
