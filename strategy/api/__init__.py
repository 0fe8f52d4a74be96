"""The API's side of `strategy`, a module for each noun."""

from strategy.api.commitments import Commitment, Commitments
from strategy.api.drafts import Grounding, Priorities, Priority, Strategies, Strategy
from strategy.api.impact import Impact
from strategy.api.publications import Publish, Readiness, Version, Versions

__all__ = [
    "Commitment",
    "Commitments",
    "Grounding",
    "Impact",
    "Priorities",
    "Priority",
    "Publish",
    "Readiness",
    "Strategies",
    "Strategy",
    "Version",
    "Versions",
]
