from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.errors import Forbidden, Invalid
from ideas import actions
from ideas.actions import AnonymousNotAllowed, CampaignClosed
from ideas.models import Campaign, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def test_an_idea_carries_its_author_role_and_unit(ada: User, campaign: Campaign, company: SimpleNamespace) -> None:
    idea = actions.submit(by=ada, campaign=campaign, title="Call back", today=" Slow ", better="Fast")

    assert (idea.author, idea.author_key, idea.job_title) == (ada, None, "Service adviser")
    assert (idea.unit, idea.today, idea.language, idea.status) == (company.mill_lane, "Slow", "en", "open")


def test_an_anonymous_idea_carries_neither_author_nor_role(ada: User, campaign: Campaign) -> None:
    idea = actions.submit(by=ada, campaign=campaign, title="Call back", anonymous=True)

    assert (idea.author, idea.job_title, idea.is_anonymous) == (None, "", True)
    assert len(bytes(idea.author_key or b"")) == 16


def test_an_anonymous_idea_does_not_carry_its_authors_language(ada: User, campaign: Campaign) -> None:
    ada.locale = "de"

    idea = actions.submit(by=ada, campaign=campaign, title="Call back", anonymous=True)

    assert idea.language == "und"
    assert actions.submit(by=ada, campaign=campaign, title="Call back").language == "de"


@pytest.mark.parametrize(("size", "kept"), [(8, None), (9, "Mill Lane")])
def test_an_anonymous_idea_keeps_its_unit_only_where_ten_people_are(
    size: int, kept: str | None, ada: User, campaign: Campaign, crowd: Callable[..., list[User]]
) -> None:
    crowd(size)

    idea = actions.submit(by=fresh(ada), campaign=campaign, title="Call back", anonymous=True)

    assert (idea.unit.name if idea.unit else None) == kept


def test_a_campaign_may_want_names(ada: User) -> None:
    campaign = factories.campaign(anonymous_allowed=False)

    with pytest.raises(AnonymousNotAllowed) as refused:
        actions.submit(by=ada, campaign=campaign, title="Call back", anonymous=True)

    assert (refused.value.code, refused.value.status) == ("anonymous_not_allowed", 409)
    assert fresh(campaign).first_contribution_at is None


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u2060", "\n\t"])
def test_an_idea_needs_a_line_that_people_can_see(title: str, ada: User, campaign: Campaign) -> None:
    with pytest.raises(Invalid) as refused:
        actions.submit(by=ada, campaign=campaign, title=title)

    assert (refused.value.field, refused.value.status) == ("title", 400)


def test_a_title_is_one_line(ada: User, campaign: Campaign) -> None:
    assert actions.submit(by=ada, campaign=campaign, title=" Call\nback\t today ").title == "Call back today"


@pytest.mark.parametrize(
    ("step", "date"), [("planned", "listens_at"), ("curate", "curates_at"), ("shape", "curates_at")]
)
def test_outside_the_listening_step_an_idea_is_refused_with_the_date(step: str, date: str, ada: User) -> None:
    campaign = factories.campaign(step)

    with pytest.raises(CampaignClosed) as refused:
        actions.submit(by=ada, campaign=campaign, title="Call back")

    assert (refused.value.code, refused.value.status) == ("campaign_closed", 409)
    assert refused.value.extra == {"date": getattr(campaign, date).isoformat()}


def test_a_held_campaign_takes_no_ideas(ada: User, root: User, campaign: Campaign) -> None:
    held = actions.hold(by=root, campaign=campaign)

    with pytest.raises(CampaignClosed) as refused:
        actions.submit(by=ada, campaign=held, title="Call back")

    assert "on hold" in str(refused.value.message)


def test_who_is_not_asked_cannot_submit(bo: User, company: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        factories.idea(bo, factories.campaign(audience=(company.mill_lane,)))


def test_the_same_words_within_minutes_are_marked_as_possible_duplicate(ada: User, campaign: Campaign) -> None:
    first = factories.idea(ada, campaign, "Call back")
    second = factories.idea(ada, campaign, "Call back")

    assert (first.possible_duplicate_of, second.possible_duplicate_of) == (None, first)


@pytest.mark.parametrize("first_anonymous", [False, True])
def test_of_an_anonymous_idea_with_the_same_words_only_the_day_is_told(
    first_anonymous: bool, ada: User, bo: User, campaign: Campaign
) -> None:
    with time_machine.travel(campaign.listens_at + timedelta(days=1, minutes=1), tick=False):
        first = factories.idea(ada, campaign, "Call back", anonymous=first_anonymous)

    with time_machine.travel(campaign.listens_at + timedelta(days=1, minutes=30), tick=False):
        assert factories.idea(bo, campaign, "Call back", anonymous=True).possible_duplicate_of == first


def test_what_is_hidden_is_no_earlier_idea(ada: User, bo: User, campaign: Campaign) -> None:
    factories.idea(ada, campaign, "Ask Mr Smith")

    assert factories.idea(bo, campaign, "Ask Mr Smith").possible_duplicate_of is None


def test_the_same_words_a_day_later_are_not_marked(ada: User, bo: User) -> None:
    campaign = factories.campaign()
    first = factories.idea(ada, campaign, "Call back")

    with time_machine.travel(first.submitted_at + timedelta(days=1), tick=False):
        assert factories.idea(bo, campaign, "Call back").possible_duplicate_of is None


def test_an_anonymous_idea_leaves_its_author_in_no_log(ada: User, campaign: Campaign) -> None:
    before = AuditEntry.objects.count()

    idea = factories.idea(ada, campaign, anonymous=True)
    actions.edit(by=ada, idea=idea, title="Other words")

    assert AuditEntry.objects.count() == before


def test_an_import_may_say_when_an_idea_was_said(ada: User) -> None:
    campaign = factories.campaign("follow-through")
    moment = campaign.listens_at + timedelta(hours=1)

    assert actions.submit(by=ada, campaign=campaign, title="Call back", at=moment).submitted_at == moment


def test_an_import_cannot_say_it_was_before_listening_began(ada: User, campaign: Campaign) -> None:
    with pytest.raises(CampaignClosed):
        actions.submit(by=ada, campaign=campaign, title="Call back", at=campaign.listens_at - timedelta(seconds=1))


def test_a_curator_says_where_an_idea_has_got_to(mod: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="declined", reason="We tried it last year.")

    assert (fresh(idea).status, fresh(idea).reason) == ("declined", "We tried it last year.")
    entry = AuditEntry.objects.get(verb="ideas.set_status")
    assert (entry.actor, entry.before) == (mod, {"status": "open", "reason": ""})


def test_declining_needs_a_reason(mod: User, idea: Idea) -> None:
    with pytest.raises(Invalid) as refused:
        actions.set_status(by=mod, idea=idea, status="declined", reason=" ")

    assert refused.value.field == "reason"


@pytest.mark.parametrize("status", ["merged", "nonsense", ""])
def test_a_status_that_is_none_is_refused(status: str, mod: User, idea: Idea) -> None:
    with pytest.raises(Invalid):
        actions.set_status(by=mod, idea=idea, status=status, reason="Because.")


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_others_do_not_say_where_an_idea_has_got_to(who: str, request: pytest.FixtureRequest, idea: Idea) -> None:
    with pytest.raises(Forbidden):
        actions.set_status(by=request.getfixturevalue(who), idea=idea, status="adopted")


def test_after_as_many_ideas_as_an_hour_allows_the_next_is_refused_and_the_others_stay(
    ada: User, campaign: Campaign, settings: Any
) -> None:
    settings.COCREATE_IDEAS_AN_HOUR = 3
    for _ in range(3):
        factories.idea(ada, campaign)

    with pytest.raises(actions.TooManyIdeas) as refused:
        factories.idea(ada, campaign)

    assert (refused.value.status, refused.value.extra) == (429, {"retry_after": 3600})
    assert Idea.objects.filter(author=ada).count() == 3


def test_anonymous_ideas_are_limited_as_well(ada: User, campaign: Campaign, settings: Any) -> None:
    settings.COCREATE_IDEAS_AN_HOUR = 2
    for _ in range(2):
        factories.idea(ada, campaign, anonymous=True)

    with pytest.raises(actions.TooManyIdeas):
        factories.idea(ada, campaign)


def test_an_anonymous_idea_keeps_the_day_and_not_the_minute(ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)

    assert idea.submitted_at == timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def test_nothing_says_when_a_person_signed_in_last() -> None:
    assert "last_login" not in {field.name for field in User._meta.get_fields()}
