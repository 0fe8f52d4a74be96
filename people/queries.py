"""Reads about people and units."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from core import keyset, personal
from core.keyset import Page
from core.personal import Personal
from people.models import ApiToken, AuditEntry, Grant, Unit, User


def by_email(email: str) -> User | None:
    """The active person with this address, whatever its case."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def by_emails(emails: Iterable[str]) -> dict[str, User]:
    """People with these addresses, active or not: e-mail in lower case → person. One query a thousand."""
    wanted = sorted({email.strip().lower() for email in emails})
    parts = [wanted[start : start + 1000] for start in range(0, len(wanted), 1000)]
    return {user.email: user for part in parts for user in User.objects.filter(email__in=part)}


def borne_names(names: Iterable[str]) -> set[str]:
    """Those of `names` by which an active person goes, letter by letter. One query, on an index."""
    wanted = list(names)
    people = User.objects.filter(display_name__in=wanted, is_active=True) if wanted else User.objects.none()
    return set(people.values_list("display_name", flat=True))


def open_units() -> QuerySet[Unit]:
    """Units that are open today, in tree order."""
    found: QuerySet[Unit] = Unit.objects.filter(closed_on=None)
    return found.order_by("path")


def unit_by_code(code: str) -> Unit | None:
    found: QuerySet[Unit] = Unit.objects.filter(code=code)
    return found.first()


def reporting_unit(unit: Unit | None, *, smallest: int) -> Unit | None:
    """`unit`, or the nearest one above it that has at least `smallest` people; `None` when not even the top has."""
    if unit is None or unit.headcount >= smallest:
        return unit
    line = list(Unit.objects.filter(path__in=unit.paths_up).order_by("-depth"))
    if not line or line[0].pk != unit.pk:  # moved since it was read: its old path may be another unit's by now
        return reporting_unit(Unit.objects.get(pk=unit.pk), smallest=smallest)
    return next((each for each in line if each.headcount >= smallest), None)


def reported_as(units: Iterable[int | None], *, smallest: int) -> dict[int, int | None]:
    """The units whose people are reported as one of `units` (ids; `None`: without a unit): their id → that one.

    It answers `reporting_unit` for all of them at once. Reads every unit.
    """
    wanted = set(units)
    rows = list(Unit.objects.order_by("path").values_list("pk", "path", "headcount"))
    large = {path: pk for pk, path, headcount in rows if headcount >= smallest}
    found: dict[int, int | None] = {}
    for pk, path, _headcount in rows:
        above = (path[:length] for length in range(len(path), 0, -Unit.steplen))
        nearest = next((large[part] for part in above if part in large), None)
        if nearest in wanted:
            found[pk] = nearest
    return found


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit, and the names of those above it, the top first."""

    unit: Unit
    above: list[str]


def unit(pk: int) -> Unit | None:
    """The unit with this id, open or closed, with its successor."""
    found: QuerySet[Unit] = Unit.objects.select_related("succeeded_by").filter(pk=pk)
    return found.first()


def units_by_codes(codes: Iterable[str]) -> dict[str, Unit]:
    """Units with these codes, open or closed. One query."""
    return {each.code: each for each in Unit.objects.filter(code__in=list(codes))}


def organisation(q: str = "") -> QuerySet[Unit]:
    """All units, open and closed, in tree order with their successors; with `q`, those that have it in name or code."""
    found: QuerySet[Unit] = Unit.objects.select_related("succeeded_by").order_by("path")
    return found.filter(Q(name__icontains=q) | Q(code__icontains=q)) if q else found


def organisation_page(*, q: str = "", cursor: str = "", size: int = 100) -> Page[Placed]:
    """A page of `organisation`, each unit with those above it. Two queries. Raises `WrongCursor`."""
    page = keyset.page(organisation(q), cursor=cursor, size=size)
    return Page(placed(page.rows), page.next, page.previous)


def placed(units: Iterable[Unit]) -> list[Placed]:
    """Each of `units` with the names of those above it. One query."""
    rows = list(units)
    above = {path for row in rows for path in row.paths_up[:-1]}
    names = dict(Unit.objects.filter(path__in=above).values_list("path", "name"))
    return [Placed(row, [names[path] for path in row.paths_up[:-1] if path in names]) for row in rows]


def parents(units: Iterable[Unit]) -> dict[int, int]:
    """Id → id of the unit above it; nothing for those at the top. One query."""
    paths = {row.pk: row.path[: -Unit.steplen] for row in units}
    ids = dict(Unit.objects.filter(path__in=set(paths.values())).values_list("path", "pk"))
    return {pk: ids[path] for pk, path in paths.items() if path in ids}


def people_in(unit: Unit) -> QuerySet[User]:
    """People who are now in `unit` itself, not below it, by name."""
    found = User.objects.filter(memberships__unit=unit, memberships__until=None)
    return found.order_by("display_name", "pk")


def as_it_is_now(units: Iterable[int]) -> dict[int, int]:
    """Ids of units as they were → ids of the units that they are now: after each merge, the successor. One query.

    A unit that is open, or was closed without a successor, is itself. What is reported "as it is now" is added up by
    this; "as it was" needs nothing, as everything keeps the unit that it came from.
    """
    successors = dict(Unit.objects.exclude(succeeded_by=None).values_list("pk", "succeeded_by"))
    return {each: last_of(each, successors) for each in units}


def last_of(unit: int, successors: Mapping[int, int]) -> int:
    """Where the chain of successors from `unit` ends; `unit` itself, if rows written by hand go in a circle."""
    seen, last = {unit}, unit
    while (following := successors.get(last)) is not None:
        if following in seen:
            return unit
        seen.add(following)
        last = following
    return last


def holders(role: str) -> QuerySet[User]:
    """Active people to whom `role` was granted, over whatever scope, by name."""
    ids = Grant.objects.filter(role=role).values("user_id")
    return User.objects.filter(is_active=True, pk__in=ids).order_by("display_name", "pk")


def administrators() -> QuerySet[User]:
    """Active people who look after the whole installation, by name."""
    ids = Grant.objects.filter(role=Grant.Role.ADMINISTRATOR, unit=None).values("user_id")
    return User.objects.filter(is_active=True, pk__in=ids).order_by("display_name", "pk")


def members(units: Iterable[Unit]) -> QuerySet[User]:
    """Active people who are now in one of `units` or below."""
    paths = [unit.path for unit in units]
    users = User.objects.filter(is_active=True, memberships__until=None)
    below = Unit.objects.none()
    for path in paths:
        below = below | Unit.objects.filter(path__startswith=path)
    return users.filter(memberships__unit__in=below).order_by("pk")


def token_digest(token: str) -> str:
    """What is kept of the token whose text is `token`."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def token_owner(token: str) -> ApiToken | None:
    """The unexpired token of an active person whose text is `token`."""
    found = ApiToken.objects.select_related("user").filter(digest=token_digest(token)).first()
    if found is None or found.expires_at <= timezone.now() or not found.user.is_active:
        return None
    return found


def kept_about_people() -> list[tuple[Promise, list[Personal]]]:
    """What is kept about people, as the tables themselves say, under the headings of a reader. No query."""
    tables = sorted((table for _label, table in personal.tables()), key=lambda table: table.place)
    return [(group, [table for table in tables if table.group == group]) for group in personal.GROUPS]


def history(thing: str) -> QuerySet[AuditEntry]:
    """What was done to `thing`, oldest first."""
    return AuditEntry.objects.filter(thing=thing).select_related("actor").order_by("at", "pk")
