"""What waits for a curator, against the promise of each campaign. 4 May 2026 is a Monday."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.keyset import WrongCursor
from curation import actions, queries
from curation.models import Run, Suggestion
from ideas import actions as ideas
from ideas.models import Campaign, Case, Idea
from people.models import User
from tests import factories
from tests.api import Api
from tests.curation.browsing import url
from tests.factories import fresh

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def waiting(viewer: User, **options: Any) -> list[tuple[str, str]]:
    return [(row.kind, row.idea.title) for row in queries.queue(viewer, **options).page.rows]


def test_an_idea_waits_until_a_curator_does_something_about_it(mod: User, idea: Idea) -> None:
    assert waiting(mod) == [("idea", idea.title)]

    actions.set_status(by=mod, idea=idea, status="shortlisted")

    assert waiting(mod) == []


def test_an_idea_that_needs_nothing_is_marked_as_read(mod: User, idea: Idea) -> None:
    actions.mark_read(by=mod, ideas=[idea])

    assert waiting(mod) == []


def test_what_a_person_does_not_curate_does_not_wait_for_them(eve: User, bo: User, company: Any, idea: Idea) -> None:
    north = factories.person("Nora", company.north, "curator", over=company.north)

    assert waiting(eve) == waiting(bo) == waiting(north) == []


def test_working_days_are_told_and_what_is_late(mod: User, idea: Idea, clock: Any) -> None:
    clock.move_to(datetime(2026, 5, 7, 12, tzinfo=UTC))
    (row,) = queries.queue(mod).page.rows
    assert (row.wait.days, row.wait.promised, row.wait.is_late) == (3, 5, False)

    clock.move_to(datetime(2026, 5, 12, 1, tzinfo=UTC))
    found = queries.queue(mod)

    assert (found.page.rows[0].wait.late_by, found.counts.late) == (1, 1)


def test_holidays_of_the_campaign_do_not_count(mod: User, campaign: Campaign, idea: Idea, clock: Any) -> None:
    ideas.change_campaign(by=mod, campaign=campaign, holidays=["2026-05-05", "2026-05-06"])
    clock.move_to(datetime(2026, 5, 12, 1, tzinfo=UTC))

    assert queries.queue(mod).page.rows[0].wait.days == 4


def test_what_is_due_first_stands_on_top_also_where_more_days_are_promised(
    mod: User, ada: User, idea: Idea, clock: Any
) -> None:
    slow = factories.campaign(read_days=20)
    old = factories.idea(ada, slow, "Wait long")
    clock.move_to(MONDAY + timedelta(days=1))
    new = factories.idea(ada, idea.campaign, "Wait short")

    assert [title for _, title in waiting(mod)] == [idea.title, new.title, old.title]


def test_an_answer_waits_until_a_curator_acts_on_it_or_has_read_it(mod: User, ada: User, idea: Idea) -> None:
    question = actions.ask(by=mod, idea=idea, text="Which day?")
    assert waiting(mod) == []
    actions.answer(by=ada, question=question, text="Every day.")
    assert waiting(mod) == [("answer", idea.title)]

    actions.mark_read(by=mod, ideas=[idea])
    assert waiting(mod) == []

    actions.answer(by=ada, question=actions.ask(by=mod, idea=idea, text="And where?"), text="Here.")
    assert waiting(mod) == [("answer", idea.title)]
    factories.theme(mod, idea.campaign, idea)
    assert waiting(mod) == []


def test_a_text_to_decide_on_waits(mod: User, ada: User, idea: Idea) -> None:
    actions.mark_read(by=mod, ideas=[idea])
    Case.objects.create(idea=idea)

    assert waiting(mod) == [("case", idea.title)]


def test_counts_say_how_much_of_each_there_is(mod: User, ada: User, idea: Idea) -> None:
    other = factories.idea(ada, idea.campaign)
    Case.objects.create(idea=other)
    question = actions.ask(by=mod, idea=idea, text="Which day?")
    actions.answer(by=ada, question=question, text="Every day.")

    counts = queries.queue(mod).counts

    assert (counts.ideas, counts.answers, counts.cases, counts.suggestions, counts.late) == (1, 1, 1, 0, 0)


def test_an_anonymous_idea_counts_from_its_day_wherever_the_campaign_is(
    mod: User, ada: User, campaign: Campaign, clock: Any
) -> None:
    ideas.change_campaign(by=mod, campaign=campaign, time_zone="America/New_York")
    factories.idea(ada, campaign, anonymous=True)
    clock.move_to(datetime(2026, 5, 11, 12, tzinfo=UTC))
    found = queries.queue(mod)

    assert (found.page.rows[0].wait.days, found.counts.late) == (5, 0)


def test_pages_hold_each_row_once_across_kinds_and_promises(mod: User, ada: User, idea: Idea, clock: Any) -> None:
    slow = factories.campaign(read_days=9, time_zone="Pacific/Kiritimati")
    for number in range(12):
        clock.move_to(MONDAY + timedelta(hours=7 * number))
        made = factories.idea(ada, slow if number % 2 else idea.campaign, anonymous=number % 3 == 0)
        if number % 4 == 0:
            Case.objects.create(idea=made)
    whole = [(row.kind, row.id) for row in queries.queue(mod, size=100).page.rows]

    walked, cursor = [], ""
    for _ in range(20):
        page = queries.queue(mod, cursor=cursor, size=4).page
        walked += [(row.kind, row.id) for row in page.rows]
        cursor = page.next
        if not cursor:
            break

    assert len(whole) == 16
    assert walked == whole
    back = queries.queue(mod, cursor=page.previous, size=4).page
    assert [(row.kind, row.id) for row in back.rows] == whole[-8:-4]


def test_a_cursor_of_another_list_is_refused(mod: User, idea: Idea) -> None:
    with pytest.raises(WrongCursor):
        queries.queue(mod, cursor="made up")


def test_more_rows_cost_no_more_queries(
    mod: User, ada: User, idea: Idea, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    factories.many_ideas(ada, idea.campaign, 30)
    client.force_login(mod)
    client.get("/curation/queue/")

    with django_assert_max_num_queries(25):
        client.get("/curation/queue/")


class TestFaces:
    def test_the_page_says_how_long_and_offers_to_mark_it_as_read(
        self, client: Client, mod: User, idea: Idea, clock: Any
    ) -> None:
        clock.move_to(datetime(2026, 5, 13, 9, tzinfo=UTC))
        client.force_login(mod)

        html = " ".join(client.get("/curation/queue/").text.split())

        assert "<b>7 of 5</b> working days" in html
        assert "Late by 2 working days" in html
        read = client.post(url("read", idea.pk))
        assert (read.status_code, read.url) == (302, "/curation/queue/")
        assert fresh(idea).handled_at is not None
        assert "Nothing waits" in client.get("/curation/queue/").text

    def test_under_htmx_come_the_next_rows(self, client: Client, mod: User, ada: User, campaign: Campaign) -> None:
        factories.many_ideas(ada, campaign, 25)
        client.force_login(mod)
        after = queries.queue(mod).page.next

        html = client.get(f"/curation/queue/?after={after}", headers={"HX-Request": "true"}).text

        assert html.count('class="cc-idea"') == 5
        assert "<html" not in html

    def test_a_curator_sees_the_queue_in_the_api(self, mod: User, idea: Idea) -> None:
        (row,) = Api(mod).get("me/queue/").json()["results"]

        assert row == {
            "kind": "idea",
            "id": idea.pk,
            "campaign": "next-visit",
            "idea": idea.pk,
            "title": idea.title,
            "since": "2026-05-04T09:00:00Z",
            "working_days": 0,
            "promised": 5,
            "due_on": "2026-05-11",
            "is_late": False,
        }

    def test_programs_mark_an_idea_as_read_and_set_its_status(self, mod: User, idea: Idea) -> None:
        assert Api(mod).post(f"ideas/{idea.pk}/read/", {}).status_code == 204
        response = Api(mod).post(f"ideas/{idea.pk}/status/", {"status": "declined", "reason": "Too dear."})

        assert (response.json()["status"], response.json()["reason"]) == ("declined", "Too dear.")

    def test_declining_without_a_reason_is_refused(self, client: Client, mod: User, idea: Idea) -> None:
        client.force_login(mod)

        page = client.post(url("status", idea.pk), {"status": "declined", "reason": ""})
        program = Api(mod).post(f"ideas/{idea.pk}/status/", {"status": "declined"})

        assert (page.status_code, program.status_code) == (400, 400)
        assert "Say why" in page.text
        assert "reason" in program.json()["errors"]

    def test_a_curator_finds_the_form_on_the_idea_and_others_do_not(
        self, client: Client, mod: User, bo: User, idea: Idea
    ) -> None:
        client.force_login(mod)
        assert url("status", idea.pk) in client.get(f"/ideas/{idea.pk}/").text

        client.force_login(bo)
        assert url("status", idea.pk) not in client.get(f"/ideas/{idea.pk}/").text


def test_suggestions_of_earlier_searches_are_not_counted_again(mod: User, campaign: Campaign) -> None:
    for number in (1, 2):
        run = Run.objects.create(campaign=campaign, digest=str(number), groups=1, done_at=timezone.now())
        rows = {"campaign": campaign, "run": run, "kind": "group", "ideas": [1, 2], "strength": 1}
        Suggestion.objects.create(**rows, digest=str(number))

    assert queries.queue(mod).counts.suggestions == 1
