"""What only an administrator can put right: who learns of it, where, and that it ends."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.cache import ForgivingRedisCache
from notices import queries
from notices.actions import clear_alarm, raise_alarm
from notices.models import Alarm, Message, Notice
from people.models import Unit, User
from tests import factories

pytestmark = pytest.mark.django_db
Worker = Callable[[], AbstractContextManager[None]]
DATA = {
    "key_missing": ({"campaign": "The next <b>visit</b>"}, "The secret key of the campaign"),
    "tally_drift": ({"ideas": 3}, "results of 3 ideas differ"),
    "mail_failing": ({"error": "SMTPException"}, "SMTPException"),
    "redis_away": ({}, "wait until Redis is back"),
}


def read(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("notices:list")).text


def test_every_kind_has_its_words() -> None:
    assert set(DATA) == set(Alarm.Kind.values)


@pytest.mark.parametrize("kind", Alarm.Kind.values)
def test_administrators_see_on_every_page_what_to_do(client: Client, root: User, kind: str) -> None:
    data, words = DATA[kind]
    raise_alarm(kind=kind, data=data)
    client.force_login(root)

    pages = [client.get(reverse(name)).text for name in ("home", "people:settings")]

    assert all(words in page and f"{Alarm.Kind(kind).label}." in page for page in pages)
    assert not any("<b>visit" in page for page in pages)


@pytest.mark.parametrize("name", ["bo", "mod", "eve"])
def test_nobody_else_sees_it(client: Client, named: Callable[[str], User], name: str) -> None:
    raise_alarm(kind="tally_drift", data={"ideas": 3})

    assert "differ" not in read(client, named(name))


def test_it_costs_administrators_one_query_and_others_none(
    root: User, bo: User, django_assert_num_queries: Any
) -> None:
    assert (root.has_role("administrator"), bo.has_role("administrator")) == (True, False)  # as every page has asked

    with django_assert_num_queries(1):
        queries.alarms(root)
    with django_assert_num_queries(0):
        queries.alarms(bo)


def test_it_is_gone_when_it_was_put_right(client: Client, root: User) -> None:
    raise_alarm(kind="tally_drift", data={"ideas": 3})
    Notice.objects.all().delete()

    clear_alarm(kind="tally_drift")

    assert "differ" not in read(client, root)


def test_each_active_administrator_of_the_whole_is_told_by_notice_and_mail(
    root: User, mod: User, company: Any, worker: Worker
) -> None:
    factories.person("Gone", role="administrator", is_active=False)
    factories.person("Local", role="administrator", over=Unit.objects.get(pk=company.north.pk))
    factories.person("Other", role="administrator")

    with worker():
        raise_alarm(kind="tally_drift", data={"ideas": 3})

    assert {sent.to[0] for sent in mail.outbox} == {"root@example.com", "other@example.com"}
    assert set(Notice.objects.values_list("user__email", flat=True)) == {"root@example.com", "other@example.com"}


def test_the_notice_has_the_words_of_the_alarm(client: Client, root: User) -> None:
    alarm = raise_alarm(kind="tally_drift", data={"ideas": 3})
    clear_alarm(kind=alarm.kind)

    assert "results of 3 ideas differ" in read(client, root)


def test_mail_is_plain_text_in_the_reader_s_language(company: Any, worker: Worker) -> None:
    factories.person("Root", role="administrator", locale="de")

    with worker():
        raise_alarm(kind="key_missing", data={"campaign": "Mehr & weniger"})

    [sent] = mail.outbox
    assert sent.subject == "Cocreate: Der Schlüssel einer Kampagne fehlt"
    assert "Mehr & weniger" in sent.body
    assert "<" not in sent.body
    assert sent.body.rstrip().endswith("http://testserver")


def test_while_it_is_open_nobody_is_told_again(root: User) -> None:
    for number in (3, 4):
        raise_alarm(kind="tally_drift", data={"ideas": number})

    assert (Alarm.objects.count(), Notice.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_when_it_comes_back_they_are_told_again(root: User) -> None:
    for _time in range(2):
        raise_alarm(kind="tally_drift", data={"ideas": 3})
        clear_alarm(kind="tally_drift")

    assert (Alarm.objects.count(), Notice.objects.count(), Message.objects.count()) == (2, 2, 2)


def test_alarms_of_a_kind_are_told_apart_by_what_they_are_about(root: User) -> None:
    for slug in ("next-visit", "delivery-day"):
        raise_alarm(kind="key_missing", subject=slug, data={"campaign": slug})
    clear_alarm(kind="key_missing", subject="next-visit")

    assert [alarm.subject for alarm in queries.alarms(root)] == ["delivery-day"]


def test_administrators_see_that_redis_is_away(client: Client, root: User, bo: User, settings: Any) -> None:
    nowhere = {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/7"}
    settings.CACHES = {"default": nowhere}

    assert "wait until Redis is back" in read(client, root)
    assert "wait until Redis is back" not in read(client, bo)


def test_with_redis_there_is_no_such_banner(client: Client, root: User, settings: Any, redis_url: str) -> None:
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": redis_url}}

    assert "Redis" not in read(client, root)


def test_redis_is_not_asked_for_every_page(settings: Any) -> None:
    location = "redis://127.0.0.1:1/8"
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": location}}
    asked = ForgivingRedisCache(location, {}).server
    first = queries.away_since()
    when = asked.asked

    assert queries.away_since() == first
    assert asked.asked == when
