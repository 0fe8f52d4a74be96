"""Re-organisations: units move, merge, split and close, and nothing is lost (docs/decisions/0027).

Each is one transaction that has the tree of units to itself: no person is moved and no unit opened meanwhile. Ideas,
comments, votes and who was heard keep the unit that they came from. Each writes one entry of the audit log a unit.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypedDict

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from people import rules
from people.actions.audit import record
from people.actions.following import follow
from people.actions.units import count, hold_tree, open_now, open_unit
from people.models import Membership, Unit, User

BATCH = 1000
DEEPEST = (Unit._meta.get_field("path").max_length or 0) // Unit.steplen  # levels for which a path has room


class Circular(Refusal):
    """Raised when a unit would come to stand below itself."""

    code = "circular"
    message = _("A unit cannot stand below itself, or below a unit that is part of it. Choose another place.")


class TooDeep(Refusal):
    """Raised when there would be more levels than the tree has."""

    code = "too_deep"
    message = _("There are too many levels of units. Choose a place further up.")


class HasOpenUnits(Refusal):
    """Raised when a unit is to be closed while units below it are open."""

    code = "has_open_units"
    message = _("There are open units below this one. Move, merge or close them first.")


class NotEmpty(Refusal):
    """Raised when a unit is to be closed and its people would be nowhere."""

    code = "not_empty"
    message = _("There are people in this unit. Say where they go.")


class Part(TypedDict):
    """A new unit that comes out of another: `people` of that one go into it."""

    name: str
    code: str
    people: Sequence[User]


@transaction.atomic
def move_unit(*, by: User | None, unit: Unit, below: Unit | None) -> Unit:
    """Put `unit`, with all that is below it, below another one, or at the top. Its people go along.

    Whom a campaign asks and over what a role holds goes by the new place from then on. Raises `UnitClosed`, `Circular`
    and `TooDeep`. Where it already is, nothing happens.
    """
    _begin(by)
    unit = open_now(unit)
    target = open_now(below) if below is not None else None
    parent = Unit.objects.get_parent(unit)
    if target == parent:
        return unit
    _place(unit, target)
    record(
        "people.move_unit",
        by=by,
        on=unit,
        before={"below": parent.code if parent else None},
        after={"below": target.code if target else None},
    )
    return unit


@transaction.atomic
def merge_units(*, by: User | None, units: Iterable[Unit], into: Unit) -> Unit:
    """Close `units`, with `into` as the successor of each, and return that one. Their people are in it from today.

    The closed ones, and those closed earlier below them, stand below it. Roles and audiences that named them go on
    with it. Raises `UnitClosed`, `TooDeep` and, if a unit below one of them stays open, `HasOpenUnits`.
    """
    _begin(by)
    wanted = {unit.pk for unit in units}
    target = open_now(into)
    if not wanted:
        raise Invalid(_("Name the units that are merged."), field="units")
    if target.pk in wanted:
        raise Invalid(_("A unit cannot be merged into itself."), field="units")
    for unit in Unit.objects.filter(pk__in=wanted).order_by("-depth", "pk"):  # what is below another goes first
        _succeed(by=by, unit=unit, into=target)
    return open_now(target)


@transaction.atomic
def split_unit(*, by: User | None, unit: Unit, parts: Sequence[Part], closes: bool = False) -> list[Unit]:
    """Open new units beside `unit`, move people of it into them from today, and return them.

    `unit` stays with whoever was not chosen. If it `closes`, everybody must be chosen, and it has no successor: of what
    came from it, nobody can say to which part it would belong. Roles over it hold over the parts too, and campaigns
    that ask it ask them. Raises `UnitClosed`, `NotEmpty`, `HasOpenUnits` and `Invalid`.
    """
    _begin(by)
    unit = open_now(unit)
    there = set(Membership.objects.filter(unit=unit, until=None).values_list("user_id", flat=True))
    _check_parts(parts, there)
    if closes and len(there) > sum(len(part["people"]) for part in parts):
        raise NotEmpty
    parent = Unit.objects.get_parent(unit)
    made = []
    for part in parts:
        new = open_unit(by=by, name=part["name"], code=part["code"], parent=parent, kind=unit.kind)
        _bring(unit, new, {person.pk for person in part["people"]})
        made.append(new)
    follow(by=by, unit=unit, into=made, is_left=False)
    if closes:
        _close(unit)
    parted = [{"unit": new.code, "people": len(part["people"])} for new, part in zip(made, parts, strict=True)]
    record(
        "people.split_unit", by=by, on=unit, before={"people": len(there)}, after={"parts": parted, "closed": closes}
    )
    return [open_now(new) for new in made]


@transaction.atomic
def close_unit(*, by: User | None, unit: Unit, into: Unit | None = None) -> Unit:
    """Close a unit in which nobody is, or one whose people go `into` another, which then succeeds it.

    Raises `UnitClosed`, `NotEmpty` and `HasOpenUnits`.
    """
    if into is not None:
        merge_units(by=by, units=[unit], into=into)
        return _as_it_is(unit)
    _begin(by)
    unit = open_now(unit)
    if Membership.objects.filter(unit=unit, until=None).exists():
        raise NotEmpty
    _close(unit)
    record("people.close_unit", by=by, on=unit, after={"closed_on": str(unit.closed_on)})
    return unit


def _begin(by: User | None) -> None:
    require(by is None or rules.may_manage_people(by))
    hold_tree()


def _as_it_is(unit: Unit) -> Unit:
    found: Unit = Unit.objects.get(pk=unit.pk)
    return found


def _check_parts(parts: Sequence[Part], there: set[int]) -> None:
    """Whether each part has people, all of them of those who are `there`, and nobody is in two parts."""
    chosen = [person.pk for part in parts for person in part["people"]]
    if not parts or not all(part["people"] for part in parts):
        raise Invalid(_("Choose the people who go into the new unit."), field="people")
    if len(set(chosen)) < len(chosen):
        raise Invalid(_("Each person goes into one of the new units."), field="people")
    if not there.issuperset(chosen):
        raise Invalid(_("Choose people who are in this unit now."), field="people")


def _succeed(*, by: User | None, unit: Unit, into: Unit) -> None:
    """Close `unit`, with all its people, roles and audiences gone on to `into`, below which it stands from now on."""
    unit = open_now(unit)
    parent = Unit.objects.get_parent(unit)
    _close(unit, into)
    people = _bring(unit, into)
    follow(by=by, unit=unit, into=[into], is_left=True)
    unit = _as_it_is(unit)  # without its people
    _place(unit, into)
    before = {"below": parent.code if parent else None, "people": people}
    record("people.merge_unit", by=by, on=unit, before=before, after={"into": into.code})


def _close(unit: Unit, successor: Unit | None = None) -> None:
    """Close `unit` today. Raises `HasOpenUnits`."""
    if Unit.objects.filter(path__startswith=unit.path, closed_on=None).exclude(pk=unit.pk).exists():
        raise HasOpenUnits
    today = timezone.localdate()
    unit.closed_on = max(today, unit.opened_on or today)
    unit.succeeded_by = successor
    unit.save(update_fields=["closed_on", "succeeded_by"])


def _bring(unit: Unit, into: Unit, people: Collection[int] | None = None) -> int:
    """Move the people of `unit`, or only those with these ids, from today, and return how many they are.

    Who leaves while they are about to come (a membership with a later first day) comes to the new unit on that day.
    """
    today = timezone.localdate()
    rows = list(Membership.objects.filter(unit=unit, until=None).values_list("pk", "user_id", "since"))
    moving = [row for row in rows if people is None or row[1] in people]
    for start in range(0, len(moving), BATCH):
        ended = Membership.objects.filter(pk__in=[pk for pk, _user, _since in moving[start : start + BATCH]])
        ended.filter(since__gt=today).update(until=F("since"))
        ended.filter(since__lte=today).update(until=today)
    Membership.objects.bulk_create(
        [Membership(user_id=user, unit=into, since=max(today, since)) for _pk, user, since in moving], batch_size=BATCH
    )
    count(unit.paths_up, -len(moving))
    count(into.paths_up, len(moving))
    return len(moving)


def _place(unit: Unit, below: Unit | None) -> None:
    """Move `unit`, as it is now, below another or to the top, and its people in the headcounts of those above."""
    if below is not None and below.path.startswith(unit.path):
        raise Circular
    height = Unit.objects.filter(path__startswith=unit.path).aggregate(deepest=Max("depth"))["deepest"] - unit.depth
    if (below.depth if below else 0) + 1 + height > DEEPEST:
        raise TooDeep
    count(unit.paths_up[:-1], -unit.headcount)
    if below is not None:
        Unit.objects.move(unit, below, "last-child")
    else:
        Unit.objects.move(unit, Unit.objects.get_last_root_node(), "last-sibling")
    count(unit.paths_up[:-1], unit.headcount)
