"""The tree of units: opening one, counting its people, and who may change the tree while others do."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.locks import share_until_commit, wait_until_commit
from people import rules
from people.actions.audit import record
from people.models import Unit, User

TREE = "tree of units"


class UnitClosed(Refusal):
    """Raised when somebody is put into a unit that is closed, and when a closed one is to be changed."""

    code = "unit_closed"
    message = _("This unit is closed. Choose an open one.")


def share_tree() -> None:
    """Whoever moves people shares the tree until the commit: meanwhile no unit gets another path, and none closes.

    Units read after this are as they stay. People are counted by paths: by one of before a re-organisation, they would
    be taken off units in which they never were.
    """
    share_until_commit(TREE)


def hold_tree() -> None:
    """Whoever re-organises has the tree alone until the commit. Votes take no part in this: they only read the tree."""
    wait_until_commit(TREE)


def open_now(unit: Unit) -> Unit:
    """`unit` as it is now. Raises `UnitClosed`."""
    found: Unit = Unit.objects.get(pk=unit.pk)
    if not (unit.is_open and found.is_open):
        raise UnitClosed
    return found


def lock_counts(units: Iterable[Unit]) -> None:
    """Lock the rows in which people of `units` are counted, in an order that everyone keeps.

    An update locks rows in the order in which they happen to lie: two moves at once would wait for each other.
    """
    paths = {path for unit in units for path in unit.paths_up}
    list(Unit.objects.select_for_update(no_key=True).filter(path__in=paths).order_by("path").values_list("pk"))


def count(paths: list[str], change: int) -> None:
    """Change the headcounts of the units with these `paths`, so that no page counts people."""
    Unit.objects.filter(path__in=paths).update(headcount=F("headcount") + change)


@transaction.atomic
def open_unit(
    *, by: User | None, name: str, code: str, parent: Unit | None = None, kind: str = "", **dates: date | None
) -> Unit:
    """Add a unit below `parent`, or at the top. `by=None` is the system itself: a set-up or an import.

    It opens today; an import says in `dates` when it opened, and closed (`opened_on`, `closed_on`). Raises `UnitClosed`
    when the parent is closed, and `Invalid` when another unit has the code.
    """
    require(by is None or rules.may_manage_people(by))
    share_tree()
    if by is not None and parent is not None:
        open_now(parent)  # an import brings what was, also what cannot come about any more
    if Unit.objects.filter(code=code).exists():
        raise Invalid(_("There is already a unit with this code."), field="code")
    fields = {"name": name, "code": code, "kind": kind, "opened_on": timezone.localdate(), **dates}
    unit: Unit = Unit.objects.add_child(parent, fields) if parent else Unit.objects.add_root(fields)
    record("people.open_unit", by=by, on=unit, after={"name": name, "code": code})
    return unit
