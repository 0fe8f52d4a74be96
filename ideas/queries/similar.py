"""Ideas like the one that somebody is writing."""

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from core.prepared import Prepared
from ideas import similarity
from ideas.models import Campaign, Frequencies, Idea
from ideas.models.idea import LISTED
from ideas.queries.engines import engine
from ideas.queries.search import number
from ideas.similarity import Likeness, Weights
from people.models import User

SIMILAR = 5
CANDIDATES = 50
SOME_HIDDEN = CANDIDATES + 10  # a few of the nearest may be merged or hidden
READ = 3_000  # ideas that the database compares: more found nothing better, and fewer missed some
LENGTH = 280  # characters of what is typed that are compared
LEAST = 0.25  # the score below which hardly anything was about the same (banking77)
PATIENCE = 60.0  # seconds for which a process does not ask for new weights


@dataclass(frozen=True, slots=True)
class Similar:
    """An idea like a text: how much so (0 to 1), and whether it may be the same one."""

    idea: Idea
    score: float
    may_exist: bool


def similar(viewer: User, campaign: Campaign, text: str) -> list[Similar]:
    """Up to five ideas of `campaign`, which `viewer` may see, most like `text`, the nearest first. Three queries."""
    best = [row for row in alike(campaign, text) if row[1].score >= LEAST][:SIMILAR]
    rows = Idea.objects.select_related("unit", "stage").in_bulk([pk for pk, _likeness in best]) if best else {}
    for row in rows.values():
        row.campaign = campaign
    return [Similar(rows[pk], round(like.score, 3), like.may_exist) for pk, like in best if pk in rows]


def alike(campaign: Campaign, text: str) -> list[tuple[int, Likeness]]:
    """Up to fifty ideas (ids) of `campaign` and how like `text` they are, the nearest first.

    The database finds those that share telling trigrams; which of them are nearest is worked out here.
    """
    text = " ".join(text[:LENGTH].replace("\x00", " ").split())
    known = weights()
    telling = similarity.telling(text, known, READ / max(1, _size(campaign)))
    ids = engine().nearest(campaign.pk, text, telling, SOME_HIDDEN) if telling else []
    rank = {pk: place for place, pk in enumerate(ids)}
    places = {f"idea_{place}": ids[min(place, len(ids) - 1)] for place in range(SOME_HIDDEN)} if ids else {}
    titles = TITLES.rows(campaign=campaign.pk, **places) if ids else []
    near = sorted(titles, key=lambda row: rank[row.id])[:CANDIDATES]
    found = [(pk, similarity.likeness(text, title, known)) for pk, title in near]
    return sorted(found, key=lambda row: (-row[1].score, row[0]))


TITLES = Prepared(
    lambda _shape, *, campaign, **ids: Idea.objects.filter(
        LISTED, campaign_id=campaign, pk__in=list(ids.values())
    ).values_list("id", "title")
)


def _size(campaign: Campaign) -> int:
    """About how many ideas are in `campaign`. One query a minute."""
    weights()
    sizes = _kept.sizes  # another thread may put an empty one in its place meanwhile
    if campaign.pk not in sizes:
        sizes[campaign.pk] = number(campaign=campaign)
    return sizes[campaign.pk]


@dataclass
class _Kept:
    """The weights that this process works with, when they were made, and when it last asked for newer ones."""

    weights: Weights
    sizes: dict[int, int] = field(default_factory=dict)
    made_at: datetime | None = None
    asked: float = float("-inf")


_kept = _Kept(Weights())


def weights() -> Weights:
    """How rare each piece of a word is, as a job last counted it; without its row, all alike. One query a minute."""
    if monotonic() - _kept.asked >= PATIENCE:
        _kept.asked, _kept.sizes = monotonic(), {}
        rows = Frequencies.objects.order_by("-made_at", "-pk")
        made_at = rows.values_list("made_at", flat=True).first()
        if made_at != _kept.made_at:
            row = rows.first()
            _kept.weights = Weights.read(bytes(row.weights), row.ideas) if row else Weights()
            _kept.made_at = made_at
    return _kept.weights


def ask_for_weights() -> None:
    """Let this process look for new weights the next time."""
    _kept.asked = float("-inf")


def is_out_of_date(ideas: int) -> bool:
    """Whether the weights were made from far fewer or far more `ideas`: a twentieth."""
    made_from = Frequencies.objects.order_by("-made_at", "-pk").values_list("ideas", flat=True).first()
    return ideas > 0 and (made_from is None or abs(ideas - made_from) > made_from / 20)
