"""The lists of ideas that are read most, compiled once (core/prepared.py)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from core.keyset import SIZE, Page, beyond, cut, read
from core.prepared import Prepared
from ideas.models import Campaign, Idea, JourneyStage
from ideas.models.idea import LISTED, IdeaQuerySet
from people.models import Unit

LARGEST = 100


class Shape(NamedTuple):
    """Of a page of a list: its order, whether it goes on from somewhere, in which direction, and how many fit."""

    column: str
    continued: bool
    backwards: bool
    fits: int


def one_page(prepared: Prepared, campaign: Campaign, column: str, cursor: str, size: int, **values: Any) -> Page[Any]:
    """The page of `prepared`, which makes its query with `in_order`, from `cursor` on. Raises `WrongCursor`."""
    position = read([column, "-pk"], cursor)
    if position.at:
        at, pk = position.at
        values |= {"at": datetime.fromisoformat(at) if isinstance(at, str) else at, "pk": pk}
    shape = Shape(column, bool(position.at), position.backwards, SIZE if size <= SIZE else LARGEST)
    rows = prepared.rows(shape, campaign=campaign.pk, **values)
    return cut(rows[: size + 1], position, size)


def in_order(shape: Shape, **values: Any) -> IdeaQuerySet:
    """The ideas of a campaign in the order of `shape`, from the place that `values` name on."""
    name, falls = shape.column.removeprefix("-"), shape.column.startswith("-") != shape.backwards
    found: IdeaQuerySet = Idea.objects.filter(LISTED, campaign_id=values["campaign"])
    if shape.continued:
        found = found.filter(beyond([name, "id"], [values["at"], values["pk"]], falls=falls))
    sign = "-" if falls else ""
    return found.order_by(f"{sign}{name}", f"{sign}id")


IDEA = [field.attname for field in Idea._meta.concrete_fields]
UNIT = [field.attname for field in Unit._meta.concrete_fields]
STAGE = [field.attname for field in JourneyStage._meta.concrete_fields]


def _build(shape: Shape, **values: Any) -> QuerySet[Idea, Any]:
    around = [*[f"unit__{name}" for name in UNIT], *[f"stage__{name}" for name in STAGE]]
    return in_order(shape, **values).values_list(*IDEA, *around)[: shape.fits + 1]


PAGE = Prepared(_build)


def page_of(campaign: Campaign, column: str, cursor: str) -> Page[Idea]:
    """Twenty ideas of `campaign`, with unit and stage, ordered by `column`. One query. Raises `WrongCursor`."""
    found = one_page(PAGE, campaign, column, cursor, SIZE)
    return Page([_idea(row, campaign) for row in found.rows], found.next, found.previous)


def _idea(row: Any, campaign: Campaign) -> Idea:
    at_unit, at_stage = len(IDEA), len(IDEA) + len(UNIT)
    idea = Idea.from_db(None, IDEA, row[:at_unit])
    idea.campaign = campaign
    idea.unit = Unit.from_db(None, UNIT, row[at_unit:at_stage]) if idea.unit_id is not None else None
    idea.stage = JourneyStage.from_db(None, STAGE, row[at_stage:]) if idea.stage_id is not None else None
    return idea
