"""Saying what came of a bench."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import figures
from bench.figures import Row

from environment import cores, say


def told(rows: Sequence[Row], output: Path | None, subject: str) -> int:
    """Print the table of `rows`, put it into `output`, and say what does not hold; 1 when anything does not.

    In a document that has marks for `subject` it takes the place of what stands between them.
    """
    table = figures.table(rows)
    say(f"\n{table}\n")
    if output:
        text = (
            f"Measured on {datetime.now(UTC).date()}: {cores()} cores, Python {platform.python_version()}.\n\n{table}"
        )
        document = output.read_text(encoding="utf-8") if output.exists() else ""
        is_marked = figures.marks(subject)[0] in document
        whole = figures.replaced(document, text, subject) if is_marked else f"{text}\n"
        output.write_text(whole, encoding="utf-8")
    return 1 if missed(rows) else 0


def missed(rows: Sequence[Row]) -> list[Row]:
    """Those whose bar does not hold, each said."""
    failed = [row for row in rows if not row.holds]
    for row in failed:
        say(f"does not hold: {row.what}: {row.ratio}, and the bar is {row.bar}")
    return failed
