"""The bell and the list of notices."""

import pytest
from django.test import Client
from django.urls import reverse

from notices.actions import tell
from notices.models import Notice
from people.models import User


@pytest.fixture
def notice(ada: User) -> Notice:
    """Ada has been told that her idea was taken up."""
    data = {"idea": "Call <b>back</b>", "priority": "Explain it once", "position": 2}
    tell([ada.pk], kind="idea_in_priority", key="1", path="/ideas/7/", data=data)
    return Notice.objects.get()


def read(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("notices:list")).text


def test_a_notice_says_what_became_of_the_idea(client: Client, ada: User, notice: Notice) -> None:
    html = read(client, ada)

    assert "became part of Priority 2" in html
    assert "Call &lt;b&gt;back&lt;/b&gt;" in html


def test_nobody_reads_the_notices_of_others(client: Client, bo: User, notice: Notice) -> None:
    assert "became part of" not in read(client, bo)


def test_the_bell_counts_what_is_unread(client: Client, ada: User, notice: Notice) -> None:
    assert "1 new notice" in read(client, ada)

    client.post(reverse("notices:open", args=[notice.pk]))

    assert "new notice" not in read(client, ada)


def test_opening_a_notice_marks_it_read_and_leads_on(client: Client, ada: User, notice: Notice) -> None:
    client.force_login(ada)

    response = client.post(reverse("notices:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert response.url == "/ideas/7/"
    assert notice.read_at is not None


def test_the_notice_of_somebody_else_leads_home_and_stays_unread(client: Client, bo: User, notice: Notice) -> None:
    client.force_login(bo)

    response = client.post(reverse("notices:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert response.url == "/"
    assert notice.read_at is None


def test_a_kind_that_is_no_longer_known_still_has_words(client: Client, ada: User) -> None:
    tell([ada.pk], kind="long_gone", key="1", path="/", data={})

    assert "There is news about something you said." in read(client, ada)


def test_an_empty_list_says_what_will_be_there(client: Client, bo: User) -> None:
    assert "Nothing yet" in read(client, bo)


def test_get_marks_nothing_as_read(client: Client, ada: User, notice: Notice) -> None:
    client.force_login(ada)

    assert client.get(reverse("notices:open", args=[notice.pk])).status_code == 405
    assert Notice.objects.get().read_at is None


def test_a_stranger_comes_back_to_the_list(client: Client, notice: Notice) -> None:
    response = client.post(reverse("notices:open", args=[notice.pk]))

    assert response.url == f"{reverse('account_login')}?next={reverse('notices:list')}"
