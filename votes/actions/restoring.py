"""The votes of a campaign that was exported, as they were: nameless, and released as far as they were."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from core.keys import PSEUDONYM_BYTES
from ideas.models import Campaign, Idea
from votes.actions.folding import recount_cast
from votes.actions.ranks import place_released
from votes.actions.rewriting import write_mixed
from votes.actions.tallies import recount
from votes.models import Tally, Vote

BATCH = 2000


@transaction.atomic
def restore(
    *,
    campaign: Campaign,
    ideas: Mapping[str, Idea],
    units: Mapping[str | None, int | None],
    votes: Iterable[Mapping[str, Any]],
    shown: Iterable[Mapping[str, Any]],
) -> int:
    """Write `votes` on `ideas` (by their keys) under pseudonyms that no key makes, and what was `shown` of them.

    `units` are ids by their codes.

    Nothing is released that was not released before: beside the old figures a new one would single people out. Merges
    stand already, so that each voter counts once. Returns how many votes there are.
    """
    voters: dict[str, bytes] = {}
    rows = [
        Vote(
            idea=ideas[row["idea"]],
            voter=voters.setdefault(row["voter"], secrets.token_bytes(PSEUDONYM_BYTES)),
            choice=row["choice"],
            unit_id=units[row["unit"]],
            revision=row["revision"],
        )
        for row in votes
    ]
    write_mixed(rows)
    recount_cast(campaign_ids=[campaign.pk])
    _show(ideas, shown)
    tallies = Tally.objects.filter(idea__campaign=campaign)
    recount(idea_ids=[*(row.idea_id for row in rows), *tallies.values_list("pk", flat=True)])
    place_released(campaign)
    return len(rows)


def _show(ideas: Mapping[str, Idea], shown: Iterable[Mapping[str, Any]]) -> None:
    names = ("shown_support", "shown_object", "shown_passed", "release", "released_at")
    tallies = []
    for row in shown:
        earlier = row["earlier"]
        if earlier is not None:
            earlier = [{**each, "of": sorted(ideas[str(key)].pk for key in each["of"])} for each in earlier]
        tallies.append(Tally(idea=ideas[row["idea"]], earlier=earlier, **{name: row[name] for name in names}))
    Tally.objects.bulk_create(tallies, batch_size=BATCH)
