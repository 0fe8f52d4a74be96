"""From which units a theme was not heard: only what may be told of groups that are large enough."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from curation.models import Theme
from ideas.models import Campaign, Idea
from participation import queries
from participation.actions import summarise
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import actions as votes

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def theme(company: SimpleNamespace, campaign: Campaign, ada: User, mod: User, idea: Idea, crowd: Crowd) -> Theme:
    """Ada of Mill Lane wrote in it; five of Station voted on it, and four of Quayside. Each has ten people or more."""
    crowd(10, company.mill_lane)
    for number, unit in ((5, company.station), (4, company.quayside)):
        for person in crowd(12, unit)[:number]:
            votes.cast(by=person, idea=idea, choice="support")
            factories.took_part(campaign, person)
    made = factories.theme(mod, campaign, idea)
    factories.close(campaign, days=1)
    summarise(campaign=fresh(campaign))
    return fresh(made)


def test_a_unit_is_heard_that_wrote_or_from_which_enough_people_voted(eve: User, theme: Theme) -> None:
    found = queries.unheard(eve, theme)

    assert found is not None
    assert (found.heard, found.asked, found.names) == (2, 3, ["Quayside"])


def test_four_voters_are_told_from_none_nowhere(eve: User, theme: Theme, company: SimpleNamespace) -> None:
    before = queries.unheard(eve, theme)
    company_tallies = theme.placements.get().idea.unit_tallies.filter(unit__code="quayside")
    assert company_tallies.get().support == 4
    company_tallies.delete()

    assert queries.unheard(eve, theme) == before


def test_units_too_small_to_be_kept_beside_a_vote_are_not_compared(eve: User, theme: Theme) -> None:
    found = queries.unheard(eve, theme)

    assert found is not None
    assert not {"North", "South", "Harbour"} & set(found.names)  # they have no ten people of their own


def test_employees_see_how_many_and_not_which(bo: User, theme: Theme) -> None:
    found = queries.unheard(bo, theme)

    assert found is not None
    assert (found.heard, found.asked, found.names) == (2, 3, [])


def test_an_anonymous_idea_lends_its_unit_no_voice(
    eve: User, mod: User, theme: Theme, crowd: Crowd, company: SimpleNamespace
) -> None:
    Idea.objects.filter(placement__theme=theme).update(author=None, author_key=b"0" * 16)

    found = queries.unheard(eve, theme)

    assert found is not None
    assert found.names == ["Mill Lane", "Quayside"]


def test_while_people_vote_nothing_is_compared(eve: User, theme: Theme) -> None:
    factories.set_step(theme.campaign, "listen")

    assert queries.unheard(eve, fresh(theme)) is None


def test_before_anything_is_released_nothing_is_told(eve: User, mod: User, idea: Idea) -> None:
    theme = factories.theme(mod, idea.campaign, idea)
    factories.close(idea.campaign, days=1)

    assert queries.unheard(eve, fresh(theme)) is None


def test_the_page_of_the_theme_says_it_to_those_who_may_know(client: Client, eve: User, bo: User, theme: Theme) -> None:
    client.force_login(eve)
    for_leaders = client.get(f"/themes/{theme.pk}/").text
    client.force_login(bo)
    for_others = client.get(f"/themes/{theme.pk}/").text

    assert "Heard from 2 of 3 units" in " ".join(for_leaders.split())
    assert "Heard from 2 of 3 units" in " ".join(for_others.split())
    assert ("Quayside" in for_leaders, "Quayside" in for_others.split('id="unheard"')[1]) == (True, False)
