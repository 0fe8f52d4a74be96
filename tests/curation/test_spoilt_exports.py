"""A folder that somebody spoilt is refused with file, line and reason, and nothing of it is imported."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from core.errors import Invalid
from curation import actions, exchange
from curation.exchange import BadFiles
from curation.models import Question
from ideas.models import Campaign
from tests.curation.folders import come_in, go_out, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(lived: Campaign, tmp_path: Path) -> Path:
    return go_out(lived, tmp_path / "out")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadFiles) as refused:
        exchange.read(folder)
    with pytest.raises(CommandError, match="nothing was imported"):
        come_in(folder, slug="again")
    assert not Campaign.objects.filter(slug="again").exists()
    return [str(problem) for problem in refused.value.problems]


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unknown_reference(folder: Path) -> None:
    pk = rows(folder, "votes")[0]["idea"]
    change(folder, "votes.csv", f'"{pk}"', '"../../etc/passwd"')

    assert problems(folder) == ["votes.csv, line 2: the idea ../../etc/passwd is not in ideas.csv"]


def test_ten_thousand_columns(folder: Path) -> None:
    names = ",".join(f"c{number}" for number in range(10_000))
    change(folder, "themes.csv", '"id"', f'{names},"id"')

    assert "themes.csv, line 1: there are 10004 columns; 100 are allowed" in problems(folder)


def test_another_encoding(folder: Path) -> None:
    (folder / "themes.csv").write_bytes('"id","title","summary","position"\n"1","Größe","",""\n'.encode("utf-16"))

    assert any(each.startswith("themes.csv") and "not UTF-8" in each for each in problems(folder))


def test_a_file_that_is_missing(folder: Path) -> None:
    (folder / "events.csv").unlink()

    assert any(each.startswith("events.csv") for each in problems(folder))


def test_a_link_to_another_file(folder: Path) -> None:
    (folder / "events.csv").rename(folder / "elsewhere")
    (folder / "events.csv").symlink_to(folder / "elsewhere")

    assert any("no plain file" in each for each in problems(folder))


def test_an_idea_that_is_merged_into_itself_by_a_detour(folder: Path) -> None:
    one, two = [row["id"] for row in rows(folder, "ideas") if row["author"]]
    lines = rows(folder, "ideas")
    for row in lines:
        if row["id"] in (one, two):
            row["status"], row["merged_into"] = "merged", {one: two, two: one}[row["id"]]
    write(folder, "ideas", lines)

    assert any("by a detour" in each for each in problems(folder))


def test_a_voter_twice_on_one_idea(folder: Path) -> None:
    lines = rows(folder, "votes")
    write(folder, "votes", [*lines, lines[0]])

    assert any("idea and voter occur together twice" in each for each in problems(folder))


def test_no_campaign_in_its_description(folder: Path) -> None:
    for text in ("", "[]", "{", '{"format": "cocreate campaign"}', "[" * 100_000):
        (folder / "campaign.json").write_text(text)
        first, *_others = problems(folder)
        assert first.startswith("campaign.json")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("slug", "../../etc"),
        ("listens_at", "soon"),
        ("smallest_group", 1),
        ("holidays", {"a": 1}),
        ("time_zone", "../UTC"),
        ("title", "x" * 500),
        ("extended_at", "soon"),
    ],
)
def test_a_campaign_that_breaks_the_rules(folder: Path, name: str, value: Any) -> None:
    describe(folder, **{"slug": "again", name: value})

    with pytest.raises(CommandError, match="Nothing was imported"):
        come_in(folder)
    assert Campaign.objects.count() == 1


def test_rows_that_contradict_each_other(folder: Path) -> None:
    lines = rows(folder, "questions")
    write(folder, "questions", [{**lines[0], "id": n, "answered_at": "", "answer": ""} for n in ("x", "y")])

    with pytest.raises(CommandError, match="contradict each other"):
        come_in(folder, slug="again")
    assert Question.objects.count() == 1


def write(folder: Path, name: str, lines: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(lines)


def test_a_file_that_was_cut_off(folder: Path) -> None:
    path = folder / "ideas.csv"
    path.write_bytes(path.read_bytes()[:-9])

    assert any("this is not CSV" in each for each in problems(folder))


def test_a_meeting_without_a_unit(folder: Path) -> None:
    write(folder, "meetings", [{**row, "unit": ""} for row in rows(folder, "meetings")])

    assert problems(folder) == ["meetings.csv, line 2: the unit is blank"]


def test_an_idea_of_a_meeting_that_is_not_there(folder: Path) -> None:
    lines = rows(folder, "ideas")
    write(folder, "ideas", [{**row, "meeting": row["meeting"] and "0"} for row in lines])

    assert {each.split(": ")[1] for each in problems(folder)} == {"the meeting 0 is not in meetings.csv"}


@pytest.mark.parametrize(
    "wrong", [{"people": "40000"}, {"people": "-7"}, {"on": ""}, {"on": "Monday"}, {"written_at": ""}]
)
def test_a_meeting_that_cannot_be_read(folder: Path, wrong: dict[str, str]) -> None:
    write(folder, "meetings", [{**row, **wrong} for row in rows(folder, "meetings")])

    (problem,) = problems(folder)
    assert problem.startswith(f"meetings.csv, line 2: the {next(iter(wrong))} ")


@pytest.mark.parametrize("wrong", [{"author": "somebody"}, {"anonymous": "yes"}, {"unit": ""}])
def test_an_idea_of_a_meeting_that_could_be_of_somebody(folder: Path, wrong: dict[str, str]) -> None:
    lines = rows(folder, "ideas")
    if "author" in wrong:
        wrong = {"author": rows(folder, "people")[0]["id"]}
    write(folder, "ideas", [{**row, **(wrong if row["meeting"] else {})} for row in lines])

    refused(folder, "contradict each other")


@pytest.mark.parametrize("people", ["4", ""])
def test_a_meeting_of_too_few(folder: Path, people: str) -> None:
    write(folder, "meetings", [{**row, "people": people} for row in rows(folder, "meetings")])

    refused(folder, "contradict each other")


def test_an_extension_that_makes_it_shorter(folder: Path) -> None:
    lines = rows(folder, "extensions")
    write(folder, "extensions", [{**row, "until": row["before"]} for row in lines])

    refused(folder, "contradict each other")


def refused(folder: Path, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        come_in(folder, slug="again")
    assert not Campaign.objects.filter(slug="again").exists()


WORDS = {"title": "Der Besuch", "question": "Was hilft?", "context": ""}


@pytest.mark.parametrize(
    "words",
    [
        None,
        "de",
        [WORDS],
        {"de": "Der Besuch"},
        {"xx": WORDS},
        {"de": {}},
        {"de": {"title": "Der Besuch", "question": "Was hilft?"}},
        {"de": {**WORDS, "more": "x"}},
        {"de": WORDS, "en": {**WORDS, "title": 7}},
        {"de": {**WORDS, "title": ""}},
        {"de": {**WORDS, "title": "x" * 121}},
        {"de": {**WORDS, "question": "x" * 201}},
        {"de": {**WORDS, "context": "x" * 2001}},
        {"de": {**WORDS, "context": None}},
        {"de": {**WORDS, "context": "nothing\0"}},
        {"de": {**WORDS, "question": "\ud800"}},
    ],
)
def test_words_in_another_language_that_are_none(folder: Path, words: Any) -> None:
    describe(folder, words=words)

    with pytest.raises(Invalid) as refused:
        actions.import_campaign(rows=exchange.read(folder), slug="again")
    assert refused.value.field == "words"
    assert not Campaign.objects.filter(slug="again").exists()


@pytest.mark.parametrize("words", [{}, {"de": WORDS}, {"de": {**WORDS, "context": "x" * 2000}, "en": WORDS}])
def test_words_in_another_language_that_fit(folder: Path, words: Any) -> None:
    describe(folder, words=words)

    come_in(folder, slug="again")

    assert Campaign.objects.get(slug="again").words == words


@pytest.mark.parametrize("value", ["yes", "true", 1, None])
def test_whether_it_reminds_is_yes_or_no(folder: Path, value: Any) -> None:
    describe(folder, reminds=value)

    with pytest.raises(Invalid) as refused:
        actions.import_campaign(rows=exchange.read(folder), slug="again")
    assert refused.value.field == "reminds"


def describe(folder: Path, **values: Any) -> None:
    about = json.loads((folder / "campaign.json").read_text())
    about["campaign"] |= values
    (folder / "campaign.json").write_text(json.dumps(about))
