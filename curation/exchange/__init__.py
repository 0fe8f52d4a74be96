"""Reading a campaign that another tool wrote: files in, rows or problems out. Pure; see docs/import.md."""

from pathlib import Path

from curation.exchange import own, polis
from curation.exchange.rows import BadFiles, Problem, Rows

__all__ = ["BadFiles", "Problem", "Rows", "read"]


def read(folder: Path) -> Rows:
    """The rows of the campaign in `folder`, in whichever format it is. Raises `BadFiles` with every problem found."""
    if own.is_in(folder):
        return own.read(folder)
    if polis.is_in(folder):
        return polis.read(folder)
    raise BadFiles([Problem(folder.name, 0, "there is neither an ideas.csv nor a Polis export (comments.csv) in it")])
