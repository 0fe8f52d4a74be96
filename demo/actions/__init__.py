"""Loading the demo company."""

import random
from datetime import date

from django.db import transaction
from django.utils import timezone

from demo.actions.campaigns import Talk, load_campaigns, load_ideas, load_votes
from demo.actions.curation import load_curation, load_talk, read_so_far, search
from demo.actions.people import Staff, load_people
from demo.actions.strategies import load_strategies, load_themes
from participation.actions import summarise

SEED = 20_260_101


@transaction.atomic
def load(*, today: date | None = None) -> dict[str, int]:
    """Load everything, or nothing. The same seed gives the same company, ideas and votes; dates count from `today`.

    Returns how many there are of each thing.
    """
    chance = random.Random(SEED)  # noqa: S311 - a seeded story, not a secret
    today = today or timezone.localdate()
    staff: Staff = load_people(chance)
    campaigns = load_campaigns(today)
    talk: Talk = load_ideas(chance, staff, campaigns)
    load_talk(chance, staff, talk)
    votes = load_votes(chance, staff, campaigns, talk)
    themes = load_themes(staff, campaigns, talk)
    read_so_far(staff)
    load_curation(staff, talk)
    for campaign in campaigns.values():
        summarise(campaign=campaign)
    search(campaigns)
    strategies = load_strategies(today, staff, campaigns, talk, themes)
    return {
        "units": len(staff.units),
        "people": sum(len(people) for people in staff.by_unit.values()),
        "campaigns": len(campaigns),
        "ideas": len(talk.ideas),
        "votes": votes,
        "themes": len(themes),
        "strategies": strategies,
    }
