from typing import Any

import pytest

from notices import actions, queries
from notices.models import Notice
from people.models import User

pytestmark = pytest.mark.django_db


def tell(*people: User, key: str = "1", path: str = "/ideas/1/") -> None:
    actions.tell([person.pk for person in people], kind="idea_in_priority", key=key, path=path, data={"idea": "Call"})


def test_each_person_is_told(ada: User, bo: User) -> None:
    tell(ada, bo)

    assert [queries.unread(person).count() for person in (ada, bo)] == [1, 1]


def test_nobody_is_told_the_same_twice(ada: User) -> None:
    tell(ada)
    tell(ada)

    assert Notice.objects.count() == 1


def test_what_was_read_is_not_told_again(ada: User) -> None:
    tell(ada)
    actions.mark_read(by=ada, notice_id=Notice.objects.get().pk)

    tell(ada)

    assert not queries.unread(ada).exists()


def test_another_thing_is_another_notice_and_the_newest_comes_first(ada: User) -> None:
    tell(ada, key="1")
    tell(ada, key="2")

    assert [notice.key for notice in queries.unread(ada)] == ["2", "1"]


def test_telling_nobody_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        tell()


def test_a_read_notice_leads_to_its_place(ada: User) -> None:
    tell(ada, path="/ideas/7/")

    assert actions.mark_read(by=ada, notice_id=Notice.objects.get().pk) == "/ideas/7/"
    assert not queries.unread(ada).exists()


def test_reading_again_keeps_the_first_time(ada: User) -> None:
    tell(ada)
    pk = Notice.objects.get().pk
    actions.mark_read(by=ada, notice_id=pk)
    first = Notice.objects.get().read_at

    actions.mark_read(by=ada, notice_id=pk)

    assert Notice.objects.get().read_at == first


def test_the_notice_of_somebody_else_leads_home_and_stays_unread(ada: User, bo: User) -> None:
    tell(ada)

    assert actions.mark_read(by=bo, notice_id=Notice.objects.get().pk) == "/"
    assert queries.unread(ada).exists()
