"""An address as a square code that phones read. Pure."""

from dataclasses import dataclass

import segno

MARGIN = 4  # squares, as the standard asks


@dataclass(frozen=True, slots=True)
class Code:
    """A code for an SVG: `path` draws the dark squares, each one unit wide, on a field of `side` × `side` units."""

    side: int
    path: str


def code_of(text: str) -> Code:
    """`text` as a code that can still be read when a tenth of it is torn off."""
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=MARGIN))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, value in enumerate(row) if value)
    return Code(len(rows), "".join(dark))
