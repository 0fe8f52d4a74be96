"""Publishing: a working text becomes a version that never changes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal, require
from core.jobs import enqueue
from core.models import JobRun
from notices.actions import tell
from people.actions import record
from people.models import User
from strategy import queries, rules
from strategy.content import digest
from strategy.models import Publication, PublishedGround, Strategy
from strategy.queries.publications import TELL


class NotReady(Refusal):
    """Raised when the readiness review does not hold. `checks` names what to mend."""

    code = "not_ready"
    message = _("This strategy is not ready to be published. See what is missing.")


@transaction.atomic
def publish(*, by: User, strategy: Strategy, at: datetime | None = None) -> Publication:
    """Make the next numbered version, with everything that it shows. The same text again is the same version.

    Two at once make one version: the strategy's row is locked, and the number is unique. `at` is for an import.
    """
    strategy = queries.locked(strategy)
    require(rules.may_publish(by, strategy))
    failed = [check for check in queries.readiness(strategy) if not check.holds]
    if failed:
        raise NotReady(checks=[_named(check) for check in failed])
    content = queries.content_of(strategy)
    fingerprint = digest(content)
    last = queries.latest(strategy)
    if last is not None and last.digest == fingerprint:
        return last
    publication = Publication.objects.create(
        strategy=strategy,
        number=last.number + 1 if last else 1,
        content=content,
        digest=fingerprint,
        published_by=by,
        published_at=at or timezone.now(),
    )
    PublishedGround.objects.bulk_create(_grounds(publication, content["priorities"]), batch_size=1000)
    strategy.status = Strategy.Status.PUBLISHED
    strategy.save(update_fields=["status"])
    record("strategy.publish", by=by, on=strategy, after={"number": publication.number, "digest": fingerprint})
    enqueue("strategy.tell_contributors", publication_id=publication.pk)
    return publication


def _named(check: queries.Check) -> dict[str, Any]:
    """A check as the readiness review of the API names it."""
    return {"check": check.name, "title": check.title, "detail": check.detail, "priority": check.priority_id}


def _grounds(publication: Publication, priorities: list[Any]) -> list[PublishedGround]:
    return [
        PublishedGround(
            publication=publication, idea_id=idea["id"], position=priority["position"], title=priority["title"]
        )
        for priority in priorities
        for idea in priority["ideas"]
    ]


@transaction.atomic
def tell_contributors(*, publication_id: int) -> None:
    """Tell each named author whose idea became part of a priority, once. Anonymous authors see it in their impact."""
    rows = PublishedGround.objects.filter(publication_id=publication_id).select_related("idea", "publication__strategy")
    for row in rows.order_by("pk"):
        if row.idea.author_id is None:
            continue
        tell(
            [row.idea.author_id],
            kind="idea_in_priority",
            key=f"{row.publication.strategy_id}:{row.idea_id}:{row.position}",
            path=f"/ideas/{row.idea_id}/",
            data={"idea": row.idea.title, "priority": row.title, "position": row.position},
        )
    JobRun.objects.update_or_create(job=TELL, period=str(publication_id), defaults={"finished_at": timezone.now()})
