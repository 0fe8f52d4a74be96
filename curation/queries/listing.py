"""A page of a campaign's ideas for programs, each with its theme and the viewer's ballot, in one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from core.keyset import Page
from core.prepared import Prepared
from ideas import queries as ideas_queries
from ideas.models import Campaign
from ideas.queries import COLUMN, Order
from ideas.queries.listing import Shape, in_order, one_page
from ideas.rules import holds_receipt
from people.models import User
from votes.queries import NO_VOTE, NOBODY, NOTHING, SHOWN, Ballot, Own, Result, beside, inherited, rights_in

IDEA = [
    "id", "title", "today", "better", "stage_id", "barrier", "language", "author_id", "author_key", "receipt",
    "job_title", "status", "reason", "merged_into_id", "possible_duplicate_of_id", "comment_count", "submitted_at",
    "edited_at", "seen_count", "rank_common_ground", "revision", "has_merged",
    "met_on", "met_people",
]  # fmt: skip
AROUND = [
    "unit__name",
    "placement__theme_id",
    "own__choice",
    "own__revision",
    *[f"tally__{column}" for column in SHOWN],
]


@dataclass(frozen=True, slots=True)
class Listed:
    """An idea in a list: `row` has the columns `IDEA` and `AROUND`; `mine` is whether the viewer wrote it."""

    row: Any
    mine: bool
    ballot: Ballot


def _build(shape: Shape, **values: Any) -> QuerySet[Any, Any]:
    name = shape.column.removeprefix("-")
    own = FilteredRelation("votes", condition=Q(votes__voter=values["voter"]))
    columns = [*IDEA, *AROUND, *([] if name in IDEA else [name])]
    return in_order(shape, **values).annotate(own=own).values_list(*columns)[: shape.fits + 1]


PAGE = Prepared(_build)


def listed_page(viewer: User, campaign: Campaign, *, order: Order, cursor: str, size: int) -> Page[Listed]:
    """Up to `size` (100 at most) ideas of `campaign` in `order`, from `cursor` on. One query. Raises `WrongCursor`.

    The campaign is one that the viewer may see. Where it asks some units only, two more tell whether
    the viewer is in one of them.
    """
    voter, author = (ideas_queries.read_key(viewer, campaign, purpose) or NOBODY for purpose in ("vote", "author"))
    page = one_page(PAGE, campaign, COLUMN[order], cursor, size, voter=voter)
    rights = rights_in(viewer, campaign)
    unsaid = [row for row in page.rows if row.has_merged and not row.own__choice]
    merged = {pk: Own(choice, is_inherited=True) for pk, choice in inherited(voter, unsaid).items()}

    def listed(row: Any) -> Listed:
        mine = row.author_id == viewer.pk if row.author_key is None else bytes(row.author_key) == author
        mine = mine or holds_receipt(viewer, row)
        result = Result(*row[SHOWN_FROM : SHOWN_FROM + len(SHOWN)]) if row.tally__release else NOTHING
        own = Own(row.own__choice, row.own__revision) if row.own__choice else merged.get(row.id, NO_VOTE)
        return Listed(row, mine, beside(row, own, result, rights, mine=mine))

    return Page([listed(row) for row in page.rows], page.next, page.previous)


SHOWN_FROM = len(IDEA) + len(AROUND) - len(SHOWN)
