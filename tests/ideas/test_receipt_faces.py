"""The receipt code on pages and in the API: got on sending, shown again, typed in, carried, forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import KeptAnswer
from ideas import queries
from ideas.models import Campaign, Idea
from people import receipts
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh
from tests.ideas.test_receipts import forget_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_tried")]
IDEAS = "campaigns/next-visit/ideas/"
TYPED = reverse("ideas:receipts")
SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    """`signed_in(bo).get(…)`: what bo's browser gets."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def page_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_who_has_just_shared_an_anonymous_idea_reads_its_code(signed_in: SignedIn, ada: User, hers: Idea) -> None:
    response = signed_in(ada).get(reverse("ideas:detail", args=[hers.pk]), {"shared": 1})

    assert queries.receipt_code(ada, hers) in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_later_the_idea_s_page_leads_its_author_alone_to_the_code(
    signed_in: SignedIn, ada: User, bo: User, hers: Idea
) -> None:
    link = reverse("ideas:receipt", args=[hers.pk])

    assert link in page_of(signed_in(ada), "ideas:detail", hers.pk)
    assert link not in page_of(signed_in(bo), "ideas:detail", hers.pk)


def test_the_receipt_is_text_and_a_square_and_kept_by_no_browser(
    signed_in: SignedIn, ada: User, hers: Idea, code: str
) -> None:
    response = signed_in(ada).get(reverse("ideas:receipt", args=[hers.pk]))

    page = response.content.decode()
    assert f">{code}</code>" in page
    assert "cc-code" in page
    assert f"#{code}" not in page, "no link holds it"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("spoil", [str, str.lower, lambda text: text.replace("-", " ")])
def test_the_right_code_opens_the_idea_as_its_author(
    spoil: Callable[[str], str], signed_in: SignedIn, ada: User, hers: Idea, code: str
) -> None:
    hers = forget_key(hers)
    browser = signed_in(ada)
    assert browser.get(reverse("ideas:receipt", args=[hers.pk])).status_code == 404

    response = browser.post(TYPED, {"code": spoil(code)})

    assert response.headers["Location"] == reverse("ideas:detail", args=[hers.pk])
    assert code not in str(response.headers)
    assert browser.get(reverse("ideas:receipt", args=[hers.pk])).status_code == 200
    assert hers.title in page_of(browser, "strategy:impact")


def test_the_cookie_is_closed_to_scripts_and_ends_with_the_browser_where_the_session_does(
    signed_in: SignedIn, ada: User, code: str
) -> None:
    browser = signed_in(ada)
    session = browser.session
    session.set_expiry(0)
    session.save()

    cookie = browser.post(TYPED, {"code": code}).cookies[receipts.cookie_name()]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_it_lasts_as_long_as_the_session_where_that_is_remembered(signed_in: SignedIn, ada: User, code: str) -> None:
    cookie = signed_in(ada).post(TYPED, {"code": code}).cookies[receipts.cookie_name()]

    assert int(cookie["max-age"]) > 86_400


@pytest.mark.parametrize("wrong", ["7K2F", receipts.written(bytes(16)), "ü", "\U0001f600"])
def test_a_wrong_code_is_said_the_same_way_whatever_it_is(
    signed_in: SignedIn, bo: User, hers: Idea, wrong: str
) -> None:
    response = signed_in(bo).post(TYPED, {"code": wrong})

    assert response.status_code == 400
    assert response.context["form"].errors == {
        "code": ["This code belongs to no idea here. Check each group of four, and that nothing is missing."]
    }
    assert receipts.cookie_name() not in response.cookies


def test_after_ten_wrong_codes_the_page_says_when_to_go_on(signed_in: SignedIn, bo: User, code: str) -> None:
    browser = signed_in(bo)
    for _time in range(10):
        browser.post(TYPED, {"code": "wrong"})

    response = browser.post(TYPED, {"code": code})

    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")


def test_a_device_forgets_the_codes_when_asked(signed_in: SignedIn, ada: User, hers: Idea, code: str) -> None:
    forget_key(hers)
    browser = signed_in(ada)
    browser.post(TYPED, {"code": code})

    browser.post(reverse("ideas:forget_receipts"))

    assert browser.get(reverse("ideas:receipt", args=[hers.pk])).status_code == 404
    assert browser.get(TYPED).context["kept"] == 0


def test_a_device_forgets_the_codes_when_somebody_signs_out(
    signed_in: SignedIn, ada: User, hers: Idea, code: str
) -> None:
    browser = signed_in(ada)
    browser.post(TYPED, {"code": code})

    response = browser.post(reverse("account_logout"))

    assert response.cookies[receipts.cookie_name()].value == ""


def test_who_signs_in_next_on_the_device_is_not_the_author(
    signed_in: SignedIn, ada: User, bo: User, hers: Idea, code: str
) -> None:
    signed_in(ada).post(TYPED, {"code": code})

    page = signed_in(bo).get(reverse("ideas:receipt", args=[hers.pk]))

    assert page.status_code == 404


def test_claiming_is_explained_and_then_done(signed_in: SignedIn, ada: User, hers: Idea) -> None:
    browser = signed_in(ada)
    page = page_of(browser, "ideas:claim", hers.pk)

    response = browser.post(reverse("ideas:claim", args=[hers.pk]))

    assert "This cannot be undone" in page
    assert response.headers["Location"] == reverse("ideas:detail", args=[hers.pk])
    assert fresh(hers).author == ada
    assert ada.display_name not in page_of(browser, "ideas:detail", hers.pk)


def test_pages_of_a_receipt_are_german_for_germans(signed_in: SignedIn, ada: User, hers: Idea) -> None:
    User.objects.filter(pk=ada.pk).update(locale="de")
    browser = signed_in(ada)

    pages = [page_of(browser, *place) for place in (("ideas:receipt", hers.pk), ("ideas:claim", hers.pk))]

    assert "Deine Quittung" in pages[0]
    assert "Zu deiner Idee stehen" in pages[1]
    assert "Finde deine anonyme Idee wieder" in page_of(browser, "ideas:receipts")


def test_the_api_answers_an_anonymous_idea_with_its_code(ada: User, campaign: Campaign) -> None:
    anonymous = Api(ada).post(IDEAS, {"title": "Call back", "anonymous": True}).json()
    named = Api(ada).post(IDEAS, {"title": "Ring back"}).json()

    assert anonymous["receipt"] == queries.receipt_code(ada, Idea.objects.get(pk=anonymous["id"]))
    assert (len(anonymous["receipt"]), named["receipt"]) == (32, "")


def test_a_repeated_post_gets_the_code_again_though_it_is_not_kept(ada: User, campaign: Campaign) -> None:
    sent = {"title": "Call back", "anonymous": True}
    first, second = (Api(ada).post(IDEAS, sent, headers={"Idempotency-Key": "once"}) for _time in range(2))

    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.json() == second.json()
    assert first.json()["receipt"]
    assert first.json()["receipt"] not in KeptAnswer.objects.get().body


def test_a_program_is_the_author_by_its_header(ada: User, mod: User, hers: Idea, code: str) -> None:
    hers = forget_key(hers)
    factories.set_step(hers.campaign, "curate")
    api, place, shown = Api(ada), f"ideas/{hers.pk}/", {"headers": {"Receipt-Code": code}}

    assert (api.get(place).json()["mine"], api.get(place, **shown).json()["mine"]) == (False, True)
    assert api.get(IDEAS, **shown).json()["results"][0]["mine"] is True
    assert problem(api.patch(place, {"title": "Ask her"})) == (404, "not_found")
    assert api.patch(place, {"title": "Ask her"}, **shown).status_code == 200
    assert api.get(f"{place}receipt/", **shown).json()["code"] == ""
    assert api.post(f"{place}claim/", {}, **shown).json()["anonymous"] is False


def test_the_api_shows_the_code_while_it_can(ada: User, bo: User, hers: Idea, code: str) -> None:
    place = f"ideas/{hers.pk}/receipt/"

    assert Api(ada).get(place).json()["code"] == code
    assert problem(Api(bo).get(place)) == (404, "not_found")


def test_in_a_list_the_holder_s_idea_is_theirs_on_pages_too(
    signed_in: SignedIn, ada: User, hers: Idea, code: str
) -> None:
    forget_key(hers)
    browser = signed_in(ada)
    browser.post(TYPED, {"code": code})

    assert browser.get(f"/api/v1/{IDEAS}").json()["results"][0]["mine"] is True
