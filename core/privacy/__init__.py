"""The reporting engine: which figures about groups may be shown. Pure; no query, no request.

Smallest group and complementary suppression follow the practice of statistical offices (primary suppression of small
cells, then suppression of further cells until no hidden one can be worked out from a total). See trust.md, and
docs/decisions/0004. `tests/redteam` attacks what it lets through.
"""

from core.privacy.limits import FEW, SMALLEST_GROUP, SMALLEST_TRACE, only_day, percent_or_bound, too_small
from core.privacy.releases import may_release, may_stand_beside, released, standing
from core.privacy.tables import Table, told_in_table
from core.privacy.tree import EXACT, HIDDEN, OVER, Cell, shown, told

__all__ = [
    "EXACT",
    "FEW",
    "HIDDEN",
    "OVER",
    "SMALLEST_GROUP",
    "SMALLEST_TRACE",
    "Cell",
    "Table",
    "may_release",
    "may_stand_beside",
    "only_day",
    "percent_or_bound",
    "released",
    "shown",
    "standing",
    "told",
    "told_in_table",
    "too_small",
]
