"""How a receipt code is written, read, and carried by a browser or a program."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.keys import PSEUDONYM_BYTES
from people import receipts
from people.models import User

CODE = bytes(range(100, 116))
WRITTEN = "34CN-K6ES-395M-P2TV-BGDS-PQWX-9F"


@given(st.binary(min_size=receipts.CODE_BYTES, max_size=receipts.CODE_BYTES))
def test_what_is_written_is_read_again(code: bytes) -> None:
    assert receipts.read(receipts.written(code)) == code


def test_a_code_stands_in_groups_of_four() -> None:
    assert [len(group) for group in receipts.written(CODE).split("-")] == [4, 4, 4, 4, 4, 4, 2]


def test_a_code_is_as_long_as_a_pseudonym_and_more_than_a_hundred_bits() -> None:
    assert receipts.CODE_BYTES == PSEUDONYM_BYTES
    assert receipts.CODE_BYTES * 8 >= 100


@pytest.mark.parametrize("spoil", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "")])
def test_small_letters_blanks_and_no_dashes_are_forgiven(spoil: Any) -> None:
    assert receipts.read(spoil(receipts.written(CODE))) == CODE


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    code = receipts.written(b"\x00" * 15 + b"\x21")

    assert receipts.read(code.replace("0", "o").replace("1", "l")) == b"\x00" * 15 + b"\x21"


@pytest.mark.parametrize("text", ["", "7K2F", "U" * 26, "Z" * 26, "é" * 26, "0" * 27, "\x00" * 26])
def test_what_is_no_code_is_none(text: str) -> None:
    assert receipts.read(text) is None


@pytest.fixture
def carried(rf: RequestFactory, bo: User) -> Any:
    """`carried(cookie, header)`: the receipts of bo's request."""

    def ask(cookie: str = "", header: str = "", user: Any = bo) -> frozenset[bytes]:
        request = rf.get("/", headers={receipts.HEADER: header} if header else {})
        request.user = user
        request.session = Client().session
        if cookie:
            request.COOKIES[receipts.cookie_name()] = cookie
        seen: list[Any] = []

        def answer(asked: Any) -> HttpResponse:
            seen.append(asked.user)
            return HttpResponse()

        receipts.Receipts(answer)(request)
        return frozenset(getattr(seen[0], "receipts", frozenset()))

    return ask


def sealed(user: User, *codes: bytes) -> str:
    """The cookie of a device on which `user` typed these codes in."""
    return signing.dumps([receipts.written(code) for code in codes], salt=receipts._salt(user.pk), compress=True)


@pytest.mark.django_db
def test_cookie_and_header_are_carried_as_digests(carried: Any, bo: User) -> None:
    other = bytes(16)

    found = carried(sealed(bo, CODE), f"{receipts.written(other)}, nonsense")

    assert found == {receipts.digest(CODE), receipts.digest(other)}


@pytest.mark.django_db
def test_the_cookie_of_somebody_else_is_nobody_s(carried: Any, ada: User) -> None:
    assert carried(sealed(ada, CODE)) == frozenset()


@pytest.mark.django_db
def test_a_forged_cookie_is_nothing(carried: Any, bo: User) -> None:
    assert carried(sealed(bo, CODE)[:-1] + "x") == frozenset()


@pytest.mark.django_db
def test_a_stranger_carries_nothing(carried: Any, bo: User) -> None:
    assert carried(sealed(bo, CODE), receipts.written(CODE), user=AnonymousUser()) == frozenset()


@pytest.mark.django_db
def test_one_request_s_codes_are_not_the_next_one_s(client: Client, bo: User) -> None:
    client.force_login(bo)
    client.get("/livez", headers={receipts.HEADER: receipts.written(CODE)})

    assert User.receipts == frozenset()
    assert client.get(reverse("people:trust")).context["user"].receipts == frozenset()


@pytest.mark.django_db
def test_without_a_code_nothing_is_asked_of_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get("/livez", headers={receipts.HEADER: receipts.written(CODE)})
