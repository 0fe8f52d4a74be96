"""Digests over a real SMTP server: what arrives, and what happens when it does not."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client

from ideas import actions as ideas
from ideas.models import Campaign, Idea
from notices.actions import post, relay
from notices.actions.relay import LONGEST_WAIT
from notices.models import Message, Subscription
from people.models import User
from tests import factories
from tests.notices.digesting import after, send, subscribe, write
from tests.services.server import free_port

pytestmark = pytest.mark.django_db
LONGEST_LINE = 998  # RFC 5322, 2.1.1
UMLAUTS = "Für Ärzte, Köche & Übersetzerinnen: „Grüße“"


class Letterbox:
    """Takes mail, or refuses it with `refusal`. It keeps what was tried and what it took."""

    def __init__(self) -> None:
        self.refusal = ""
        self.tried: list[bytes] = []
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = bytes(envelope.original_content or b"")
        self.tried.append(raw)
        if self.refusal:
            return self.refusal
        self.taken.append(message_from_bytes(raw, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """A mail server on a port of its own, which the product's mail goes to."""
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield box
    server.stop()


@pytest.fixture
def digest(letterbox: Letterbox, ada: User, mod: User, campaign: Campaign) -> Callable[[], EmailMessage]:
    """Ada's digest, as it arrives."""
    factories.took_part(campaign, ada)
    idea = factories.idea(ada, campaign, UMLAUTS)
    ada.locale = "de"
    ada.save()
    subscribe(ada)
    ideas.set_status(by=mod, idea=idea, status="declined", reason="Zu teuer. " + "ß" * 180)

    def arrived() -> EmailMessage:
        write()
        send()
        return letterbox.taken[-1]

    return arrived


def parts(mail: EmailMessage) -> dict[str, str]:
    return {part.get_content_type(): part.get_content() for part in mail.iter_parts()}  # type: ignore[attr-defined]


def test_it_has_a_plain_part_before_the_page(digest: Callable[[], EmailMessage]) -> None:
    mail = digest()

    said = parts(mail)
    assert mail.get_content_type() == "multipart/alternative"
    assert list(said) == ["text/plain", "text/html"]
    assert UMLAUTS in said["text/plain"]
    assert "Für Ärzte, Köche &amp; Übersetzerinnen: „Grüße“" in said["text/html"]


def test_umlauts_stand_in_the_subject_and_travel_as_ascii(letterbox: Letterbox) -> None:
    post(channel="mail", to="ada@example.com", subject=UMLAUTS, body="Ja")

    relay()

    raw = re.search(rb"^Subject: .*(?:\r?\n[ \t].*)*", letterbox.tried[0], re.MULTILINE)
    assert raw is not None
    assert raw[0].isascii()
    assert letterbox.taken[0]["Subject"].strip() == UMLAUTS


@pytest.mark.parametrize("letter", ["x", "ß"])
def test_no_line_is_longer_than_mail_may_carry(letterbox: Letterbox, letter: str) -> None:
    words = letter * 5000
    post(channel="mail", to="ada@example.com", subject=letter * 200, body=words, html=f"<p>{words}</p>")

    relay()

    assert max(map(len, letterbox.tried[0].splitlines())) <= LONGEST_LINE
    assert words in parts(letterbox.taken[0])["text/plain"].replace("\n", "")


def test_one_click_ends_it_without_signing_in(digest: Callable[[], EmailMessage], ada: User) -> None:
    mail = digest()
    address = re.fullmatch(r"<http://testserver(/\S+)>", mail["List-Unsubscribe"].strip())
    assert address is not None

    response = Client(enforce_csrf_checks=True).post(address[1], {"List-Unsubscribe": "One-Click"})

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert response.status_code == 200
    assert Subscription.objects.values_list("rhythm", "next_at").get(user=ada) == ("off", None)


def test_a_scanner_that_opens_every_link_changes_nothing(
    digest: Callable[[], EmailMessage], ada: User, campaign: Campaign
) -> None:
    mail = digest()
    links = set(re.findall(r"http://testserver(/[^\s\"]*)", mail.as_string() + "".join(parts(mail).values())))
    links = {link.replace("&amp;", "&").rstrip(">") for link in links if "=" not in link}
    before = (
        Subscription.objects.values().get(user=ada),
        Message.objects.count(),
        User.objects.values().get(pk=ada.pk),
    )
    stranger, reader = Client(), Client()
    reader.force_login(ada)

    answers = [browser.get(link).status_code for browser in (stranger, reader) for link in sorted(links)]

    assert any("/unsubscribe/" in link for link in links)
    assert set(answers) <= {200, 302}
    now = (Subscription.objects.values().get(user=ada), Message.objects.count(), User.objects.values().get(pk=ada.pk))
    assert now == before


def test_it_says_that_a_machine_wrote_it_and_carries_no_picture(digest: Callable[[], EmailMessage]) -> None:
    mail = digest()

    assert mail["Auto-Submitted"] == "auto-generated"
    assert not re.search(r"<img|<link|url\(|@import|<script|<iframe", parts(mail)["text/html"], re.IGNORECASE)


def test_only_the_links_that_end_it_differ_from_person_to_person(
    letterbox: Letterbox, ada: User, bo: User, campaign: Campaign
) -> None:
    subscribe(ada, bo)
    write()
    send()

    links = [set(re.findall(r"href=\"([^\"]+)", parts(mail)["text/html"])) for mail in letterbox.taken]

    assert len(links) == 2
    assert {link.split("/")[3] for link in links[0] ^ links[1]} == {"unsubscribe"}


@pytest.mark.parametrize("refusal", ["451 Try again later", "554 Not now"])
def test_a_server_that_refuses_gets_the_same_mail_when_it_takes_mail_again(
    letterbox: Letterbox, digest: Callable[[], EmailMessage], refusal: str
) -> None:
    letterbox.refusal = refusal
    write()
    send(1)
    waits = Message.objects.get()
    letterbox.refusal = ""

    send(1 + LONGEST_WAIT / 86_400)

    names = [message_from_bytes(raw)["Message-ID"] for raw in letterbox.tried]
    assert (waits.sent_at, waits.tries) == (None, 1)
    assert names == [f"<{waits.pk}@testserver>"] * 2
    assert len(letterbox.taken) == 1
    assert Message.objects.get().sent_at is not None


def test_after_days_without_a_server_one_digest_comes_and_not_several(
    letterbox: Letterbox, settings: Any, ada: User, mod: User, campaign: Campaign
) -> None:
    factories.took_part(campaign, ada)
    subscribe(ada)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for day in (1, 2, 3):
        decline(mod, factories.idea(ada, campaign, f"Idea of day {day}"), day - 0.5)
        write(day)
        with after(day + 0.01):
            relay()
    settings.EMAIL_PORT = port

    send(3.5)
    write(4.5)
    send(4.5)

    said = [parts(mail)["text/plain"] for mail in letterbox.taken]
    assert ["Idea of day 1" in text for text in said] == [True, False]
    assert ["Idea of day 3" in text for text in said] == [False, True]


def decline(mod: User, idea: Idea, day: float) -> None:
    with after(day):
        ideas.set_status(by=mod, idea=idea, status="declined", reason="It costs too much.")


def test_what_was_given_up_is_told_anew_by_the_next(
    letterbox: Letterbox, ada: User, mod: User, campaign: Campaign
) -> None:
    factories.took_part(campaign, ada)
    subscribe(ada)
    decline(mod, factories.idea(ada, campaign, "Idea of day 1"), 0.5)
    [lost] = write()
    Message.objects.update(failed_at=lost.created_at)

    decline(mod, factories.idea(ada, campaign, "Idea of day 2"), 1.5)
    write(2)
    send(2)

    [mail] = letterbox.taken
    assert {"Idea of day 1", "Idea of day 2"} <= set(re.findall(r"Idea of day \d", parts(mail)["text/plain"]))
    assert not Message.objects.filter(pk=lost.pk).exists()
