"""A whole campaign goes out into a folder and comes in again as an equal one."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core import keys
from core.errors import Refusal
from curation.exchange.tables import TABLES
from ideas import actions as ideas
from ideas import queries as ideas_queries
from ideas.models import Campaign, Comment, Idea, TakenPart
from people.models import Unit, User
from tests import factories
from tests.curation.folders import come_in, go_out, rows
from tests.factories import fresh
from votes import actions as votes
from votes import queries as votes_queries
from votes.models import Tally, UnitTally, Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def told(folder: Path) -> dict[str, Any]:
    """What a folder says, with everything that must differ between two equal campaigns put aside: ids, by order."""
    numbers: dict[tuple[str, str], str] = {}

    def number(table: str, key: str) -> str:
        return numbers.setdefault((table, key), f"{table} {len(numbers)}") if key else ""

    found: dict[str, Any] = {}
    for name, table in TABLES.items():
        found[name] = []
        for row in rows(folder, name):
            for column in table.columns:
                if column.name == table.key and name != "units":
                    row[column.name] = number(name, row[column.name])
                elif column.kind == "ref" and column.to != "units":
                    row[column.name] = number(column.to, row[column.name])
                elif column.kind in ("data", "figures"):
                    row.pop(column.name)
            found[name].append(row)
    ballots: dict[str, list[tuple[str, ...]]] = {}
    for row in found.pop("votes"):
        ballots.setdefault(row["voter"], []).append((row["idea"], row["choice"], row["unit"], row["revision"]))
    found["votes"] = sorted(sorted(each) for each in ballots.values())
    found["taken_part"] = sorted(map(str, found["taken_part"]))
    found["about"] = json.loads((folder / "campaign.json").read_text())
    for name in ("slug", "key_destroyed_at"):
        found["about"]["campaign"].pop(name)
    return found


def tallies(campaign: Campaign) -> list[tuple[Any, ...]]:
    names = ("support", "object", "passed", "shown_support", "shown_object", "shown_passed", "release")
    found = Tally.objects.filter(idea__campaign=campaign).order_by("idea_id")
    units = UnitTally.objects.filter(idea__campaign=campaign, support__gte=0).order_by("idea_id", "unit_id")
    return [
        *found.values_list("idea__title", *names),
        *units.values_list("idea__title", "unit__code", "support", "object", "passed"),
    ]


def test_a_campaign_comes_in_again_as_an_equal_one(lived: Campaign, tmp_path: Path) -> None:
    first = go_out(lived, tmp_path / "first")
    Idea.objects.update(receipt=None)  # as elsewhere: beside its original, an import has no receipts

    come_in(first, slug="again")

    again = Campaign.objects.get(slug="again")
    second = go_out(again, tmp_path / "second")
    before, after = told(first), told(second)
    for name in before:
        assert after[name] == before[name], name
    assert tallies(again) == tallies(lived)
    assert votes_queries.drift() == []


def test_a_campaign_comes_into_an_empty_installation(lived: Campaign, tmp_path: Path) -> None:
    first = go_out(lived, tmp_path / "first")
    expected = tallies(lived)
    empty()

    come_in(first)

    again = Campaign.objects.get(slug="next-visit")
    second = go_out(again, tmp_path / "second")
    assert told(second) == told(first)
    assert tallies(again) == expected


def empty() -> None:
    """Take everything away."""
    from django.apps import apps
    from django.db import connection

    from people.models import AuditEntry

    Idea.objects.update(merged_into=None, possible_duplicate_of=None, status="open")
    for model in reversed(list(apps.get_models())):
        if model._meta.app_label in ("strategy", "participation", "curation", "votes"):
            model._base_manager.all()._raw_delete("default")
    AuditEntry.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        for model in reversed(list(apps.get_app_config("ideas").get_models(include_auto_created=True))):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - names of tables
        for table in ("notices_notice", "people_grant", "people_membership"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    User.objects.all()._raw_delete("default")
    Unit.objects.all().order_by("-path")._raw_delete("default")


def test_orders_are_as_they_were(lived: Campaign, tmp_path: Path) -> None:
    votes.place_released(lived)
    come_in(go_out(lived, tmp_path / "out"), slug="again")

    names = ("title", "rank_top", "rank_divisive")
    old = Idea.objects.filter(campaign=lived).order_by("pk").values_list(*names)
    new = Idea.objects.filter(campaign__slug="again").order_by("pk").values_list(*names)
    assert list(new) == list(old)


def test_no_row_tells_who_voted_or_who_wrote_an_anonymous_idea(lived: Campaign, ada: User, tmp_path: Path) -> None:
    folder = go_out(lived, tmp_path / "out")
    key = keys.read(lived.key_name)
    people = list(User.objects.values_list("pk", flat=True))
    codes = {keys.pseudonym(lived.key_name, pk, purpose).hex() for pk in people for purpose in ("vote", "author")}

    everything = "".join(path.read_text(encoding="utf-8-sig") for path in folder.iterdir())

    assert not any(code in everything for code in codes)
    assert key.hex() not in everything
    secret = [row for row in rows(folder, "ideas") if row["anonymous"] == "yes"]
    assert [(row["author"], row["job_title"]) for row in secret] == [("", ""), ("", "")]
    assert all(row["at"].endswith("T00:00:00+00:00") for row in secret)


def test_voters_get_other_codes_each_time(lived: Campaign, tmp_path: Path) -> None:
    first, second = go_out(lived, tmp_path / "first"), go_out(lived, tmp_path / "second")

    assert not {row["voter"] for row in rows(first, "votes")} & {row["voter"] for row in rows(second, "votes")}


def test_anonymous_ideas_of_one_author_cannot_be_laid_together(lived: Campaign, ada: User, tmp_path: Path) -> None:
    come_in(go_out(lived, tmp_path / "out"), slug="again")

    found = Idea.objects.filter(campaign__slug="again").exclude(author_key=None)
    assert len({bytes(key) for key in found.values_list("author_key", flat=True)}) == 2
    old = Idea.objects.filter(campaign=lived).exclude(author_key=None)
    assert len({bytes(key) for key in old.values_list("author_key", flat=True)}) == 1


def test_a_unit_from_which_too_few_voted_is_left_out(
    lived: Campaign, bo: User, crowd: Crowd, company: SimpleNamespace, tmp_path: Path
) -> None:
    factories.set_step(lived, "listen")
    one, *_ = crowd(12, company.quayside)
    votes.cast(by=one, idea=Idea.objects.get(campaign=lived, title="@now: ring first"), choice="support")

    folder = go_out(lived, tmp_path / "out")

    assert "quayside" not in {row["unit"] for row in rows(folder, "votes")}


def test_nothing_is_released_that_was_not_released_before(lived: Campaign, crowd: Crowd, tmp_path: Path) -> None:
    factories.set_step(lived, "listen")
    odd = Idea.objects.get(campaign=lived, title="@now: ring first")
    for person in crowd(2):
        votes.cast(by=person, idea=odd, choice="support")
    assert Tally.objects.get(idea=odd).voters == 9

    come_in(go_out(factories.close(lived, days=1), tmp_path / "out"), slug="again")

    again = Tally.objects.get(idea__title="@now: ring first", idea__campaign__slug="again")
    assert (again.voters, again.shown_voters) == (9, Tally.objects.get(idea=odd).shown_voters)
    assert again.shown_voters < 9


def test_in_an_imported_campaign_nobody_votes_a_second_time(
    lived: Campaign, root: User, bo: User, tmp_path: Path
) -> None:
    come_in(go_out(factories.set_step(lived, "listen"), tmp_path / "out"), slug="again")
    again = Campaign.objects.get(slug="again")

    assert again.held_at is not None
    assert not again.is_listening
    with pytest.raises(ideas.VotingIsOver):
        ideas.reopen(by=root, campaign=again)
    with pytest.raises(Refusal):
        votes.cast(by=bo, idea=again.ideas.get(title="Call back within a day"), choice="support")


def test_a_formula_is_no_formula_in_the_file_and_one_again_after_the_import(lived: Campaign, tmp_path: Path) -> None:
    folder = go_out(lived, tmp_path / "out")

    assert "'@now: ring first" in {row["title"] for row in rows(folder, "ideas")}
    assert "'+ Waiting" in {row["title"] for row in rows(folder, "themes")}
    assert "'=cmd|' /C calc'!A0" in {row["text"] for row in rows(folder, "comments")}
    come_in(folder, slug="again")
    assert Comment.objects.filter(idea__campaign__slug="again", text="=cmd|' /C calc'!A0").exists()
    assert (
        Idea.objects.get(campaign__slug="again", title="Call back within a day").today
        == fresh(Idea.objects.get(campaign=lived, title="Call back within a day")).today
    )


def test_a_folder_in_use_is_not_written_into(lived: Campaign, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Mine")

    with pytest.raises(CommandError, match="is not empty"):
        go_out(lived, tmp_path)


def test_a_campaign_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no campaign nowhere"):
        call_command("export_campaign", "nowhere", str(tmp_path / "out"))


def test_what_was_said_at_a_meeting_comes_in_as_that(lived: Campaign, tmp_path: Path) -> None:
    come_in(go_out(lived, tmp_path / "out"), slug="again")

    names = ("title", "unit__code", "author", "author_key", "met_on", "met_people")
    old, new = (
        list(Idea.objects.filter(campaign__slug=slug).exclude(meeting=None).order_by("pk").values_list(*names))
        for slug in ("next-visit", "again")
    )
    assert new == old
    assert [(row[0], row[1], row[-1]) for row in new] == [
        ("A bench at the stop", "station", 7),
        ("@six: open the doors", "station", 7),
    ]
    again = Campaign.objects.get(slug="again")
    assert {idea.meeting for idea in again.ideas.exclude(meeting=None)} == {again.meetings.get()}


def test_the_unit_of_a_meeting_comes_along(lived: Campaign, company: SimpleNamespace, tmp_path: Path) -> None:
    alone = factories.unit("Ferry", company.south)
    lived.meetings.create(unit=alone, on=date(2026, 5, 4), people=9)

    folder = go_out(lived, tmp_path / "out")

    assert "ferry" in {row["code"] for row in rows(folder, "units")}
    assert [row["unit"] for row in rows(folder, "meetings")] == ["station", "ferry"]


def test_nobody_is_told_again_that_a_campaign_listens_longer(lived: Campaign, tmp_path: Path) -> None:
    come_in(go_out(lived, tmp_path / "out"), slug="again")

    again = Campaign.objects.get(slug="again")
    assert [row.reason for row in ideas_queries.extensions(again)] == ["- The ferries stood still."]
    assert [row.campaign for row in ideas_queries.untold()] == [lived]


def test_a_campaign_asks_in_its_languages_again_and_reminds_as_it_did(lived: Campaign, tmp_path: Path) -> None:
    come_in(go_out(lived, tmp_path / "out"), slug="again")

    again = Campaign.objects.get(slug="again")
    assert again.said("title", "de") == "Der nächste Besuch"
    assert (again.words, again.reminds, again.extended_at) == (lived.words, False, lived.extended_at)


def test_reminders_stay_where_they_are(lived: Campaign, tmp_path: Path) -> None:
    lived.reminders.create(number=1, on=date(2026, 5, 4))

    folder = go_out(lived, tmp_path / "out")
    come_in(folder, slug="again")

    assert not Campaign.objects.get(slug="again").reminders.exists()
    assert not [path.name for path in folder.iterdir() if "remind" in path.name]


def test_everybody_named_by_a_row_comes_along(lived: Campaign, tmp_path: Path) -> None:
    folder = go_out(lived, tmp_path / "out")

    emails = {row["email"] for row in rows(folder, "people")}
    assert {"ada@example.com", "bo@example.com", "mod@example.com", "eve@example.com"} <= emails
    assert len(rows(folder, "taken_part")) == TakenPart.objects.filter(campaign=lived).count()
    assert len(rows(folder, "votes")) == Vote.objects.filter(idea__campaign=lived).count()
