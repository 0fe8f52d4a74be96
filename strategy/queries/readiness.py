"""The readiness review: what must hold before a strategy is published."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.models import Placement
from people import queries as people_queries
from people.models import User
from strategy.content import digest
from strategy.models import IdeaGrounding, Priority, Strategy
from strategy.queries.drafts import content_of, priorities
from strategy.queries.publications import latest


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the readiness review: whether it holds, and the place to mend when it does not."""

    name: str
    title: str
    holds: bool
    detail: str
    priority_id: int | None = None


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A priority with how many of its checks hold."""

    priority: Priority
    held: int
    of: int

    @property
    def is_ready(self) -> bool:
        return self.held == self.of


@dataclass(frozen=True, slots=True)
class Review:
    """The readiness of a whole strategy."""

    checks: list[Check]
    outline: list[OutlineRow]

    @property
    def held(self) -> int:
        return sum(check.holds for check in self.checks)

    @property
    def is_ready(self) -> bool:
        return self.held == len(self.checks)


def grounded_counts(strategy: Strategy) -> dict[int, int]:
    """How many ideas each priority of `strategy` rests on: priority id → number. Two queries."""
    shown = {"idea__withdrawn_at": None, "idea__hidden_at": None}
    direct = IdeaGrounding.objects.filter(priority__strategy=strategy, **shown).values_list("priority_id", "idea_id")
    through = Placement.objects.filter(theme__groundings__priority__strategy=strategy, **shown)
    pairs = {*direct, *through.values_list("theme__groundings__priority_id", "idea_id")}
    return Counter(priority_id for priority_id, _idea_id in pairs)


def readiness(strategy: Strategy) -> list[Check]:
    """What must hold before `strategy` is published. Four queries, however many priorities."""
    rows = list(Priority.objects.filter(strategy=strategy).select_related("sponsor").order_by("position"))
    numbers, leaders = grounded_counts(strategy), {user.pk for user in people_queries.holders("executive")}
    checks = [Check("stated", _("At least one priority"), bool(rows), _("A strategy says what comes first."))]
    for row in rows:
        checks += [_grounded(row, numbers.get(row.pk, 0)), _sponsored(row, row.sponsor_id in leaders)]
    return checks


def _grounded(row: Priority, number: int) -> Check:
    title = _("Priority %(n)s rests on ideas") % {"n": row.position}
    rests = ngettext("%(n)s idea", "%(n)s ideas", number) % {"n": number}
    return Check(
        "grounded", title, number > 0, rests if number else _("Choose the themes or ideas it comes from."), row.pk
    )


def _sponsored(row: Priority, holds: bool) -> Check:
    title = _("Priority %(n)s has an executive sponsor") % {"n": row.position}
    named = (row.sponsor.job_title or row.sponsor.display_name) if row.sponsor else ""
    return Check("sponsored", title, holds, named if holds else _("Name who answers for it."), row.pk)


def review(viewer: User, strategy: Strategy) -> Review:
    """The readiness of `strategy`, and of each priority that `viewer` sees in its outline."""
    checks = readiness(strategy)
    outline = []
    for row in priorities(viewer).filter(strategy=strategy):
        own = [check.holds for check in checks if check.priority_id == row.pk]
        outline.append(OutlineRow(row, sum(own), len(own)))
    return Review(checks, outline)


@dataclass(frozen=True, slots=True)
class NextVersion:
    """The number that the next publication would have, and whether its text would differ from the last."""

    number: int
    is_changed: bool


def next_version(strategy: Strategy) -> NextVersion:
    """What publishing `strategy` now would make. Reads everything that a publication holds."""
    last = latest(strategy)
    if last is None:
        return NextVersion(1, is_changed=True)
    return NextVersion(last.number + 1, last.digest != digest(content_of(strategy)))
