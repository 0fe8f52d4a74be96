"""Finding ideas: filters that combine, in one campaign and over all, and how many ideas there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from core.keyset import Page, page
from core.text import search_words
from ideas import similarity
from ideas.models import Campaign, Idea, Share
from ideas.models.idea import LISTED, IdeaQuerySet
from ideas.queries.engines import engine
from people.models import User

COUNTABLE = ("stage", "barrier", "status")  # filters for which a job counts
MATCH = "match"  # the order in which what fits best comes first
WORDS = 8
FEW = 500  # ideas that a text may be found in to be looked up by their ids
RANKED = 2_000  # ideas that are compared by how well they fit: with a common word, all would be


def narrowed(
    found: IdeaQuerySet,
    *,
    stage: int | None = None,
    barrier: str = "",
    status: str = "",
    theme: int | None = None,
    text: str = "",
    campaign: Campaign | None = None,
) -> IdeaQuerySet:
    """Those of `found` that fit all filters; `theme` is the id of one. With `campaign`, all of `found` are of that one.

    A word fits by its beginning. With a text, one query is made at once: what few ideas say is looked up by their ids.
    """
    plain = {"stage_id": stage, "barrier": barrier, "status": status, "placement__theme_id": theme}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if not text.strip():
        return found
    words = words_of(text)
    if not words:
        return found.none()
    ids = engine().few(words, campaign.pk if campaign else None, FEW)
    return found.filter(engine().having(words) if ids is None else Q(pk__in=ids))


def words_of(text: str) -> list[str]:
    """The words to look for, each once."""
    found = dict.fromkeys(similarity.words(" ".join(search_words(text))))
    return list(found)[:WORDS]


def everywhere(viewer: User, *, column: str, **filters: Any) -> IdeaQuerySet:
    """Ideas of all campaigns that `viewer` may see, which fit `filters` (see `narrowed`), ordered by `column`.

    By `MATCH`, those come first that have the most of the words, and in their titles, of the 2,000 latest that fit.
    """
    seen: IdeaQuerySet = Idea.objects.filter(LISTED, campaign__in=Campaign.objects.visible_to(viewer))
    found = narrowed(seen, **filters)
    if column == MATCH:
        words, latest = words_of(filters.get("text", "")), found.order_by("-pk").values("pk")[:RANKED]
        found = Idea.objects.filter(pk__in=latest).annotate(match=engine().match(words))
        column = "-match"
    return found.select_related("campaign", "unit", "stage").order_by(column, "-pk")


def everywhere_page(viewer: User, *, column: str, after: str = "", **filters: Any) -> Page[Idea]:
    """Twenty of them, after the cursor `after`. Raises `WrongCursor`."""
    return page(everywhere(viewer, column=column, **filters), cursor=after)


def number(
    *,
    campaign: Campaign | None = None,
    viewer: User | None = None,
    stage: int | None = None,
    barrier: str = "",
    status: str = "",
) -> int:
    """About how many ideas there are in `campaign`, or in all that `viewer` may see, as a job last counted them."""
    shares = Share.objects.all()
    if campaign is not None:
        shares = shares.filter(campaign=campaign)
    elif viewer is not None:
        shares = shares.filter(campaign__in=Campaign.objects.visible_to(viewer))
    plain = {"stage_id": stage, "barrier": barrier, "status": status}
    shares = shares.filter(**{name: value for name, value in plain.items() if value})
    return shares.aggregate(number=Sum("number"))["number"] or 0


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many ideas there are: `number` `exactly`, `about` so many, or `more` than that."""

    number: int
    how: str


def how_many(
    found: Page[Idea], *, viewer: User, campaign: Campaign | None = None, after: str = "", **filters: Any
) -> HowMany | None:
    """How many ideas fit `filters`, without counting them now: nothing on further pages. One query at most."""
    if after:
        return None
    if not found.next:
        return HowMany(len(found.rows), "exactly")
    asked = {name: value for name, value in filters.items() if value}
    if asked.keys() <= set(COUNTABLE):
        if campaign is not None and not asked:
            about = campaign.idea_number
        else:
            about = number(campaign=campaign, viewer=viewer, **asked)
        if about > len(found.rows):
            return HowMany(_roughly(about), "about")
    return HowMany(len(found.rows), "more")


def _roughly(number: int) -> int:
    """As people say it: two figures below a thousand, three from there on."""
    return round(number, -max(1, len(str(number)) - 3))


def shares_of(campaign: Campaign) -> dict[tuple[int | None, str, str], int]:
    """How many listed ideas there are now by stage, barrier and status. For jobs: it reads them all."""
    counted = Idea.objects.filter(LISTED, campaign=campaign).values_list("stage_id", "barrier", "status")
    rows = counted.annotate(number=Count("pk")).order_by()
    return {(stage, barrier, status): number for stage, barrier, status, number in rows}


def changed_campaigns(ids: Iterable[int]) -> QuerySet[Campaign]:
    """The campaigns `ids`, and those that have ideas and were never counted. For jobs."""
    has_ideas = Exists(Idea.objects.filter(LISTED, campaign=OuterRef("pk")))
    uncounted = Campaign.objects.filter(has_ideas, ~Exists(Share.objects.filter(campaign=OuterRef("pk"))))
    return (Campaign.objects.filter(pk__in=list(ids)) | uncounted).order_by("pk")
