from collections.abc import Callable
from types import SimpleNamespace

import pytest

from core import keys
from ideas import actions, rules
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]
EVERYONE = ["ada", "bo", "mod", "eve", "root"]


@pytest.fixture
def regional(company: SimpleNamespace) -> User:
    """A curator of the north alone."""
    return factories.person("Regional", company.north, "curator", over=company.north)


@pytest.mark.parametrize("who", EVERYONE)
def test_a_campaign_without_audience_asks_everyone(who: str, named: Named, campaign: Campaign) -> None:
    assert rules.is_asked(named(who), campaign) is True


@pytest.mark.parametrize(
    ("audience", "asked"), [("mill_lane", True), ("north", True), ("whole", True), ("south", False)]
)
def test_a_campaign_asks_the_units_of_its_audience_and_all_below(
    audience: str, asked: bool, ada: User, company: SimpleNamespace
) -> None:
    campaign = factories.campaign(audience=(getattr(company, audience),))

    assert rules.is_asked(ada, campaign) is asked


def test_whoever_has_no_unit_is_asked_only_where_everyone_is(campaign: Campaign, company: SimpleNamespace) -> None:
    nowhere = factories.person("Nowhere")

    assert rules.is_asked(nowhere, campaign) is True
    assert rules.is_asked(nowhere, factories.campaign(audience=(company.whole,))) is False


def test_who_has_left_is_not_asked(ada: User, campaign: Campaign) -> None:
    ada.is_active = False

    assert rules.is_asked(ada, campaign) is False


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("who", EVERYONE)
def test_only_who_wrote_it_is_the_author(
    who: str, anonymous: bool, ada: User, named: Named, campaign: Campaign
) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)

    assert rules.is_author(named(who), idea) is (who == "ada")


def test_without_the_key_an_anonymous_idea_has_no_author(ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)
    keys.destroy(campaign.key_name)

    assert rules.is_author(ada, idea) is False


@pytest.mark.parametrize(
    ("who", "changes", "may"),
    [
        ("ada", {}, True),
        ("ada", {"voted_on": True}, True),
        ("ada", {"withdrawn_at": "2026-05-04"}, False),
        ("bo", {}, False),
        ("mod", {}, False),
        ("eve", {}, False),
        ("root", {}, False),
    ],
)
def test_who_may_edit_an_idea(who: str, changes: dict[str, object], may: bool, named: Named, idea: Idea) -> None:
    for name, value in changes.items():
        setattr(idea, name, value)

    assert rules.may_edit(named(who), idea) is may


@pytest.mark.parametrize(
    ("who", "everyone", "north", "south"),
    [
        ("ada", False, False, False),
        ("eve", False, False, False),
        ("root", False, False, False),
        ("mod", True, True, True),
        ("regional", False, True, False),
    ],
)
def test_who_may_curate(
    who: str, everyone: bool, north: bool, south: bool, named: Named, company: SimpleNamespace, campaign: Campaign
) -> None:
    campaigns = [campaign, *(factories.campaign(audience=(unit,)) for unit in (company.mill_lane, company.south))]

    assert [rules.may_curate(named(who), each) for each in campaigns] == [everyone, north, south]


def test_a_curator_curates_only_where_the_whole_audience_is_in_scope(regional: User, company: SimpleNamespace) -> None:
    campaign = factories.campaign(audience=(company.mill_lane, company.station))

    assert rules.may_curate(regional, campaign) is False


@pytest.mark.parametrize(
    ("who", "may"), [("ada", False), ("eve", False), ("regional", False), ("mod", True), ("root", True)]
)
def test_who_may_run_and_open_a_campaign(who: str, may: bool, named: Named, campaign: Campaign) -> None:
    assert rules.may_run(named(who), campaign) is may
    assert rules.may_open_campaign(named(who)) is may


@pytest.mark.parametrize(
    ("who", "role", "over", "audience", "leads"),
    [
        ("head", "executive", None, (), True),
        ("head", "executive", None, ("north",), True),
        ("head", "executive", "north", ("north",), True),
        ("head", "executive", "north", ("mill_lane",), True),
        ("head", "executive", "north", (), False),
        ("head", "executive", "mill_lane", ("north",), False),
        ("head", "executive", "north", ("mill_lane", "station"), False),
        ("head", "curator", None, (), False),
        ("head", "administrator", None, (), False),
        ("head", "analyst", None, (), False),
    ],
)
def test_who_leads_a_campaign(
    who: str, role: str, over: str | None, audience: tuple[str, ...], leads: bool, company: SimpleNamespace
) -> None:
    head = factories.person(who, company.station, role, over=getattr(company, over) if over else None)
    campaign = factories.campaign(audience=tuple(getattr(company, name) for name in audience))

    assert rules.leads(head, campaign) is leads


def test_who_has_left_leads_nothing(eve: User, campaign: Campaign) -> None:
    eve.is_active = False

    assert rules.leads(eve, campaign) is False


@pytest.mark.parametrize(
    ("who", "may"), [("ada", True), ("bo", False), ("mod", True), ("eve", True), ("root", False), ("regional", True)]
)
def test_who_may_talk_where_mill_lane_is_asked(who: str, may: bool, named: Named, company: SimpleNamespace) -> None:
    assert rules.may_talk(named(who), factories.campaign(audience=(company.mill_lane,))) is may


@pytest.mark.parametrize("who", EVERYONE)
def test_a_comment_is_of_whoever_said_it(who: str, bo: User, named: Named, idea: Idea) -> None:
    said = actions.comment(by=bo, idea=idea, text="Which phone?")

    assert rules.wrote(named(who), idea, said) is (who == "bo")
    assert rules.wrote(named(who), idea) is (who == "ada")
