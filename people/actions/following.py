"""What named a unit that is closed or split goes on with the units that its people are in now.

Roles do so here. Apps above name units as well, in tables that `people` knows nothing of: each has its say in
`FOLLOWERS` (from its `apps.py`), and does it in the same transaction.
"""

from collections.abc import Sequence
from typing import Protocol

from people.actions.audit import record
from people.models import Grant, Unit, User


class Follower(Protocol):
    """Has what names `unit` name the units `into` as well; those alone when `unit` is left behind for good."""

    def __call__(self, *, by: User | None, unit: Unit, into: Sequence[Unit], is_left: bool) -> None: ...


FOLLOWERS: list[Follower] = []


def follow(*, by: User | None, unit: Unit, into: Sequence[Unit], is_left: bool) -> None:
    """Have all that names `unit` go on with the units `into`."""
    followers: list[Follower] = [roles_follow, *FOLLOWERS]
    for follower in followers:
        follower(by=by, unit=unit, into=into, is_left=is_left)


def roles_follow(*, by: User | None, unit: Unit, into: Sequence[Unit], is_left: bool) -> None:
    """Whoever had a role over `unit` has it over `into`. Who has it there already is given nothing twice."""
    for held in unit.grants.select_related("user").order_by("pk"):
        given = [Grant.objects.get_or_create(user=held.user, role=held.role, unit=each)[1] for each in into]
        if is_left:
            held.delete()
        if is_left or any(given):
            codes = [each.code for each in into]
            record(
                "people.grant_follows",
                by=by,
                on=held.user,
                before={"role": held.role, "units": [unit.code]},
                after={"role": held.role, "units": codes if is_left else [unit.code, *codes]},
            )
