"""A byte scan: a receipt code is in nothing that is written down, however it is spelled."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from core import keys
from curation.queries.shown import shown as shown_on_pages
from ideas import actions, queries
from ideas.models import Campaign, Idea
from people import receipts
from people.models import User
from tests.api import Api
from tests.curation.folders import go_out
from tests.votes.test_secrecy_traces import everything_in_the_database, found_in, is_written


def traces(said: bytes | str, code: bytes) -> list[bytes]:
    """The spellings of `code` that occur."""
    text = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
    written = receipts.written(code)
    typed = [written, written.lower(), written.replace("-", ""), written.replace("-", " ")]
    return found_in(text, code) + [form.encode() for form in typed if form.encode() in text]


@pytest.fixture
def lived(ada: User, mod: User, campaign: Campaign, client: Client) -> tuple[Idea, bytes]:
    """An anonymous idea, shared over the API under a key, whose author has done with its code all there is."""
    cache.clear()
    sent = {"title": "Ask the new one", "anonymous": True}
    answer = Api(ada).post("campaigns/next-visit/ideas/", sent, headers={"Idempotency-Key": "once"})
    idea = Idea.objects.get(pk=answer.json()["id"])
    shown = {"headers": {"Receipt-Code": answer.json()["receipt"]}}
    client.force_login(ada)
    client.post(reverse("ideas:receipts"), {"code": "wrong " + answer.json()["receipt"]})
    client.post(reverse("ideas:receipts"), {"code": answer.json()["receipt"]})
    client.get(reverse("ideas:receipt", args=[idea.pk]))
    client.post(reverse("ideas:edit", args=[idea.pk]), {"title": "Ask the new one at the door"})
    Api(ada).patch(f"ideas/{idea.pk}/", {"today": "Nobody asks"}, **shown)
    Api(ada).get(f"ideas/{idea.pk}/receipt/", **shown)
    actions.follow(by=mod, idea=idea)
    return idea, keys.pseudonym(campaign.key_name, idea.pk, "receipt")


@pytest.mark.parametrize("form", [str, str.lower, lambda text: text.replace("-", "")])
def test_the_scan_finds_the_code_as_people_write_it(form: Any) -> None:
    code = bytes(range(100, 116))

    assert traces("before " + form(receipts.written(code)) + " after", code)


@pytest.mark.django_db(transaction=True)
def test_no_code_is_in_a_dump_though_its_digest_is(lived: tuple[Idea, bytes]) -> None:
    _idea, code = lived

    dump = everything_in_the_database()

    assert found_in(dump, receipts.digest(code)), "the scan finds what is there"
    assert traces(dump, code) == []


@pytest.mark.django_db
def test_no_code_is_in_a_log_a_mail_or_an_export(
    ada: User, campaign: Campaign, client: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path, request: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        idea, code = request.getfixturevalue("lived")
        client.get(f"{reverse('ideas:receipts')}?again={idea.pk}")

    said = "\n".join(json.dumps(vars(record), default=str) for record in caplog.records if is_written(record))
    mails = "".join(str(part) for each in mail.outbox for part in (each.subject, each.body))
    folder = go_out(campaign, tmp_path / "out")
    files = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    assert "POST /receipts/" in said
    assert traces(said, code) + traces(mails, code) + traces(files, code) == []
    assert receipts.digest(code).hex().encode() in files


@pytest.mark.django_db(transaction=True)
def test_typing_a_code_in_changes_no_row(ada: User, lived: tuple[Idea, bytes], client: Client) -> None:
    code = receipts.written(lived[1])
    client.get(reverse("people:trust"))
    before = everything_in_the_database()

    response = client.post(reverse("ideas:receipts"), {"code": code})

    assert response.status_code == 302
    assert everything_in_the_database() == before


@pytest.mark.django_db
def test_what_the_pages_show_as_a_file_holds_neither_code_nor_digest(mod: User, lived: tuple[Idea, bytes]) -> None:
    idea, code = lived
    shown = "".join(str(list(table.rows)) for table in shown_on_pages(mod, idea.campaign))

    assert idea.title[:10] in shown
    assert traces(shown, code) + found_in(shown, receipts.digest(code)) == []


@pytest.mark.parametrize("debug", [True, False])
def test_no_report_of_an_error_shows_a_code_that_came_along(debug: bool, settings: Any, rf: RequestFactory) -> None:
    settings.DEBUG = debug
    code = receipts.written(bytes(range(100, 116)))
    request = rf.get("/ideas/1/", headers={"Receipt-Code": code})
    request.COOKIES[receipts.cookie_name()] = code
    try:
        raise RuntimeError
    except RuntimeError as error:
        reporter = ExceptionReporter(request, type(error), error, None)

    assert "RECEIPT" in reporter.get_traceback_text().upper(), "there is something to hide"
    assert code not in reporter.get_traceback_html() + reporter.get_traceback_text()


@pytest.mark.django_db
def test_after_a_restore_the_code_opens_the_idea_again(
    ada: User, lived: tuple[Idea, bytes], campaign: Campaign, tmp_path: Path
) -> None:
    idea, code = lived
    folder = go_out(campaign, tmp_path / "out")
    Idea.objects.filter(pk=idea.pk).update(receipt=None)  # as elsewhere, where the original is not

    call_command("import_campaign", str(folder), slug="again", stdout=io.StringIO())

    found, _code = actions.open_receipt(by=ada, text=receipts.written(code))
    assert (found.campaign.slug, found.title) == ("again", "Ask the new one at the door")


@pytest.mark.django_db
def test_beside_its_original_an_import_answers_to_no_code(
    ada: User, lived: tuple[Idea, bytes], campaign: Campaign, tmp_path: Path
) -> None:
    idea, code = lived

    call_command("import_campaign", str(go_out(campaign, tmp_path / "out")), slug="again", stdout=io.StringIO())

    assert actions.open_receipt(by=ada, text=receipts.written(code))[0] == idea
    assert Idea.objects.get(campaign__slug="again").receipt is None
    assert queries.receipt_code(ada, idea) == receipts.written(code)
