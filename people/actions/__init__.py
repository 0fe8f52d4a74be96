"""Writes about people, units, grants and tokens, and the audit log that all apps write."""

from people.actions.accounts import change_settings, create_token
from people.actions.audit import record
from people.actions.following import FOLLOWERS
from people.actions.persons import add_person, move_person, take_over, take_over_without_unit
from people.actions.reorganising import (
    Circular,
    HasOpenUnits,
    NotEmpty,
    Part,
    TooDeep,
    close_unit,
    merge_units,
    move_unit,
    split_unit,
)
from people.actions.roles import grant, revoke
from people.actions.units import UnitClosed, open_unit

__all__ = [
    "FOLLOWERS",
    "Circular",
    "HasOpenUnits",
    "NotEmpty",
    "Part",
    "TooDeep",
    "UnitClosed",
    "add_person",
    "change_settings",
    "close_unit",
    "create_token",
    "grant",
    "merge_units",
    "move_person",
    "move_unit",
    "open_unit",
    "record",
    "revoke",
    "split_unit",
    "take_over",
    "take_over_without_unit",
]
