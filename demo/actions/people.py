"""The staff of the demo company."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone
from django.utils.text import slugify

from demo import company
from ideas.actions import set_stages
from ideas.models import JourneyStage
from people import actions
from people.models import Unit, User

YEARS_AGO = timedelta(days=900)


@dataclass
class Staff:
    """Who is where. `kinds` is the kind of work of each unit, by code."""

    units: dict[str, Unit] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)
    named: dict[str, User] = field(default_factory=dict)
    by_unit: dict[str, list[User]] = field(default_factory=dict)
    stages: dict[str, JourneyStage] = field(default_factory=dict)

    def seats(self, unit: str, job: str) -> list[User]:
        """Everyone in `unit` with the job `job`; the demo's own personas last, so that they speak for themselves."""
        seated = [user for user in self.by_unit[unit] if user.job_title == job]
        named = {user.pk for user in self.named.values()}
        return sorted(seated, key=lambda user: (user.pk in named, user.pk))


def load_people(chance: Random) -> Staff:
    """Units, people, roles and the journey."""
    content, people = company.read("company"), company.read("people")
    staff = Staff()
    for row in content["unit"]:
        parent = staff.units.get(row.get("parent", ""))
        kind = content["kinds"].get(row["kind"], row["kind"])
        unit = actions.open_unit(by=None, name=row["name"], code=row["code"], parent=parent, kind=kind)
        staff.units[row["code"]], staff.kinds[row["code"]] = unit, row["kind"]
        if row.get("quiet"):
            staff.quiet.add(row["code"])
    stages = set_stages(stages=content["stage"])
    staff.stages = {row["key"]: stage for row, stage in zip(content["stage"], stages, strict=True)}
    _named(staff, people["person"])
    _everyone_else(staff, chance, content, people["names"])
    return staff


def _named(staff: Staff, rows: list[company.Row]) -> None:
    for row in rows:
        user = _add(staff, row["name"], row["email"], row["unit"], row["job"])
        staff.named[row["key"]] = user
        if "role" in row:
            scope = None if row.get("scope", "FH") == "FH" else staff.units[row["scope"]]
            actions.grant(by=None, user=user, role=row["role"], unit=scope)


def _everyone_else(staff: Staff, chance: Random, content: company.Row, names: company.Row) -> None:
    taken = {user.display_name for user in staff.named.values()}
    for row in content["unit"]:
        for job, number in row["jobs"].items():
            seated = len([user for user in staff.by_unit.get(row["code"], []) if user.job_title == job])
            for _ in range(number - seated):
                name = _free_name(chance, names, taken)
                email = f"{slugify(name).replace('-', '.')}@{content['domain']}"
                _add(staff, name, email, row["code"], job)


def _free_name(chance: Random, names: company.Row, taken: set[str]) -> str:
    while True:
        name = f"{chance.choice(names['given'])} {chance.choice(names['family'])}"
        if name not in taken:
            taken.add(name)
            return name


def _add(staff: Staff, name: str, email: str, unit: str, job: str) -> User:
    user = actions.add_person(
        by=None,
        email=email,
        display_name=name,
        job_title=job,
        unit=staff.units[unit],
        since=timezone.localdate() - YEARS_AGO,
    )
    staff.by_unit.setdefault(unit, []).append(user)
    return user
