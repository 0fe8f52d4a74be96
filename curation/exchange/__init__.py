"""Reading and writing a campaign as a folder: files in, rows or problems out. Pure; see docs/import.md."""

from pathlib import Path

from curation.exchange import own, polis, whole
from curation.exchange.rows import BadFiles, Problem, Rows
from curation.exchange.whole import Whole

__all__ = ["BadFiles", "Problem", "Rows", "Whole", "read"]


def read(folder: Path) -> Rows | Whole:
    """The campaign in `folder`, in whichever format it is. Raises `BadFiles` with every problem found."""
    if whole.is_in(folder):
        return whole.read(folder)
    if own.is_in(folder):
        return own.read(folder)
    if polis.is_in(folder):
        return polis.read(folder)
    raise BadFiles([Problem(folder.name, 0, "there is neither an ideas.csv nor a Polis export (comments.csv) in it")])
