"""Re-organising on the page and by the API: the same verbs, the same refusals."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import actions
from people.models import Unit, User
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh
from tests.people.trees import check_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, root: User) -> Client:
    """Root's browser."""
    client.force_login(root)
    return client


def url(unit: Unit, verb: str = "") -> str:
    return f"/units/{unit.pk}/{verb}/" if verb else f"/units/{unit.pk}/"


class TestTheList:
    def test_it_shows_open_and_closed_units_and_what_succeeded_them(
        self, browser: Client, root: User, company: SimpleNamespace
    ) -> None:
        actions.merge_units(by=root, units=[company.mill_lane], into=company.station)

        html = browser.get("/units/").text

        for unit in (company.whole, company.north, company.quayside, company.mill_lane):
            assert f'href="{url(unit)}"' in html
        assert html.count(f'href="{url(company.station)}"') == 2  # itself, and as the successor

    def test_it_finds_by_name_and_by_code(self, browser: Client, company: SimpleNamespace) -> None:
        for q in ("Mill", "mill-l"):
            html = browser.get("/units/", {"q": q}).text
            assert f'href="{url(company.mill_lane)}"' in html
            assert f'href="{url(company.station)}"' not in html

    def test_it_goes_on_in_pages(self, browser: Client, company: SimpleNamespace) -> None:
        for _unit in range(100):
            last = factories.unit(parent=company.south)

        first = browser.get("/units/")

        assert f'href="{url(last)}"' not in first.text
        following = browser.get("/units/", {"after": first.context["page"].next}).text
        assert f'href="{url(last)}"' in following

    @pytest.mark.parametrize("q", ["\x00", "half \ufffd", "x" * 121])
    def test_what_cannot_be_looked_for_is_refused(self, q: str, browser: Client) -> None:
        assert browser.get("/units/", {"q": q}).status_code == 400

    def test_its_queries_do_not_grow_with_the_units(self, browser: Client, company: SimpleNamespace) -> None:
        browser.get("/units/")
        few = number_of_queries(browser)
        for _unit in range(30):
            factories.unit(parent=company.station)

        assert number_of_queries(browser) == few


def number_of_queries(browser: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/units/").status_code == 200
    return len(queries)


class TestThePageOfAUnit:
    def test_it_moves(self, browser: Client, company: SimpleNamespace) -> None:
        response = browser.post(url(company.mill_lane, "move"), {"below": "south"})

        assert (response.status_code, response.headers["Location"]) == (302, url(company.mill_lane))
        assert Unit.objects.get_parent(fresh(company.mill_lane)) == company.south

    def test_it_goes_to_the_top_when_nothing_is_typed(self, browser: Client, company: SimpleNamespace) -> None:
        browser.post(url(company.mill_lane, "move"), {"below": ""})

        assert fresh(company.mill_lane).depth == 1

    def test_others_are_merged_into_it(self, browser: Client, company: SimpleNamespace, ada: User, bo: User) -> None:
        browser.post(url(company.station, "merge"), {"units": "mill-lane, quayside"})

        assert (fresh(ada).unit, fresh(bo).unit) == (company.station, company.station)
        check_tree()

    def test_people_are_split_off(self, browser: Client, company: SimpleNamespace, ada: User) -> None:
        browser.post(url(company.mill_lane, "split"), {"name": "Kiosk", "code": "kiosk", "people": [ada.pk]})

        assert fresh(ada).unit == Unit.objects.get(code="kiosk")
        assert fresh(company.mill_lane).is_open

    def test_it_closes_with_its_people_gone(self, browser: Client, company: SimpleNamespace, ada: User) -> None:
        browser.post(url(company.mill_lane, "close"), {"into": "quayside"})

        assert fresh(company.mill_lane).succeeded_by == company.quayside
        assert "<form" not in browser.get(url(company.mill_lane)).text.split("<main")[1].split("</main")[0]

    @pytest.mark.parametrize(
        ("verb", "sent", "status"),
        [
            ("move", {"below": "nowhere"}, 400),
            ("move", {"below": "\x00"}, 400),
            ("move", {"below": "mill-lane"}, 409),
            ("merge", {"units": ""}, 400),
            ("merge", {"units": "nowhere, station"}, 400),
            ("merge", {"units": "mill-lane"}, 400),
            ("split", {"name": "Kiosk", "code": "kiosk"}, 400),
            ("split", {"name": "Kiosk", "code": "station", "people": "{ada}"}, 400),
            ("split", {"name": "", "code": "kiosk", "people": "{ada}"}, 400),
            ("split", {"name": "Kiosk", "code": "kiosk", "people": str(10**30)}, 400),
            ("close", {"into": ""}, 409),
            ("close", {"into": "nowhere"}, 400),
        ],
    )
    def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(
        self, verb: str, sent: dict[str, str], status: int, browser: Client, company: SimpleNamespace, ada: User
    ) -> None:
        words = {name: value.format(ada=ada.pk) for name, value in sent.items()}

        response = browser.post(url(company.mill_lane, verb), words)

        assert response.status_code == status
        assert 'class="cc-flash cc-flash--err' in response.text
        if words.get("name"):
            assert f'value="{words["name"]}"' in response.text
        assert fresh(ada).unit == company.mill_lane

    def test_a_unit_that_is_not_there_is_not_found(self, browser: Client) -> None:
        assert browser.get("/units/999999/").status_code == 404

    def test_names_are_shown_as_they_are_typed(self, browser: Client, company: SimpleNamespace) -> None:
        unit = company.mill_lane
        Unit.objects.filter(pk=unit.pk).update(name="<script>alert(1)</script>")

        assert "<script>alert(1)" not in browser.get(url(unit)).text
        assert "<script>alert(1)" not in browser.get("/units/").text


class TestTheApi:
    def test_units_are_listed_with_the_one_above(self, root: User, company: SimpleNamespace) -> None:
        rows = {row["code"]: row for row in Api(root).get("units/").json()["results"]}

        assert rows["mill-lane"]["below"] == company.north.pk
        assert (rows["harbour"]["below"], rows["harbour"]["headcount"]) == (None, 1)

    def test_its_people_are_listed(self, root: User, company: SimpleNamespace, ada: User) -> None:
        rows = Api(root).get(f"units/{company.mill_lane.pk}/people/").json()["results"]

        assert [row["id"] for row in rows] == [ada.pk]
        assert "email" not in rows[0]

    def test_the_four_verbs(self, root: User, company: SimpleNamespace, ada: User) -> None:
        api, pk = Api(root), company.mill_lane.pk

        moved = api.post(f"units/{pk}/move/", {"below": company.south.pk})
        parts = [{"name": "Kiosk", "code": "kiosk", "people": [ada.pk]}]
        split = api.post(f"units/{pk}/split/", {"parts": parts, "closes": False})
        [kiosk] = split.json()["parts"]
        merged = api.post(f"units/{company.station.pk}/merge/", {"units": [kiosk["id"]]})
        closed = api.post(f"units/{pk}/close/", {})

        assert [each.status_code for each in (moved, split, merged, closed)] == [200, 201, 200, 200]
        assert (moved.json()["below"], kiosk["headcount"]) == (company.south.pk, 1)
        assert closed.json()["closed_on"]
        assert fresh(ada).unit == company.station
        check_tree()

    def test_refusals_say_their_code(self, root: User, company: SimpleNamespace, ada: User) -> None:
        api, pk = Api(root), company.mill_lane.pk
        part = {"name": "Kiosk", "code": "kiosk", "people": [root.pk]}

        assert problem(api.post(f"units/{pk}/move/", {"below": pk})) == (409, "circular")
        assert problem(api.post(f"units/{pk}/close/", {})) == (409, "not_empty")
        assert problem(api.post(f"units/{company.north.pk}/close/", {"into": pk})) == (409, "has_open_units")
        for verb, body in (
            ("move", {}),
            ("move", {"below": 10**30}),
            ("move", {"below": True}),
            ("merge", {"units": []}),
            ("merge", {"units": [pk]}),
            ("split", {"parts": []}),
            ("split", {"parts": [part]}),
            ("split", {"parts": [{**part, "admin": True}]}),
            ("split", {"parts": "all"}),
            ("close", {"into": "quayside"}),
            ("close", {"to": pk}),
        ):
            assert problem(api.post(f"units/{pk}/{verb}/", body))[0] == 400, (verb, body)
        assert fresh(ada).unit == company.mill_lane

    def test_the_same_key_closes_once(self, root: User, company: SimpleNamespace) -> None:
        api, address = Api(root), f"units/{company.station.pk}/close/"

        answers = [api.post(address, {}, HTTP_IDEMPOTENCY_KEY="close-station") for _time in range(2)]

        assert [each.status_code for each in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
