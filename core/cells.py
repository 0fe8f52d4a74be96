"""Text in the cells of a spreadsheet: no text becomes a formula, and none is changed by going out and coming in."""

QUOTES = "'\"`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a\uff02\uff07"
BLANKS = " \u00a0\u1680\u200b\u200c\u200d\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212", "\ufe66", "\ufe62", "\ufe63", "\ufe6b")  # = + - @ otherwise
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *WIDE)
ESCAPE = "'"


def spreadsheet_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: with an apostrophe before it, where it looks like one.

    Some programs drop quotes and blanks before they look, and take the wide forms of signs for the signs.
    """
    return ESCAPE + text if _is_risky(text) else text


def plain_text(cell: str) -> str:
    """What `spreadsheet_cell` made a cell of. A text that begins with an apostrophe of its own keeps it."""
    return cell[1:] if cell.startswith(ESCAPE) and _is_risky(cell[1:]) else cell


def _is_risky(text: str) -> bool:
    return text.lstrip(QUOTES + BLANKS).startswith(FORMULA)
