"""What leaders did lately."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.utils import timezone

from people.models import User
from strategy.models import Commitment, Publication
from strategy.queries.commitments import commitments
from strategy.queries.publications import published, titled


@dataclass(frozen=True, slots=True)
class News:
    """One thing that leaders did. `kind` is published, open (promised), kept, broken or withdrawn."""

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
    """The last things that leaders published, promised, kept or gave up, the newest first. Two queries."""
    versions = titled(published(viewer))[:limit]
    promises = commitments(viewer).annotate(on=Coalesce("settled_on", "made_on")).order_by("-on", "-pk")[:limit]
    found = [News("published", timezone.localdate(row.published_at), publication=row) for row in versions]
    found += [News(row.status, row.settled_on or row.made_on, promise=row) for row in promises]
    return sorted(found, key=lambda item: item.on, reverse=True)[:limit]
