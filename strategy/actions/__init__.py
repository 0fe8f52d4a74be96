"""Writes about strategies, publications and commitments."""

from strategy.actions.commitments import promise, settle
from strategy.actions.digests import write_digests
from strategy.actions.drafts import (
    add_priority,
    change_priority,
    change_strategy,
    draft,
    ground,
    remove_priority,
)
from strategy.actions.publications import NotReady, publish, tell_contributors

__all__ = [
    "NotReady",
    "add_priority",
    "change_priority",
    "change_strategy",
    "draft",
    "ground",
    "promise",
    "publish",
    "remove_priority",
    "settle",
    "tell_contributors",
    "write_digests",
]
