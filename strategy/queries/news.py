"""What leaders did lately."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.models import User
from strategy.models import Commitment, Publication
from strategy.queries.commitments import commitments
from strategy.queries.publications import published, titled


@dataclass(frozen=True, slots=True)
class News:
    """One thing that leaders did. `kind` is published, open (promised), late, kept, broken or withdrawn."""

    kind: str
    on: date
    publication: Publication | None = None
    promise: Commitment | None = None

    @property
    def leader(self) -> User | None:
        """Who published, or who promised."""
        if self.promise is not None:
            return self.promise.leader
        return self.publication.published_by if self.publication else None


def news(viewer: User, limit: int = 5) -> list[News]:
    """The last things that leaders published, promised, kept, let pass or gave up, newest first. Two queries."""
    late = When(status=Commitment.Status.OPEN, due_on__lt=timezone.localdate(), then="due_on")
    on = Coalesce("settled_on", Case(late, default="made_on"))
    versions = titled(published(viewer))[:limit]
    promises = commitments(viewer).annotate(on=on).order_by("-on", "-pk")[:limit]
    found = [News("published", timezone.localdate(row.published_at), publication=row) for row in versions]
    found += [_told(row) for row in promises]
    return sorted(found, key=lambda item: item.on, reverse=True)[:limit]


def _told(promise: Commitment) -> News:
    if promise.is_late:
        return News("late", promise.due_on, promise=promise)
    return News(promise.status, promise.settled_on or promise.made_on, promise=promise)
