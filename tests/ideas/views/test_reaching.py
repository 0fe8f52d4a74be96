from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ideas import actions
from ideas.models import Campaign, Extension, Idea, Meeting
from ideas.qr import code_of
from people.models import Unit, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
GERMAN = {"language": "de", "title": "Der nächste Besuch", "question": "Was würde ihn besser machen?", "context": ""}


@pytest.fixture
def group(company: SimpleNamespace, crowd: Any) -> Unit:
    """A unit of twelve people."""
    crowd(12, company.quayside)
    return factories.fresh(company.quayside)


def at(name: str, campaign: Campaign) -> str:
    return reverse(f"ideas:{name}", args=[campaign.slug])


def test_the_campaign_leads_there_for_whoever_runs_it(signed_in: Any, mod: User, bo: User, campaign: Campaign) -> None:
    assert at("reach", campaign) in signed_in(mod).get(at("campaign", campaign)).text
    assert at("reach", campaign) not in signed_in(bo).get(at("campaign", campaign)).text


def test_an_extension_stands_on_the_campaign_for_everybody(
    signed_in: Any, mod: User, bo: User, campaign: Campaign
) -> None:
    until = (timezone.localdate() + timedelta(days=30)).isoformat()

    answer = signed_in(mod).post(at("extend", campaign), {"until": until, "reason": "The night shift was away"})

    assert (answer.status_code, Extension.objects.count()) == (302, 1)
    assert "The night shift was away" in signed_in(bo).get(at("campaign", campaign)).text


def test_what_was_typed_is_kept_when_it_does_not_fit(signed_in: Any, mod: User, campaign: Campaign) -> None:
    answer = signed_in(mod).post(at("extend", campaign), {"until": "2020-01-01", "reason": "The night shift was away"})

    assert answer.status_code == 400
    assert "The night shift was away" in answer.text


def test_a_question_is_read_in_the_reader_s_language(signed_in: Any, mod: User, bo: User, campaign: Campaign) -> None:
    bo.locale = "de"
    bo.save()

    assert signed_in(mod).post(at("translate", campaign), GERMAN).status_code == 302

    assert GERMAN["question"] in signed_in(bo).get(at("campaign", campaign)).text
    assert GERMAN["question"] not in signed_in(mod).get(at("campaign", campaign)).text


def test_an_idea_of_a_meeting_says_so(
    signed_in: Any, mod: User, bo: User, campaign: Campaign, company: SimpleNamespace, group: Unit
) -> None:
    said = {"unit": group.code, "on": timezone.localdate().isoformat(), "people": 12, "ideas": "A bench\nOpen at six"}

    assert signed_in(mod).post(at("meeting", campaign), {**said, "language": "en"}).status_code == 302

    idea = Idea.objects.get(title="A bench")
    page = " ".join(signed_in(bo).get(reverse("ideas:detail", args=[idea.pk])).text.split())
    assert "Said at a meeting in <bdi>Quayside</bdi>, 12 people" in page
    assert "written down by a curator" in page


def test_a_poster_is_for_a_unit_and_in_a_language_and_its_code_is_that_of_all(
    signed_in: Any, mod: User, campaign: Campaign, company: SimpleNamespace
) -> None:
    actions.translate(by=mod, campaign=campaign, language="de", words=GERMAN)
    asked = {"unit": company.quayside.code, "language": "de"}

    html = signed_in(mod).get(at("poster", campaign), asked).text

    assert company.quayside.name in html
    assert GERMAN["question"] in html
    assert code_of(settings.BASE_URL.rstrip("/") + at("submit", campaign)).path in html


@pytest.mark.parametrize("asked", [{"unit": "nowhere"}, {"language": "tlh"}])
def test_there_is_no_other_poster(asked: dict[str, str], signed_in: Any, mod: User, campaign: Campaign) -> None:
    assert signed_in(mod).get(at("poster", campaign), asked).status_code == 400


def test_the_page_costs_the_same_with_one_meeting_and_with_ten(
    signed_in: Any, mod: User, campaign: Campaign, group: Unit, django_assert_max_num_queries: Any
) -> None:
    reader = signed_in(mod)
    with django_assert_max_num_queries(40) as empty:
        reader.get(at("reach", campaign))
    rows = [Meeting(campaign=campaign, unit=group, on=timezone.localdate(), people=12) for _place in range(10)]
    Meeting.objects.bulk_create(rows)

    with django_assert_max_num_queries(len(empty)):
        reader.get(at("reach", campaign))


def test_whether_reminders_go_out_is_a_rule_of_the_campaign(signed_in: Any, mod: User, campaign: Campaign) -> None:
    actions.change_campaign(by=mod, campaign=campaign, reminds=False)

    assert not fresh(campaign).reminds
    assert "They are switched off for this campaign." in signed_in(mod).get(at("reach", campaign)).text
