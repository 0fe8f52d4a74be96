"""Reads about votes: one's own, and results as they were last released."""

from votes.queries.ballots import (
    NOBODY,
    NOTHING,
    SHOWN,
    Ballot,
    Result,
    ballot,
    ballots,
    beside,
    choices,
    exposure,
    idea_of,
    number_cast,
    results,
    rights_in,
    supported,
    survivor,
    units_agree,
)
from votes.queries.bursts import bursts
from votes.queries.hands import hand
from votes.queries.jobs import (
    campaign,
    counted,
    drift,
    to_draw,
    to_place,
    unnamed,
)

__all__ = [
    "NOBODY",
    "NOTHING",
    "SHOWN",
    "Ballot",
    "Result",
    "ballot",
    "ballots",
    "beside",
    "bursts",
    "campaign",
    "choices",
    "counted",
    "drift",
    "exposure",
    "hand",
    "idea_of",
    "number_cast",
    "results",
    "rights_in",
    "supported",
    "survivor",
    "to_draw",
    "to_place",
    "units_agree",
    "unnamed",
]
