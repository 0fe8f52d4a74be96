"""Writes about votes and what they add up to."""

from votes.actions.bursts import find_bursts, settle
from votes.actions.casting import OwnIdea, cast, cast_now, withdraw
from votes.actions.draws import draw_for_you
from votes.actions.folding import recount_cast, recount_part
from votes.actions.news import see_news
from votes.actions.ranks import place_released
from votes.actions.secrecy import destroy_keys, mix
from votes.actions.tallies import check_tallies, recount, take_over

__all__ = [
    "OwnIdea",
    "cast",
    "cast_now",
    "check_tallies",
    "destroy_keys",
    "draw_for_you",
    "find_bursts",
    "mix",
    "place_released",
    "recount",
    "recount_cast",
    "recount_part",
    "see_news",
    "settle",
    "take_over",
    "withdraw",
]
