"""What leaders have promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from people.models import User
from strategy.models import Commitment, Strategy


def commitments(viewer: User) -> QuerySet[Commitment]:
    """Promises that `viewer` may see: those of published strategies, or all for who sees drafts. Late ones first."""
    today = timezone.localdate()
    rank = Case(
        When(status="open", due_on__lt=today, then=Value(0)),
        When(status="open", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Commitment.objects.filter(strategy__in=Strategy.objects.visible_to(viewer))
    return found.select_related("leader", "priority", "strategy").annotate(rank=rank).order_by("rank", "due_on", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many promises there are of each kind; when the next is due, and by how many days the latest is late."""

    total: int
    kept: int
    due: int
    late: int
    broken: int
    next_on: date | None
    longest: int

    @property
    def open(self) -> int:
        return self.due + self.late

    @property
    def settled(self) -> int:
        return self.total - self.open


def standing(promises: Sequence[Commitment]) -> Standing:
    """What `promises` come to."""
    late = [row for row in promises if row.is_late]
    due = [row for row in promises if row.status == Commitment.Status.OPEN and not row.is_late]
    return Standing(
        total=len(promises),
        kept=sum(row.status == Commitment.Status.KEPT for row in promises),
        due=len(due),
        late=len(late),
        broken=sum(row.status == Commitment.Status.BROKEN for row in promises),
        next_on=min((row.due_on for row in due), default=None),
        longest=max((-row.days_left for row in late), default=0),
    )


def narrowed(promises: Sequence[Commitment], show: str) -> list[Commitment]:
    """Those of `promises` that are still open, or settled; all of them for anything else."""
    if show not in ("open", "settled"):
        return list(promises)
    return [row for row in promises if (row.status == Commitment.Status.OPEN) == (show == "open")]
