"""A campaign taken along as a file holds what its pages show, and nothing else."""

import csv
import json
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from curation import actions
from ideas import actions as ideas
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh
from votes import actions as votes

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def ann(company: SimpleNamespace) -> User:
    """An analyst."""
    return factories.person("Ann", company.whole, "analyst")


@pytest.fixture
def spoken(ada: User, bo: User, mod: User, campaign: Campaign, crowd: Crowd) -> Campaign:
    """Ideas with twelve, seven like-minded and three voters, one anonymous, one merged, one hidden, one taken back."""
    people = crowd(12)
    many = factories.idea(ada, campaign, "=Many votes", better='Say "hello";\nthen wait')
    alike = factories.idea(bo, campaign, "All alike", anonymous=True)
    few = factories.idea(bo, campaign, "Few votes")
    for number, person in enumerate(people):
        votes.cast(by=person, idea=many, choice="object" if number % 3 else "support")
        if number < 7:
            votes.cast(by=person, idea=alike, choice="support")
        if number < 3:
            votes.cast(by=person, idea=few, choice="support")
    ideas.comment(by=bo, idea=many, text="@all: yes")
    ideas.withdraw(by=bo, idea=factories.idea(bo, campaign, "Taken back"))
    Idea.objects.filter(pk=factories.idea(bo, campaign, "Names a person").pk).update(hidden_at=campaign.created_at)
    factories.theme(mod, campaign, many, title="Waiting")
    actions.answer(by=bo, question=actions.ask(by=mod, idea=alike, text="How?"), text="So.")
    return factories.close(campaign, days=2)


def whole(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def sheets(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".csv"): list(csv.DictReader(StringIO(text(archive, name), newline="")))
            for name in archive.namelist()
        }


def text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8-sig")


def taken(viewer: User, campaign: Campaign, kind: str = "csv") -> Any:
    response = Api(viewer).get(f"campaigns/{campaign.slug}/export/?format={kind}")
    assert response.status_code == 200
    return sheets(whole(response)) if kind == "csv" else json.loads(whole(response))


def test_results_are_hidden_and_blurred_as_on_the_pages(ann: User, spoken: Campaign) -> None:
    rows = {row["title"]: row for row in taken(ann, spoken)["ideas"]}

    def result(title: str) -> tuple[str, ...]:
        row = rows[title]
        return row["votes"], row["support_percent"], row["object_percent"], row["pass_percent"]

    assert result("'=Many votes") == ("10", "40", "60", "0")  # as of the last release
    assert result("All alike") == ("5", "80 or more", "20 or less", "20 or less")
    assert result("Few votes") == ("hidden: too few votes", "hidden", "hidden", "hidden")


def test_while_people_vote_only_results_come_that_the_reader_may_see(mod: User, spoken: Campaign) -> None:
    factories.set_step(spoken, "listen")

    rows = {row["title"]: row for row in taken(mod, spoken)["ideas"]}

    assert rows["'=Many votes"]["votes"] == "hidden: vote first"


def test_hidden_and_withdrawn_ideas_are_not_in_it(mod: User, spoken: Campaign) -> None:
    text = json.dumps(taken(mod, spoken, "json"))

    assert "Taken back" not in text
    assert "Names a person" not in text


def test_nobody_is_named_and_of_an_anonymous_idea_only_the_day_is_told(ann: User, spoken: Campaign) -> None:
    found = taken(ann, spoken, "json")

    text = json.dumps(found)
    assert not any(name in text for name in ("Ada", 'Bo"', "Mod", "example.com"))
    alike = next(row for row in found["ideas"] if row["title"] == "All alike")
    assert (alike["anonymous"], alike["said_by"], len(alike["at"])) == (True, "", 10)
    assert len(found["questions"][0]["answered_at"]) == 10
    many = next(row for row in found["ideas"] if row["title"] == "=Many votes")
    assert (many["said_by"], many["theme"]) == ("Service adviser · Mill Lane", "Waiting")


def test_cells_keep_quotes_and_line_breaks_and_are_no_formulas(ann: User, spoken: Campaign) -> None:
    found = taken(ann, spoken)

    many = next(row for row in found["ideas"] if row["title"] == "'=Many votes")
    assert many["better"] == 'Say "hello";\nthen wait'
    assert found["comments"][0]["text"] == "'@all: yes"


def test_json_and_csv_hold_the_same_rows(ann: User, spoken: Campaign) -> None:
    by_csv, by_json = taken(ann, spoken), taken(ann, spoken, "json")

    assert {name: len(rows) for name, rows in by_csv.items()} == {
        name: len(rows) for name, rows in by_json.items() if name != "campaign"
    }
    assert by_json["campaign"]["slug"] == spoken.slug


def test_more_ideas_cost_a_handful_of_queries(
    ann: User, ada: User, spoken: Campaign, django_assert_max_num_queries: Any
) -> None:
    factories.set_step(spoken, "listen")
    factories.many_ideas(fresh(ada), spoken, 150)

    with django_assert_max_num_queries(45):
        taken(ann, spoken)


def test_an_unknown_format_is_refused(ann: User, spoken: Campaign) -> None:
    assert problem(Api(ann).get(f"campaigns/{spoken.slug}/export/?format=xlsx"))[0] == 400


@pytest.mark.parametrize("who", ["ada", "eve", "root"])
def test_others_take_nothing_along(who: str, named: Callable[[str], User], client: Client, spoken: Campaign) -> None:
    client.force_login(named(who))

    assert client.get(f"/campaigns/{spoken.slug}/export/").status_code == 403
    assert client.get(f"/campaigns/{spoken.slug}/export/?format=csv").status_code == 403


def test_the_page_says_what_is_in_it_and_hands_it_out(client: Client, mod: User, spoken: Campaign) -> None:
    client.force_login(mod)

    page = client.get(f"/campaigns/{spoken.slug}/export/").text
    file = client.get(f"/campaigns/{spoken.slug}/export/?format=csv")

    assert "No vote and no name is in it" in page
    assert file.headers["Content-Disposition"] == f'attachment; filename="{spoken.slug}.zip"'
    assert set(sheets(whole(file))) == {"ideas", "themes", "comments", "questions"}
