"""The largest real conversation at hand goes the whole road, with no case of its own anywhere."""

from pathlib import Path

import pytest

from curation import actions as curation
from curation import exchange
from curation.actions import Imported, import_campaign
from ideas.queries import Order, listed
from participation.actions import summarise
from people.models import User
from strategy import actions as strategies
from strategy.models import PublishedGround
from tests import factories
from votes import queries as votes_queries
from votes.models import Vote

pytestmark = [pytest.mark.django_db, pytest.mark.data, pytest.mark.slow]
PEOPLE, IDEAS, VOTES, OWN = 1921, 197, 49_246, 197


@pytest.fixture
def imported(db: None, real_data: Path) -> Imported:
    return import_campaign(rows=exchange.read(real_data / "polis" / "vtaiwan.uberx"), slug="uberx")


def test_a_real_conversation_goes_the_whole_road(imported: Imported, mod: User, eve: User) -> None:
    assert (imported.people, imported.ideas, imported.votes, imported.left_out) == (PEOPLE, IDEAS, VOTES, OWN)
    assert Vote.objects.filter(idea__campaign=imported.campaign).count() == VOTES
    assert votes_queries.drift() == []

    summary = summarise(campaign=imported.campaign)
    assert (summary.figures["heard"], summary.figures["totals"]["votes"]) == (PEOPLE, VOTES)

    best = list(listed(mod, imported.campaign, order=Order.TOP)[:12])
    theme = curation.create_theme(by=mod, campaign=imported.campaign, title="What most agree on")
    curation.place(by=mod, theme=theme, ideas=best)
    draft = factories.strategy(eve, imported.campaign, title="The same rules for all")
    factories.priority(eve, draft, theme)
    publication = strategies.publish(by=eve, strategy=draft)

    published = publication.content["priorities"][0]["ideas"]
    assert {idea["id"] for idea in published} == {idea.pk for idea in best}
    assert all(idea["votes"] >= 5 for idea in published)
    assert publication.content["campaigns"][0]["heard"] == PEOPLE
    assert PublishedGround.objects.filter(publication=publication).count() == len(best)
