"""A digest depends neither on votes nor on what was written without a name, and leaves no trace of them behind."""

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from core import keys
from ideas import actions as ideas
from ideas.models import Campaign, Idea
from notices.models import Message
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.notices.digesting import send, subscribe, write
from votes.actions import cast
from votes.queries import news

pytestmark = pytest.mark.django_db
SUPPORTED, ANONYMOUS, NAMED = "Lamps for the dark yard", "The rota is unfair", "Call back the same day"


@pytest.fixture
def world(ada: User, bo: User, mod: User, crowd: Callable[..., list[User]], campaign: Campaign) -> SimpleNamespace:
    """Bo supports or follows an idea of ada's, wrote one without a name and one with it. All three are declined."""
    people = crowd(12)
    supported = factories.idea(ada, campaign, SUPPORTED)
    anonymous = factories.idea(bo, campaign, ANONYMOUS, anonymous=True)
    named = factories.idea(bo, campaign, NAMED)
    factories.took_part(campaign, ada, bo, *people)
    subscribe(ada, bo, *people)
    return SimpleNamespace(bo=bo, mod=mod, supported=supported, ideas=[supported, anonymous, named])


def decline(world: SimpleNamespace) -> None:
    for idea in world.ideas:
        ideas.set_status(by=world.mod, idea=fresh(idea), status="declined", reason="It costs too much.")


def rows_of(person: User) -> Iterator[tuple[str, str]]:
    """Every row of the database that holds the person's address, or is related to them: its table, and its words."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        owners = [field.attname for field in model._meta.concrete_fields if field.related_model is User]
        for row in model._base_manager.values(*names):
            words = " ".join(map(str, row.values()))
            if person.email in words or any(row[owner] == person.pk for owner in owners):
                yield model._meta.label, words


@pytest.mark.parametrize("is_sent", [False, True])
def test_no_row_that_names_somebody_holds_what_they_support_or_wrote_anonymously(
    world: SimpleNamespace, is_sent: bool
) -> None:
    cast(by=world.bo, idea=world.supported, choice="support")
    decline(world)
    written = write()
    if is_sent:
        send()

    own = list(rows_of(world.bo))

    assert "notices.Message" in {label for label, _row in own}
    assert any(NAMED in message.body for message in written if message.to == world.bo.email)
    assert [label for label, row in own if SUPPORTED in row or ANONYMOUS in row] == []
    assert not any(NAMED in row for label, row in own if label == "notices.Message" and is_sent)


def test_no_mail_to_anybody_names_them(world: SimpleNamespace) -> None:
    cast(by=world.bo, idea=world.supported, choice="support")
    decline(world)

    [to_bo] = [message for message in write() if message.to == world.bo.email]

    assert NAMED in to_bo.body + to_bo.html
    assert not {word for word in (SUPPORTED, ANONYMOUS) if word in to_bo.body + to_bo.html + to_bo.subject}


def still(message: Message) -> tuple[str, str, str]:
    """The mail without the token, which is drawn by lot for each person."""
    return tuple(re.sub(r"unsubscribe/[^/]+/", "", part) for part in (message.subject, message.body, message.html))  # type: ignore[return-value]


def test_the_mail_is_the_same_however_one_voted_and_whatever_one_follows(world: SimpleNamespace) -> None:
    seen = []
    for choice in ("support", "object", "pass", "follow", None):
        with transaction.atomic():
            if choice == "follow":
                ideas.follow(by=world.bo, idea=world.supported)
            elif choice:
                cast(by=world.bo, idea=world.supported, choice=choice)
            decline(world)
            seen.append({message.to: still(message) for message in write()})
            transaction.set_rollback(True)

    assert len(seen[0]) > 1
    assert all(each == seen[0] for each in seen)


def test_the_mail_of_an_anonymous_author_is_that_of_everybody_else(world: SimpleNamespace) -> None:
    ideas.set_status(by=world.mod, idea=world.ideas[1], status="declined", reason="It costs too much.")

    mails = {message.to: still(message) for message in write()}

    assert len(mails) == 14
    assert len(set(mails.values())) == 1


def test_who_composes_it_reads_no_vote_and_no_key(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    cast(by=world.bo, idea=world.supported, choice="support")
    decline(world)

    def never(*_arguments: Any, **_names: Any) -> None:
        raise AssertionError("a key was read")

    for name in ("find", "both", "find_pseudonym", "find_pseudonyms", "pseudonym"):
        monkeypatch.setattr(keys, name, never)
    with CaptureQueriesContext(connection) as asked:
        written = write()

    assert len(written) == 14
    assert not [each["sql"] for each in asked if re.search(r"votes_vote\b|author_key\W+(=|IN)", each["sql"])]


def test_the_control_a_page_that_shows_it_reads_both(world: SimpleNamespace) -> None:
    cast(by=world.bo, idea=world.supported, choice="support")
    decline(world)

    with CaptureQueriesContext(connection) as asked:
        page = news(fresh(world.bo))

    assert {SUPPORTED, ANONYMOUS} <= {told.event.idea.title for told in page.rows}
    assert [each["sql"] for each in asked if re.search(r"votes_vote\b", each["sql"])]


def test_once_it_was_sent_its_words_are_gone(world: SimpleNamespace) -> None:
    decline(world)
    write()

    send()

    assert set(Message.objects.values_list("body", "html", "unsubscribe")) == {("", "", "")}


def test_no_column_says_which_news_were_somebody_s(world: SimpleNamespace) -> None:
    """What is kept of two people with different news, but for what makes them two, is the same."""
    decline(world)
    write()

    kept = [{field: value for field, value in row.items() if field not in UNLIKE} for row in plans()]

    assert all(row == kept[0] for row in kept)


UNLIKE = {"user_id", "code", "since"}


def plans() -> list[dict[str, Any]]:
    model: type[models.Model] = apps.get_model("notices.Subscription")
    return list(model._default_manager.values())


def test_ideas_are_found_by_the_scan(world: SimpleNamespace) -> None:
    """The control: a message that told it would be found."""
    Message.objects.create(channel="mail", to=world.bo.email, subject="News", body=f"You support {SUPPORTED}")

    own = [label for label, row in rows_of(world.bo) if SUPPORTED in row]

    assert own == ["notices.Message"]
    assert Idea.objects.filter(title=SUPPORTED).exists()
