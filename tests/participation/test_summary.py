"""The Summary, the manager's page and the employee's: the same figures of one release everywhere."""

import csv
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import Forbidden
from ideas.models import Campaign
from participation import actions, queries
from participation.models import Reason, Release
from participation.queries.said import heard_by_day
from people.models import AuditEntry, User
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def heard(campaign: Campaign, company: SimpleNamespace, crowd: Crowd) -> Campaign:
    """10 of 12 in Mill Lane, 9 of 14 in Quayside, 4 of 9 in Station and 4 of 8 in South, counted and released."""
    counts = ((company.mill_lane, 12, 10), (company.quayside, 14, 9), (company.station, 9, 4), (company.south, 8, 4))
    for unit, size, number in counts:
        factories.took_part(campaign, *crowd(size, unit)[:number])
    actions.summarise(campaign=campaign)
    return campaign


def address(campaign: Campaign, name: str = "campaign", **more: Any) -> str:
    return reverse(f"participation:{name}", kwargs={"slug": campaign.slug, **more})


def page(client: Client, user: User, campaign: Campaign, **asked: Any) -> str:
    client.force_login(user)
    return client.get(address(campaign), asked).content.decode()


def test_all_of_a_release_stands_under_its_number(heard: Campaign) -> None:
    figures = Release.objects.get(campaign=heard, number=1).figures

    assert figures["overlap"] is not None
    assert figures["first_voice"] == (timezone.localdate() - timezone.localdate(heard.listens_at)).days
    assert figures["evenness"] is None  # nobody has voted
    assert {"stages", "themes", "agreed", "divided", "lowest"} <= figures.keys()


def test_people_are_added_up_by_day(heard: Campaign) -> None:
    assert [people for _, people in heard_by_day(heard)] == [27]


def test_an_earlier_release_is_shown_as_it_was(
    client: Client, mod: User, heard: Campaign, company: SimpleNamespace, crowd: Crowd
) -> None:
    factories.took_part(heard, *crowd(20, company.mill_lane))
    actions.summarise(campaign=heard)

    now, then = page(client, mod, heard), page(client, mod, heard, release=1)

    assert "47 <small>of" in now
    assert "27 <small>of" in then
    assert "Figures as they were: release 1" in then


@pytest.mark.parametrize("release", ["0", "7", "x", "-1", "9" * 30])
def test_a_release_that_is_none_is_not_to_be_found(client: Client, mod: User, heard: Campaign, release: str) -> None:
    client.force_login(mod)

    assert client.get(address(heard), {"release": release}).status_code == 404
    assert client.get(address(heard, "figures"), {"release": release}).status_code == 404


def test_csv_and_xlsx_hold_the_same_cells(client: Client, mod: User, heard: Campaign) -> None:
    client.force_login(mod)

    text = client.get(address(heard, "figures")).content.decode()
    response = client.get(address(heard, "workbook"))

    with ZipFile(BytesIO(response.content)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own file
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{CELL}c")] for row in sheet.iter(f"{CELL}row")]
    assert rows == list(csv.reader(text.splitlines()))
    assert ["Station", "9", *["hidden"] * 5] in rows
    assert response.headers["Content-Disposition"] == 'attachment; filename="next-visit-participation-1.xlsx"'


def test_the_workbook_of_an_employee_holds_their_own_unit_alone(client: Client, bo: User, heard: Campaign) -> None:
    client.force_login(bo)

    with ZipFile(BytesIO(client.get(address(heard, "workbook")).content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert "Quayside" in sheet
    assert "Mill Lane" not in sheet


def test_the_strip_is_sorted_and_hidden_cells_are_striped(client: Client, mod: User, heard: Campaign) -> None:
    html = page(client, mod, heard)

    strip = html[html.index('<table class="cc-heat">') :].split("</table>")[0]
    places = [strip.index(f"<bdi>{name}</bdi>") for name in ("Mill Lane", "Quayside", "Station")]
    assert places == sorted(places)
    assert 'class="hx"' in strip[places[2] :]


def test_each_picture_has_a_table(client: Client, mod: User, heard: Campaign) -> None:
    html = page(client, mod, heard)

    for picture in html.split("<figure")[1:]:
        assert "data-chart" in picture.split("</figure>")[0]
        assert "<table" in picture.split("</figure>")[0]
    assert html.count("data-chart=") == 2


def test_a_curator_notes_why_a_unit_is_quiet(
    client: Client, mod: User, eve: User, heard: Campaign, company: SimpleNamespace
) -> None:
    client.force_login(mod)

    response = client.post(address(heard, "reason", pk=company.station.pk), {"reason": "On the road <all> day"})

    assert response.status_code == 302
    assert Reason.objects.get().text == "On the road <all> day"
    assert "On the road &lt;all&gt; day" in page(client, eve, heard)
    assert AuditEntry.objects.filter(verb="participation.explain", actor=mod).count() == 1


def test_an_empty_reason_takes_it_back(mod: User, heard: Campaign, company: SimpleNamespace) -> None:
    actions.explain(by=mod, campaign=heard, unit=company.station, reason="Lockers")
    actions.explain(by=mod, campaign=heard, unit=company.station, reason=" ")

    assert not Reason.objects.exists()
    assert AuditEntry.objects.filter(verb="participation.explain").count() == 2


def test_the_same_reason_again_writes_nothing(mod: User, heard: Campaign, company: SimpleNamespace) -> None:
    for _ in range(2):
        actions.explain(by=mod, campaign=heard, unit=company.station, reason="Lockers")

    assert AuditEntry.objects.filter(verb="participation.explain").count() == 1


@pytest.mark.parametrize("name", ["bo", "eve", "root"])
def test_only_a_curator_notes_a_reason(
    name: str, named: Callable[[str], User], heard: Campaign, company: SimpleNamespace
) -> None:
    with pytest.raises(Forbidden):
        actions.explain(by=named(name), campaign=heard, unit=company.station, reason="Lockers")


def test_a_curator_notes_a_reason_in_scope_alone(heard: Campaign, company: SimpleNamespace) -> None:
    nora = factories.person("Nora", company.north, "curator", over=company.north)

    actions.explain(by=nora, campaign=heard, unit=company.mill_lane, reason="Early shift")
    with pytest.raises(Forbidden):
        actions.explain(by=nora, campaign=heard, unit=company.station, reason="Lockers")


def test_an_employee_is_not_told_the_reason(
    client: Client, mod: User, heard: Campaign, company: SimpleNamespace
) -> None:
    actions.explain(by=mod, campaign=heard, unit=company.station, reason="Phones stay in lockers")
    ola = factories.person("Ola", company.station)

    assert "lockers" not in page(client, ola, heard)
    assert "lockers" not in Api(ola).get(f"campaigns/{heard.slug}/participation/").content.decode()


@pytest.mark.parametrize("text", ["x" * 201, "a\x00b"])
def test_a_reason_that_does_not_fit_is_said_so(
    client: Client, mod: User, heard: Campaign, company: SimpleNamespace, text: str
) -> None:
    client.force_login(mod)

    assert client.post(address(heard, "reason", pk=company.station.pk), {"reason": text}).status_code == 400
    assert not Reason.objects.exists()


def test_a_program_notes_and_takes_back_a_reason(mod: User, heard: Campaign, company: SimpleNamespace) -> None:
    path = f"campaigns/{heard.slug}/participation/reasons/{company.station.pk}/"

    assert Api(mod).put(path, {"reason": "Lockers"}).json() == {"reason": "Lockers"}
    quiet = Api(mod).get(f"campaigns/{heard.slug}/participation/").json()["quiet"]
    assert {row["name"]: row["reason"] for row in quiet}["Station"] == "Lockers"
    assert Api(mod).delete(path).status_code == 204
    assert not Reason.objects.exists()


def test_a_unit_that_is_not_asked_has_no_reason(mod: User, company: SimpleNamespace) -> None:
    south = factories.campaign(audience=(company.south,))
    path = f"campaigns/{south.slug}/participation/reasons/{company.quayside.pk}/"

    assert problem(Api(mod).put(path, {"reason": "Lockers"})) == (404, "not_found")


def test_the_api_says_what_the_page_says(client: Client, mod: User, heard: Campaign) -> None:
    document = Api(mod).get(f"campaigns/{heard.slug}/participation/").json()
    html = page(client, mod, heard)

    assert document["release"] == 1
    assert [(week["number"], week["heard"], week["new"]) for week in document["weeks"]] == [(1, 27, 27)]
    assert all(sentence in html for sentence in document["sentences"])
    assert len(document["sentences"]) == 3


def test_results_are_told_to_nobody_while_the_campaign_listens(mod: User, heard: Campaign) -> None:
    figures = Api(mod).get(f"campaigns/{heard.slug}/participation/").json()["figures"]

    assert [figures[name] for name in ("stages", "themes", "agreed", "divided")] == [None] * 4
    assert queries.findings(mod, heard, figures) is None


def test_what_was_said_is_shown_when_the_campaign_is_curated(
    client: Client, mod: User, ada: User, campaign: Campaign, crowd: Crowd
) -> None:
    idea = factories.idea(ada, campaign, "Call back the same day")
    factories.theme(mod, campaign, idea, title="Waiting")
    factories.took_part(campaign, *crowd(12)[:9])
    actions.summarise(campaign=campaign)

    html = page(client, mod, factories.set_step(campaign, "curate"))

    assert "Heard by theme" in html
    assert "Waiting" in html


def test_a_closed_unit_s_voices_are_kept_in_the_one_that_follows(
    heard: Campaign, mod: User, client: Client, company: SimpleNamespace, crowd: Crowd
) -> None:
    old, new = company.mill_lane, company.quayside
    old.closed_on, old.succeeded_by = timezone.localdate(), new
    old.save()
    factories.took_part(heard, *crowd(12, new))
    actions.summarise(campaign=heard)

    html = page(client, mod, heard)

    figures = Release.objects.get(campaign=heard, number=2).figures
    assert {row["name"]: row["heard"] for row in figures["units"]}["Quayside"] == 31
    assert figures["reorganised"] == [1]
    assert "As it was before the re-organisation (release 1)" in html
    assert "<bdi>Mill Lane</bdi>" not in html
    assert "<bdi>Mill Lane</bdi>" in page(client, mod, heard, release=1)
