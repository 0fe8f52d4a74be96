"""Which cells of a table of two attributes may be shown beside its margins.

The rows and columns of a table are a network: people flow from the whole through a row, a cell and a column back to
the whole (Kelly, Golden & Assad 1992; Fischetti & Salazar 1999, "Models and algorithms for the 2-dimensional cell
suppression problem in statistical disclosure control"). A hidden cell can be as much larger, or smaller, as can flow
around it through other hidden cells. So how far each may vary is found by paths, as exactly as by a linear program;
and the cheapest path through shown cells tells which of them to hide where it cannot vary enough.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from core.privacy.flows import CELL, COLUMN, ROW, Network
from core.privacy.limits import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Table:
    """Which counts of a table may be shown: cells by row and column, and the sums. Those that are 0 count as hidden."""

    cells: frozenset[tuple[int, int]]
    rows: frozenset[int]
    columns: frozenset[int]
    whole: bool


def told_in_table(counts: Mapping[tuple[int, int], int], smallest: int = SMALLEST_GROUP) -> Table:
    """What may be shown of `counts`, people by row and column, with the sums of rows and columns and of all.

    The rows are the groups: of a row with fewer than ten people no cell is shown that has 80 % of them or more. Hidden
    are counts under `smallest` and what keeps them hidden: given all that is shown, each hidden count could lie
    anywhere in an interval `smallest` wide, but for cells of nobody, of which it may follow that nobody is in them.
    """
    if sum(counts.values()) < smallest:
        return Table(frozenset(), frozenset(), frozenset(), whole=False)
    network = Network(counts)
    small = sorted(range(len(network.keys)), key=lambda edge: (network.flow[edge], network.keys[edge]))
    waiting = deque(edge for edge in small if network.is_small(edge, smallest))
    for edge in waiting:
        network.hide(edge)
    waiting.extend(network.fill_lines(smallest))
    while waiting:
        waiting.extend(network.make_room(waiting.popleft(), smallest))
    seen = [key for edge, key in enumerate(network.keys) if not network.is_hidden[edge]]
    return Table(
        cells=frozenset((key.row, key.column) for key in seen if key.kind == CELL),
        rows=frozenset(key.row for key in seen if key.kind == ROW),
        columns=frozenset(key.column for key in seen if key.kind == COLUMN),
        whole=True,
    )
