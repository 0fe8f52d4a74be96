"""Writes about campaigns, ideas and comments."""

from ideas.actions.campaigns import (
    Frozen,
    VotingIsOver,
    add_stages,
    change_campaign,
    hold,
    open_campaign,
    reopen,
    set_stages,
)
from ideas.actions.comments import comment
from ideas.actions.ideas import (
    AlreadyVotedOn,
    AnonymousNotAllowed,
    CampaignClosed,
    TooManyIdeas,
    edit,
    mark_voted_on,
    set_status,
    submit,
    take_over,
    withdraw,
)
from ideas.actions.keys import begin_to_forget, check_keys, forget_authors, stir
from ideas.actions.orders import add_seen, count_seen, note_seen, note_seen_in, place
from ideas.actions.taking_part import (
    collect_taken_part,
    contribute_to,
    mix_taken_part,
    note_many_taken_part,
    seal,
    take_part,
)

__all__ = [
    "AlreadyVotedOn",
    "AnonymousNotAllowed",
    "CampaignClosed",
    "Frozen",
    "TooManyIdeas",
    "VotingIsOver",
    "add_seen",
    "add_stages",
    "begin_to_forget",
    "change_campaign",
    "check_keys",
    "collect_taken_part",
    "comment",
    "contribute_to",
    "count_seen",
    "edit",
    "forget_authors",
    "hold",
    "mark_voted_on",
    "mix_taken_part",
    "note_many_taken_part",
    "note_seen",
    "note_seen_in",
    "open_campaign",
    "place",
    "reopen",
    "seal",
    "set_stages",
    "set_status",
    "stir",
    "submit",
    "take_over",
    "take_part",
    "withdraw",
]
