"""Texts that somebody should look at, what was decided about them, and what their authors may say to it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.keyset import Page, page
from ideas import rules
from ideas.models import Campaign, Case, Comment, Flag, Idea
from ideas.models.idea import IdeaQuerySet
from ideas.queries.ideas import UNDECIDED, own_ids
from people.models import User


@dataclass(slots=True)
class Waiting:
    """A case with what a moderator decides on: never who reported it, nor who wrote an anonymous idea.

    `reasons` are words with how many people chose them; `noticed` is whether Cocreate itself did. `same_author` is how
    many undecided anonymous ideas of the campaign, this one included, have its author; 0 where that is no question.
    """

    case: Case
    reasons: list[tuple[str, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    earlier: list[Case] = field(default_factory=list)
    same_author: int = 0

    @property
    def text(self) -> Idea | Comment:
        return self.case.comment or self.case.idea


def curated(viewer: User) -> list[Campaign]:
    """Campaigns whose texts `viewer` moderates, the latest first. Two queries."""
    if not viewer.has_role("curator"):
        return []
    found = Campaign.objects.visible_to(viewer).prefetch_related("audience").order_by("-listens_at", "-pk")
    return [campaign for campaign in found if rules.may_curate(viewer, campaign)]


def cases(campaigns: Iterable[Campaign]) -> QuerySet[Case]:
    """Open cases of `campaigns`, oldest first. What was taken back meanwhile needs no decision."""
    return _there().filter(idea__campaign__in=campaigns, settled_at=None).order_by("opened_at", "pk")


def hidden(campaigns: Iterable[Campaign]) -> QuerySet[Case]:
    """The last decision on each hidden text of `campaigns`, the latest first; without those that wait again."""
    same_text = Case.objects.filter(idea=OuterRef("idea"), pk__gt=OuterRef("pk"))
    of_idea = Q(comment=None, idea__hidden_at__isnull=False) & ~Exists(same_text.filter(comment=None))
    of_comment = Q(comment__hidden_at__isnull=False) & ~Exists(same_text.filter(comment=OuterRef("comment")))
    found = _there().filter(of_idea | of_comment, idea__campaign__in=campaigns, outcome=Case.Outcome.HIDDEN)
    return found.order_by("-settled_at", "-pk")


def _there() -> QuerySet[Case]:
    """Cases of texts that nobody took back, with all that a list shows of them."""
    taken_back = Q(idea__withdrawn_at__isnull=False) | Q(comment__withdrawn_at__isnull=False)
    return Case.objects.exclude(taken_back).select_related(
        "idea__campaign", "idea__unit", "idea__stage", "comment__unit", "settled_by"
    )


def waiting_page(found: QuerySet[Case], *, after: str = "") -> Page[Waiting]:
    """Twenty cases with all that stands beside them. Four queries. Raises `WrongCursor`."""
    rows = page(found, cursor=after)
    return Page(waiting(rows.rows), rows.next, rows.previous)


def waiting(rows: list[Case]) -> list[Waiting]:
    """What stands beside these cases. Three queries for all of them."""
    found = {case.pk: Waiting(case) for case in rows}
    said: dict[int, Counter[str]] = {pk: Counter() for pk in found}
    for flag in Flag.objects.filter(case__in=found).order_by("pk"):
        if flag.by_id is None:
            found[flag.case_id].noticed.append(flag.get_why_display())
        else:
            said[flag.case_id][flag.get_why_display()] += 1
        if flag.note:
            found[flag.case_id].notes.append(flag.note)
    numbers = _same_author(rows)
    earlier = _earlier(rows)
    for pk, row in found.items():
        row.reasons = sorted(said[pk].items(), key=lambda pair: -pair[1])
        row.earlier = [case for case in earlier.get(_text(row.case), []) if case.pk != pk]
        row.same_author = numbers.get(pk, 0)
    return list(found.values())


def _earlier(rows: list[Case]) -> dict[tuple[int, int | None], list[Case]]:
    settled = Case.objects.filter(idea__in={case.idea_id for case in rows}, settled_at__isnull=False)
    found: dict[tuple[int, int | None], list[Case]] = {}
    for case in settled.select_related("settled_by").order_by("pk"):
        found.setdefault(_text(case), []).append(case)
    return found


def _text(case: Case) -> tuple[int, int | None]:
    return case.idea_id, case.comment_id


def _same_author(rows: list[Case]) -> dict[int, int]:
    """Of each case of an anonymous idea that waits: how many ideas `of_same_author` would find."""
    asked = [case for case in rows if case.comment_id is None and case.settled_at is None and case.idea.is_anonymous]
    if not asked:
        return {}
    keys = {(case.idea.campaign_id, bytes(case.idea.author_key or b"")) for case in asked}
    same = Idea.objects.filter(campaign__in={at for at, _ in keys}, author_key__in=[key for _, key in keys])
    found: Counter[tuple[int, bytes]] = Counter()
    there = set()
    for pk, at, key in same.filter(_undecided()).values_list("pk", "campaign_id", "author_key"):
        found[at, bytes(key or b"")] += 1
        there.add(pk)
    return {
        case.pk: found[case.idea.campaign_id, bytes(case.idea.author_key or b"")] + (case.idea_id not in there)
        for case in asked
    }


def _undecided() -> Q:
    open_case = Case.objects.filter(idea=OuterRef("pk"), comment=None, settled_at=None)
    return Q(status__in=UNDECIDED, withdrawn_at=None) & (Q(hidden_at=None) | Q(Exists(open_case)))


def of_same_author(case: Case) -> IdeaQuerySet:
    """The anonymous idea of `case`, and the undecided ones of its campaign that have the same pseudonym."""
    same: IdeaQuerySet = Idea.objects.filter(campaign=case.idea.campaign_id)
    return same.filter(Q(pk=case.idea_id) | Q(author_key=case.idea.author_key) & _undecided())


def locked_of_same_author(case: Case) -> IdeaQuerySet:
    """The same, locked until the transaction ends, with their campaign."""
    found: IdeaQuerySet = of_same_author(case).select_related("campaign").order_by("pk")
    return found.select_for_update(of=("self",), no_key=True)


def locked_case(case: Case) -> Case:
    """The row of `case`, locked until the transaction ends, with the text that it is about.

    An idea is locked before its case, as by an author who changes it: the two would wait for each other.
    """
    if case.comment_id is None:
        Idea.objects.select_for_update(no_key=True).filter(pk=case.idea_id).first()
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("idea__campaign", "idea__unit", "comment").get(pk=case.pk)


def text_of(case: Case) -> Idea | Comment:
    """The text that `case` is about, as it is now."""
    if case.comment_id is None:
        return Idea.objects.get(pk=case.idea_id)
    return Comment.objects.get(pk=case.comment_id)


def find_case(viewer: User, pk: int) -> Case | None:
    """One case, if `viewer` curates or wrote the text that it is about, and may see the campaign."""
    seen = Campaign.objects.visible_to(viewer)
    case = _there().filter(idea__campaign__in=seen, pk=pk).first()
    if case is None or viewer.has_role("curator") or rules.wrote(viewer, case.idea, case.comment):
        return case
    return None


def may_be_objected_to(case: Case) -> bool:
    """Whether `case` is the last decision on its text, and hid it."""
    later = Case.objects.filter(idea=case.idea_id, comment=case.comment_id, pk__gt=case.pk)
    is_last = not later.exclude(settled_at=None, objection="").exists()
    return case.outcome == Case.Outcome.HIDDEN and is_last and text_of(case).hidden_at is not None


def own_decisions(viewer: User, idea: Idea) -> list[Case]:
    """The last case of each hidden text of the viewer's own under `idea`, and of `idea` itself: for its author.

    `is_noticed` is whether Cocreate itself asked for it to be read.
    """
    found: dict[int | None, Case] = {}
    noticed = Exists(Flag.objects.filter(case=OuterRef("pk"), by=None))
    rows = Case.objects.filter(idea=idea).select_related("comment", "idea__campaign").annotate(is_noticed=noticed)
    mine = Q(comment__author=viewer, comment__hidden_at__isnull=False)
    if idea.hidden_at is not None and idea.pk in own_ids(viewer, [idea]):
        mine |= Q(comment=None)
    for case in rows.filter(mine, comment__withdrawn_at=None).order_by("pk"):
        found[case.comment_id] = case
    return list(found.values())
