"""A campaign from another tool becomes a campaign here."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ideas.models import Campaign, Idea, TakenPart
from participation.actions import summarise
from people.models import Unit, User
from tests import factories
from votes import queries as votes_queries
from votes.models import Tally, Vote

pytestmark = pytest.mark.django_db

UNITS = "code,name,parent\nco,Company,\nshop,Shop,co\n"
PEOPLE = "id,email,name,job_title,unit\n" + "".join(f"p{n},p{n}@example.org,Pat {n},Clerk,shop\n" for n in range(12))
IDEAS = (
    "id,title,today,author,anonymous,at\n"
    "1,Call back the same day,They ring twice.,p0,,2026-03-02T09:00:00+00:00\n"
    "2,Show the wait at the door,,p1,yes,2026-03-03\n"
)
VOTES = "idea,person,choice,at\n" + "".join(f"1,p{n},support,2026-03-04\n" for n in range(1, 9)) + "2,p0,object,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "campaign"
    place.mkdir()
    for name, text in {"units": UNITS, "people": PEOPLE, "ideas": IDEAS, "votes": VOTES}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def run(folder: Path, **options: str) -> str:
    out = StringIO()
    call_command("import_campaign", str(folder), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_an_import_says_how_much_came(folder: Path) -> None:
    assert "12 people, 2 ideas and 9 votes" in run(folder)


def test_imported_tallies_equal_their_votes(folder: Path) -> None:
    run(folder)

    assert votes_queries.drift() == []
    assert Tally.objects.get(idea__title="Call back the same day").support == 8


def test_imported_votes_know_no_person(folder: Path) -> None:
    run(folder)

    assert {len(bytes(vote.voter)) for vote in Vote.objects.all()} == {16}
    assert not {field.name for field in Vote._meta.get_fields()} & {"user", "person", "author", "at"}


def test_an_imported_anonymous_idea_names_nobody(folder: Path) -> None:
    run(folder)
    idea = Idea.objects.get(title="Show the wait at the door")

    assert (idea.author, idea.job_title) == (None, "")
    assert idea.is_anonymous


@pytest.mark.postgres
def test_the_database_knows_how_many_votes_were_imported(folder: Path) -> None:
    run(folder)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'votes_vote'::regclass")
        assert cursor.fetchone() == (9,)


def test_an_author_finds_their_imported_idea(folder: Path) -> None:
    from ideas.queries import mine

    run(folder)
    author = User.objects.get(email="p1@example.org")

    assert [idea.title for idea in mine(author)] == ["Show the wait at the door"]


def test_an_imported_campaign_is_ready_to_be_curated(folder: Path) -> None:
    run(folder, slug="spring")

    assert Campaign.objects.get(slug="spring").step == "curate"


def test_an_imported_campaign_can_be_summarised(folder: Path) -> None:
    run(folder, slug="spring")

    summary = summarise(campaign=Campaign.objects.get(slug="spring"))

    assert summary.figures["heard"] == 9
    assert [row["name"] for row in summary.figures["units"]] == ["Shop"]


def test_people_who_are_known_by_email_stay_who_they_are(folder: Path) -> None:
    known = factories.person("P0", factories.unit("Elsewhere"), external_id="x")
    User.objects.filter(pk=known.pk).update(email="p0@example.org")

    run(folder)

    assert User.objects.filter(email="p0@example.org").count() == 1
    assert Idea.objects.get(title="Call back the same day").author == known


def test_a_day_of_taking_part_is_noted_once(folder: Path) -> None:
    run(folder)

    assert TakenPart.objects.filter(on="2026-03-04").count() == 8


def test_a_bad_row_imports_nothing(folder: Path) -> None:
    (folder / "votes.csv").write_text(VOTES + "1,p9,maybe,\n", encoding="utf-8")

    with pytest.raises(CommandError, match="1 rows cannot be read, so nothing was imported"):
        run(folder)

    assert not Campaign.objects.exists()
    assert not User.objects.exists()
    assert not Unit.objects.exists()


def test_the_same_address_twice_imports_nothing_the_second_time(folder: Path) -> None:
    run(folder, slug="spring")

    with pytest.raises(CommandError, match="Nothing was imported"):
        run(folder, slug="spring")

    assert Idea.objects.count() == 2


@pytest.mark.data
@pytest.mark.slow
def test_a_real_conversation_comes_over_with_every_last_vote(real_data: Path) -> None:
    """The matrix of the export itself says how many people hold which opinion; authors' own votes apart."""
    import csv

    source = real_data / "polis" / "15-per-hour-seattle"
    with (source / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        authors = {row["comment-id"]: row["author-id"] for row in csv.DictReader(file)}
    expected = {"1": 0, "-1": 0, "0": 0}
    with (source / "participants-votes.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for key, author in authors.items():
                if row[key] and author != row["participant"]:
                    expected[row[key]] += 1

    run(source, slug="seattle")

    tallies = Tally.objects.filter(idea__campaign__slug="seattle")
    assert sum(tally.support for tally in tallies) == expected["1"]
    assert sum(tally.object for tally in tallies) == expected["-1"]
    assert sum(tally.passed for tally in tallies) == expected["0"]
    assert votes_queries.drift() == []
