"""Pages about strategies, promises and the thread back, one module per place."""

from strategy.views.commitments import commitments, promise, settle
from strategy.views.home import home, impact
from strategy.views.priorities import add_priority, ground, priority, remove_priority
from strategy.views.publications import detail, published, version
from strategy.views.studio import publish, studio, studios

__all__ = [
    "add_priority",
    "commitments",
    "detail",
    "ground",
    "home",
    "impact",
    "priority",
    "promise",
    "publish",
    "published",
    "remove_priority",
    "settle",
    "studio",
    "studios",
    "version",
]
