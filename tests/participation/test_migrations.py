"""What was counted before there were releases, weeks and counts by person is there afterwards, and comes back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.test_migrations import ALIAS, elsewhere  # noqa: F401 - a fixture

BEFORE = [("participation", "0001_initial"), ("votes", "0005_tally_earlier"), ("ideas", "0005_search")]
AFTER = [
    ("participation", "0003_summary_points_to_its_release"),
    ("votes", "0006_cast"),
    ("ideas", "0007_first_rows_of_taking_part"),
]
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def migrated(targets: list[tuple[str, str]]) -> Any:
    """The apps as they are at `targets`, to which the database is brought."""
    executor = MigrationExecutor(connections[ALIAS])
    executor.migrate(targets)
    executor.loader.build_graph()
    return executor.loader.project_state(targets).apps


def fill(apps: Any) -> None:
    """Three people of a unit took part on four days of two weeks; two of them voted, and one was there twice."""
    unit = apps.get_model("people", "Unit").objects.using(ALIAS).create(path="0001", depth=1, name="Shop", code="shop")
    people = [
        apps.get_model("people", "User").objects.using(ALIAS).create(email=f"{name}@example.com", display_name=name)
        for name in ("ada", "bo", "cy")
    ]
    moments = {f"{name}_at": MONDAY + 14 * DAY for name in ("curates", "shapes", "publishes", "follows")}
    campaigns = apps.get_model("ideas", "Campaign").objects.using(ALIAS)
    campaign = campaigns.create(slug="next", listens_at=MONDAY, **moments)
    took_part = apps.get_model("ideas", "TakenPart").objects.using(ALIAS)
    for person, days in zip(people, ((0, 8), (2,), (9,)), strict=True):
        for day in days:
            took_part.create(user=person, campaign=campaign, unit=unit, on=(MONDAY + day * DAY).date())
    snapshot = apps.get_model("participation", "Snapshot").objects.using(ALIAS)
    for day in (2, 9):
        snapshot.create(campaign=campaign, unit=unit, day=(MONDAY + day * DAY).date(), invited=3, heard=2, votes=7)
    apps.get_model("participation", "Summary").objects.using(ALIAS).create(
        campaign=campaign, release=4, heard=2, figures={"heard": 2}, released_at=MONDAY, counted_at=MONDAY
    )
    idea = apps.get_model("ideas", "Idea").objects.using(ALIAS)
    votes = apps.get_model("votes", "Vote").objects.using(ALIAS)
    for number in range(3):
        on = idea.create(campaign=campaign, title=f"Idea {number}", author=people[0])
        votes.create(id=UUID(int=number + 1), idea=on, voter=b"a" * 16, choice="support", unit=unit)
    votes.create(id=UUID(int=9), idea=on, voter=b"b" * 16, choice="pass", unit=None)
    votes.create(id=UUID(int=2**127), idea=on, voter=b"c" * 16, choice="pass", unit=unit)  # not mixed yet


@pytest.mark.slow
@pytest.mark.usefixtures("elsewhere")
def test_what_was_counted_before_is_there_afterwards_and_comes_back() -> None:
    fill(migrated(BEFORE))

    new = migrated(AFTER)

    rows = new.get_model("ideas", "TakenPart").objects.using(ALIAS).order_by("on")
    assert [row.is_first for row in rows] == [True, True, False, True]
    assert list(new.get_model("ideas", "Heard").objects.using(ALIAS).values_list("people", flat=True)) == [{"1": 3}]
    cast = new.get_model("votes", "Cast").objects.using(ALIAS)
    assert set(cast.values_list("unit_id", "votes")) == {(1, 3), (None, 1)}
    assert new.get_model("votes", "Spread").objects.using(ALIAS).get().people == {"3": 1, "1": 1}
    snapshots = new.get_model("participation", "Snapshot").objects.using(ALIAS).order_by("day")
    assert list(snapshots.values_list("active", "heard")) == [(2, 2), (2, 2)]
    summary = new.get_model("participation", "Summary").objects.using(ALIAS).get()
    assert (summary.latest.number, summary.latest.figures, summary.latest.released_at) == (4, {"heard": 2}, MONDAY)
    assert summary.rebuilt_at is None, "so that the first count afterwards counts everything"

    old = migrated(BEFORE).get_model("participation", "Summary").objects.using(ALIAS).get()

    assert (old.release, old.figures, old.released_at, old.heard) == (4, {"heard": 2}, MONDAY, 2)
