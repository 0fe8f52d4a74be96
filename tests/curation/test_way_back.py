"""Pages to which the board leads, and which lead back to it."""

import re

import pytest
from django.test import Client

from ideas.models import Campaign
from people.models import User
from tests import factories

PAGES = {
    "merge": {},
    "ask": {"text": "On which mornings?"},
    "status": {"status": "declined", "reason": "Only 3% of visits would move."},
}


@pytest.mark.parametrize("from_board", [True, False])
@pytest.mark.parametrize("deed", PAGES)
def test_whoever_comes_from_the_board_goes_back_there(
    curator: Client, ada: User, campaign: Campaign, deed: str, from_board: bool
) -> None:
    idea, other = (factories.idea(ada, campaign, "More parking for bicycles") for _ in range(2))
    board, address = f"/curation/{campaign.slug}/", f"/ideas/{idea.pk}/{deed}/{'?board=1' if from_board else ''}"

    shown = curator.get(address).content.decode()
    way = {"next": board} if f'name="next" value="{board}"' in shown else {}
    sent = {**PAGES[deed], **way} | ({"into": other.pk} if deed == "merge" else {})
    response = curator.post(address, sent)

    cancels = board if from_board else f"/ideas/{idea.pk}/"
    assert re.search(rf'<a class="btn btn-quiet"\s+href="{cancels}">', shown)
    assert f'action="{address}"' in shown
    assert response.status_code == 302
    assert response.headers["Location"] == (
        board if from_board else f"/ideas/{other.pk if deed == 'merge' else idea.pk}/"
    )


def test_the_board_says_that_it_leads_there(curator: Client, ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign)

    shown = curator.get(f"/curation/{campaign.slug}/").content.decode()

    for link in ("merge/?board=1#id_into", "ask/?board=1#id_text", "status/?board=1#id_status"):
        assert f'href="/ideas/{idea.pk}/{link}"' in shown
