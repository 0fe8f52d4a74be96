"""What `bin/bench participation` makes of its measurements, and the votes that it plants."""

import pytest

from bench import data, outcome, participation
from bench.participation import NAMES, Found
from bench.sizes import ASKED, Sizes
from ideas.models import Campaign
from participation import actions, queries
from votes import queries as votes_queries
from votes.models import LAST_MIXED, Vote

TINY = Sizes(ideas=120, votes=3_000, people=6_000, units=60, scales=(10, 20, 30))


def found(votes: int, seconds: float, touched: int = 0) -> Found:
    return Found(votes, dict.fromkeys(NAMES, seconds), {"increment": 100.0}, touched)


@pytest.mark.parametrize(("seconds", "holds"), [(1.0, True), (1.2, True), (1.21, False)])
def test_the_bar_is_on_the_increment_at_the_largest_size(seconds: float, holds: bool) -> None:
    rows = participation.table([found(10, 1.0), found(30, 9.0), found(100, seconds)])

    barred = [row for row in rows if row.bar is not None]
    assert [(row.what, row.holds) for row in barred] == [
        ("increment after 10,000 new votes, at 100 votes", holds),
        ("statements of the page that touch votes", True),
    ]
    assert len(rows) == 3 * len(NAMES) + 1


def test_a_page_that_touches_votes_fails() -> None:
    rows = participation.table([found(10, 1.0), found(30, 1.0, touched=1), found(100, 1.0)])

    assert outcome.told(rows, None, "participation") == 1


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_measure_does_on_the_data_set_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participation, "NEW", 500)
    data.build(TINY)
    campaign = Campaign.objects.get(pk=ASKED)
    before = sum(votes_queries.cast_by_unit(campaign).values())

    mixed = participation.MEASURES["mix"](TINY, 0)
    counted = [participation.MEASURES[name](TINY, 0) for name in ("increment", "lost", "rebuild")]

    assert mixed["seconds"]["mix"] > mixed["seconds"]["fold"] > 0
    assert all(took > 0 for each in counted for took in each["seconds"].values())
    assert not Vote.objects.filter(pk__gt=LAST_MIXED).exists()
    assert sum(votes_queries.cast_by_unit(campaign).values()) > before + 400
    assert (votes_queries.cast_drift(), queries.heard_drift()) == ([], [])
    assert actions.summarise(campaign=campaign).figures["heard"]
