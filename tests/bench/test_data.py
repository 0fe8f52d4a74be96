"""The data set of `bin/bench` is written by SQL of its own, which must know every column."""

import pytest

from bench import data
from bench.sizes import ASKED, SCALES, Sizes
from ideas.models import Idea
from votes import queries
from votes.models import Vote

TINY = Sizes(ideas=120, votes=3_000, people=600, units=60, scales=(10, 20, 30))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_smallest_data_set_fits_the_tables_and_its_tallies_are_right() -> None:
    data.build(TINY)

    assert Idea.objects.filter(campaign=ASKED).count() == TINY.ideas
    assert Idea.objects.filter(campaign__in=SCALES).count() == sum(TINY.scales)
    assert Vote.objects.count() > TINY.votes / 2
    assert queries.drift() == []
