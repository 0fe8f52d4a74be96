"""Reads about votes: one's own, and results as they were last released."""

from votes.queries.ballots import (
    NO_VOTE,
    NOBODY,
    NOTHING,
    SHOWN,
    Ballot,
    Own,
    Result,
    ballot,
    ballots,
    beside,
    choices,
    exact,
    exposure,
    idea_of,
    results,
    rights_in,
    units_agree,
)
from votes.queries.bursts import burst, burst_page, bursts
from votes.queries.cast import cast_by_unit, cast_drift, mixed_of, spread
from votes.queries.families import families, family, inherited, survivor
from votes.queries.hands import hand
from votes.queries.jobs import (
    campaign,
    counted,
    drift,
    to_draw,
    to_place,
    unnamed,
)
from votes.queries.mine import number_cast, supported
from votes.queries.named import named_news, newest_before
from votes.queries.news import News, Waiting, news, waiting

__all__ = [
    "NOBODY",
    "NOTHING",
    "NO_VOTE",
    "SHOWN",
    "Ballot",
    "News",
    "Own",
    "Result",
    "Waiting",
    "ballot",
    "ballots",
    "beside",
    "burst",
    "burst_page",
    "bursts",
    "campaign",
    "cast_by_unit",
    "cast_drift",
    "choices",
    "counted",
    "drift",
    "exact",
    "exposure",
    "families",
    "family",
    "hand",
    "idea_of",
    "inherited",
    "mixed_of",
    "named_news",
    "newest_before",
    "news",
    "number_cast",
    "results",
    "rights_in",
    "spread",
    "supported",
    "survivor",
    "to_draw",
    "to_place",
    "units_agree",
    "unnamed",
    "waiting",
]
