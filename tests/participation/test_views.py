import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.models import Campaign
from participation import actions
from participation.models import Summary
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Worker = Callable[[], AbstractContextManager[None]]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def heard(campaign: Campaign, company: SimpleNamespace, crowd: Crowd) -> Campaign:
    """The campaign, in which 10 of Mill Lane, 9 of Quayside and 4 of Station have taken part, counted and released."""
    counts = ((company.mill_lane, 12, 10), (company.quayside, 14, 9), (company.station, 9, 4), (company.south, 8, 4))
    for unit, size, number in counts:
        factories.took_part(campaign, *crowd(size, unit)[:number])
    actions.summarise(campaign=campaign)
    return campaign


def page(client: Client, user: User, campaign: Campaign, **asked: str) -> str:
    client.force_login(user)
    return client.get(reverse("participation:campaign", args=[campaign.slug]), asked).content.decode()


def test_a_curator_sees_every_unit_and_which_are_quiet(client: Client, mod: User, heard: Campaign) -> None:
    html = page(client, mod, heard)

    assert all(name in html for name in ("Mill Lane", "Quayside", "Station"))
    assert "2 units not shown" in html


def test_an_employee_sees_the_company_and_their_own_unit(client: Client, bo: User, heard: Campaign) -> None:
    html = page(client, bo, heard)

    assert "27 <small>of 44</small>" in html
    assert "Quayside" in html
    assert "Mill Lane" not in html
    assert "Station" not in html
    assert "Count now" not in html


def test_a_curator_of_a_region_sees_its_units_and_no_others(
    client: Client, company: SimpleNamespace, heard: Campaign
) -> None:
    nora = factories.person("Nora", company.north, "curator", over=company.north)

    html = page(client, nora, heard)

    assert "Mill Lane" in html
    assert "Station" not in html


def test_hidden_cells_say_so_and_hold_no_number(client: Client, mod: User, heard: Campaign) -> None:
    html = page(client, mod, heard)

    row = html[html.index("<bdi>Station</bdi>") :].split("</tr>")[0]
    assert row.count("hidden") >= 2
    assert "%" not in row


def test_of_many_units_the_rest_is_folded_until_all_are_asked_for(
    client: Client, mod: User, heard: Campaign, company: SimpleNamespace, crowd: Crowd
) -> None:
    for number in range(45):
        crowd(1, factories.unit(f"Shop {number:02}", company.north))
    crowd(14, company.mill_lane)
    factories.took_part(heard, *crowd(6, company.mill_lane))
    actions.summarise(campaign=heard)

    folded, whole = page(client, mod, heard), page(client, mod, heard, all="")

    assert "units are folded." in folded
    assert "Shop 44" not in folded
    assert "Shop 44" in whole
    assert "units are folded." not in whole


def test_the_smallest_group_is_the_campaign_s_own(client: Client, mod: User) -> None:
    campaign = factories.campaign(smallest_group=8)

    assert "fewer than eight participants" in page(client, mod, campaign)


def test_before_the_first_release_the_page_says_when_there_will_be_figures(
    client: Client, mod: User, campaign: Campaign
) -> None:
    html = page(client, mod, campaign)

    assert "Figures appear once five people have taken part" in html
    assert "Not counted yet." in html


def test_a_campaign_that_does_not_ask_me_is_not_to_be_found(client: Client, bo: User, company: SimpleNamespace) -> None:
    campaign = factories.campaign(audience=(company.south,))
    client.force_login(bo)

    urls = [reverse(f"participation:{name}", args=[campaign.slug]) for name in ("campaign", "figures")]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert client.post(reverse("participation:summarise", args=[campaign.slug])).status_code == 404


def test_strangers_are_sent_to_sign_in(client: Client, campaign: Campaign) -> None:
    for name, args in (("campaigns", []), ("campaign", [campaign.slug]), ("figures", [campaign.slug])):
        assert client.get(reverse(f"participation:{name}", args=args)).status_code == 302


def test_count_now_has_a_worker_count_and_comes_back(
    client: Client, mod: User, campaign: Campaign, worker: Worker
) -> None:
    client.force_login(mod)

    with worker():
        response = client.post(reverse("participation:summarise", args=[campaign.slug]))

    assert response.status_code == 302
    assert Summary.objects.get().counted_at is not None


def test_an_employee_may_not_have_it_counted(client: Client, bo: User, campaign: Campaign) -> None:
    client.force_login(bo)

    response = client.post(reverse("participation:summarise", args=[campaign.slug]))

    assert response.status_code == 403
    assert not Summary.objects.exists()


def test_counting_is_asked_for_by_post_alone(client: Client, mod: User, campaign: Campaign) -> None:
    client.force_login(mod)

    assert client.get(reverse("participation:summarise", args=[campaign.slug])).status_code == 405


def test_under_htmx_count_now_answers_with_a_status_that_asks_again(
    client: Client, mod: User, campaign: Campaign
) -> None:
    client.force_login(mod)

    html = client.post(reverse("participation:summarise", args=[campaign.slug]), **HTMX).content.decode()

    assert "<html" not in html
    assert "Being counted now." in html
    assert 'hx-trigger="load delay:1s"' in html


def test_the_status_asks_again_until_it_is_counted_and_then_brings_the_figures(
    client: Client, mod: User, heard: Campaign
) -> None:
    client.force_login(mod)
    url = reverse("participation:campaign", args=[heard.slug])
    asked = {"asked": str(timezone.now().timestamp())}

    before = client.get(url, asked, **HTMX)
    actions.summarise(campaign=heard)
    after = client.get(url, asked, **HTMX)

    assert "Being counted now." in before.content.decode()
    assert (after.headers["HX-Retarget"], 'id="report"' in after.content.decode()) == ("#report", True)
    assert "hx-trigger" not in after.content.decode()


@pytest.mark.parametrize("asked", ["1", "nonsense", "nan", "inf", "1e999", "-1"])
def test_the_status_stops_asking_after_a_minute_or_when_the_address_is_nonsense(
    client: Client, mod: User, campaign: Campaign, asked: str
) -> None:
    assert "hx-trigger" not in page(client, mod, campaign, asked=asked)


def test_the_file_holds_the_same_cells_as_the_page(client: Client, mod: User, heard: Campaign) -> None:
    client.force_login(mod)

    response = client.get(reverse("participation:figures", args=[heard.slug]))

    rows = list(csv.reader(response.content.decode().splitlines()))
    assert rows[1][:3] == ["everyone", "44", "27"]
    assert ["Station", "9", *["hidden"] * 5] in rows
    assert response.headers["Content-Disposition"] == 'attachment; filename="next-visit-participation-1.csv"'


def test_the_file_of_an_employee_holds_their_own_unit_alone(client: Client, bo: User, heard: Campaign) -> None:
    client.force_login(bo)

    text = client.get(reverse("participation:figures", args=[heard.slug])).content.decode()

    assert "Quayside" in text
    assert "Mill Lane" not in text


def test_a_unit_named_like_a_formula_is_no_formula_in_the_file(
    client: Client, mod: User, campaign: Campaign, company: SimpleNamespace, crowd: Crowd
) -> None:
    company.mill_lane.name = "=1+1"
    company.mill_lane.save()
    factories.took_part(campaign, *crowd(10)[:6], unit=company.mill_lane)
    actions.summarise(campaign=campaign)
    client.force_login(mod)

    text = client.get(reverse("participation:figures", args=[campaign.slug])).content.decode()

    assert "'=1+1" in text


def test_the_list_shows_the_company_s_figures_of_each_campaign(client: Client, bo: User, heard: Campaign) -> None:
    factories.campaign(title="Delivery day")
    client.force_login(bo)

    html = client.get(reverse("participation:campaigns")).content.decode()

    assert "<b>27</b> of 44 colleagues" in html
    assert "Nothing released yet" in html


def strip(client: Client, user: User, campaign: Campaign) -> str:
    """The card that the campaign's page carries."""
    client.force_login(user)
    html = client.get(reverse("ideas:campaign", args=[campaign.slug])).content.decode()
    return html[html.index('aria-labelledby="coverage"') :].split("</section>")[0]


def test_the_strip_tells_everyone_how_many_units_were_heard(client: Client, bo: User, heard: Campaign) -> None:
    html = strip(client, bo, heard)

    assert "Heard from 2 of 4 units" in html
    assert "Your unit, Quayside, is outlined." in html
    assert html.count('class="quiet"') == 2


def test_only_who_may_see_units_is_led_to_who_is_missing(client: Client, bo: User, eve: User, heard: Campaign) -> None:
    assert "Who is missing" not in strip(client, bo, heard)
    assert "Who is missing" in strip(client, eve, heard)


def test_the_strip_is_honest_before_the_first_release(client: Client, bo: User, campaign: Campaign) -> None:
    assert "Nothing to show yet." in strip(client, bo, campaign)


def test_the_list_costs_the_same_however_many_campaigns(
    client: Client, mod: User, heard: Campaign, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        factories.campaign()
    client.force_login(mod)

    with django_assert_max_num_queries(8):
        client.get(reverse("participation:campaigns"))
