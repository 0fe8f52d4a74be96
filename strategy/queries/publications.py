"""What has been published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from core.models import JobRun
from ideas import queries as ideas_queries
from people.models import User
from strategy.models import Publication, PublishedGround, Strategy

TELL = "strategy.tell"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a priority stands in print, and how many ideas it rests on there. `number` is the version's."""

    slug: str
    number: int
    position: int
    ideas: int


def published(viewer: User) -> QuerySet[Publication]:
    """Every publication, for whoever is active: what is published is for all. The newest first."""
    found = Publication.objects.select_related("strategy", "published_by").order_by("-published_at", "-pk")
    return found if viewer.is_active else found.none()


def versions(viewer: User, strategy: Strategy) -> QuerySet[Publication]:
    """The versions of `strategy`, the newest first."""
    return published(viewer).filter(strategy=strategy).order_by("-number")


def newest(viewer: User) -> QuerySet[Publication]:
    """The newest version of each strategy, the last published first, with what a list shows of it and without its text:
    `title`, `intent`, and how many `priorities` and `ideas` there are."""
    later = Publication.objects.filter(strategy=OuterRef("strategy"), number__gt=OuterRef("number"))
    return titled(published(viewer).filter(~Exists(later))).annotate(
        intent=KT("content__intent"),
        priorities=Count("grounds__position", distinct=True),
        ideas=Count("grounds__idea", distinct=True),
    )


def titled(found: QuerySet[Publication]) -> QuerySet[Publication]:
    """`found` with the published `title`, without the text. The strategy's own title may be a draft by now."""
    return found.annotate(title=KT("content__title")).defer("content")


def latest(strategy: Strategy) -> Publication | None:
    """The newest version of `strategy`."""
    return Publication.objects.filter(strategy=strategy).order_by("-number").first()


def latest_of(strategies: Iterable[Strategy]) -> dict[int, Publication]:
    """The newest version of each of `strategies` that has one: strategy id → publication. One query."""
    later = Publication.objects.filter(strategy=OuterRef("strategy"), number__gt=OuterRef("number"))
    rows = Publication.objects.filter(~Exists(later), strategy__in=[strategy.pk for strategy in strategies])
    return {row.strategy_id: row for row in rows}


def publication(viewer: User, slug: str, number: int | None = None) -> Publication | None:
    """Version `number` of the strategy with this address, or its newest."""
    found = published(viewer).filter(strategy__slug=slug).order_by("-number")
    return (found.filter(number=number) if number is not None else found).first()


def untold() -> list[int]:
    """Ids of publications whose contributors have not all been told yet, the oldest first."""
    told = JobRun.objects.filter(job=TELL, period=OuterRef("name"), finished_at__isnull=False)
    named = Publication.objects.annotate(name=Cast("pk", CharField()))
    return list(named.exclude(Exists(told)).order_by("pk").values_list("pk", flat=True))


def places(strategy_ids: Iterable[int]) -> dict[tuple[int, str], Place]:
    """Where each priority of these strategies was last published: (strategy id, title) → place. One query."""
    rows = PublishedGround.objects.filter(publication__strategy__in=set(strategy_ids))
    counted = rows.values_list(
        "publication__strategy_id", "title", "publication__strategy__slug", "publication__number", "position"
    ).annotate(ideas=Count("idea"))
    return {(row[0], row[1]): Place(*row[2:]) for row in counted.order_by("publication__number", "-position")}


def readable_ideas(viewer: User, publication: Publication) -> set[int]:
    """Ids of the ideas behind `publication` whose pages `viewer` may open."""
    found = ideas_queries.ideas(viewer).filter(published_grounds__publication=publication)
    return set(found.order_by().values_list("pk", flat=True))
