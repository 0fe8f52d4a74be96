"""Tables of strategy, one module per noun."""

from strategy.models.commitment import Commitment
from strategy.models.priority import IdeaGrounding, Priority, ThemeGrounding
from strategy.models.publication import Publication, PublishedGround
from strategy.models.strategy import Strategy

__all__ = [
    "Commitment",
    "IdeaGrounding",
    "Priority",
    "Publication",
    "PublishedGround",
    "Strategy",
    "ThemeGrounding",
]
