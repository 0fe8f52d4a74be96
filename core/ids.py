"""Ids of rows as they are written in addresses and forms: any number, also one that no database holds."""

LARGEST_ID = 2**63 - 1  # what fits into a column of 64 bits


def is_id(value: object) -> bool:
    """Whether `value` is written like the id of a row."""
    text = str(value)
    return text.isdecimal() and len(text) <= len(str(LARGEST_ID)) and int(text) <= LARGEST_ID
