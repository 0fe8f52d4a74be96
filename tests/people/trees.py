"""What must hold of the organisation, whatever was done to it."""

from collections import Counter
from typing import Any

from people import queries
from people.models import Membership, Unit, User
from tests.factories import fresh


def recount() -> dict[int, int]:
    """Unit id → people in it and below, counted from the memberships."""
    found: Counter[int] = Counter()
    by_path = dict(Unit.objects.values_list("path", "pk"))
    for path in Membership.objects.filter(until=None).values_list("unit__path", flat=True):
        found.update(by_path[path[:end]] for end in range(Unit.steplen, len(path) + 1, Unit.steplen))
    return {pk: found[pk] for pk in by_path.values()}


def headcounts() -> dict[int, int]:
    return dict(Unit.objects.values_list("pk", "headcount"))


def check_tree() -> None:
    """The tree is one, headcounts are right, and every active person is in one open unit."""
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert headcounts() == recount()
    current = Membership.objects.filter(until=None)
    assert Counter(current.values_list("user_id", flat=True)) == Counter(
        User.objects.filter(is_active=True, memberships__isnull=False).distinct().values_list("pk", flat=True)
    )
    assert not current.exclude(unit__closed_on=None).exists()
    closed = [unit.path for unit in Unit.objects.exclude(closed_on=None)]
    assert not any(Unit.objects.filter(path__startswith=path, closed_on=None).exists() for path in closed)


def above(unit: Unit) -> Unit | None:
    """The unit above `unit`, as it is now."""
    found: Unit | None = Unit.objects.get_parent(fresh(unit))
    return found


def last_entry(row: Any) -> tuple[str, Any, Any]:
    """Verb, before and after of what the audit log says last of `row`."""
    entry = queries.history(f"{row._meta.label_lower}:{row.pk}").last()
    assert entry is not None
    return entry.verb, entry.before, entry.after
