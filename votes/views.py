"""Casting a vote, in a list or one idea after the other."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.errors import Invalid, require
from core.ids import is_id
from core.web import MemberRequest, found_or_404, sign_in_first, way_back
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from votes import actions, queries, rules
from votes.forms import Visit

if TYPE_CHECKING:
    from ideas.models import Campaign

WITHDRAW = "withdraw"
VERDICTS = {"harmless": True, "suspicious": False}
LOOKS = {"card": "votes/_card.html", "quick": "votes/_last.html"}


@require_POST
@sign_in_first("ideas:detail", "pk")
def cast(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the reader's vote, or take it back. htmx gets the control again, in the look that it had (`look`)."""
    choice = request.POST.get("vote", "")
    ballot = found_or_404(
        _without_vote(request, pk)
        if choice == WITHDRAW
        else actions.cast_now(by=request.user, idea_id=pk, choice=choice)
    )
    back = way_back(request, default=reverse("ideas:detail", args=[pk]))
    if not request.htmx:
        return HttpResponseRedirect(back)
    _note_next(request)
    return _control(request, ballot, back)


def _without_vote(request: MemberRequest, pk: int) -> queries.Ballot | None:
    found = ideas_queries.find(request.user, pk)
    if found is None:
        return None
    actions.withdraw(by=request.user, idea=found)
    return queries.ballot(request.user, queries.survivor(found))


def _control(request: MemberRequest, ballot: queries.Ballot, back: str) -> HttpResponse:
    withdrawn = request.POST.get("vote") == WITHDRAW
    idea = queries.idea_of(ballot)
    context = {"idea": idea, "ballot": ballot, "back": back, "withdrawn": withdrawn}
    return render(request, LOOKS.get(request.POST.get("look", ""), "votes/_control.html"), context)


def _note_next(request: MemberRequest) -> None:
    """A quick vote holds its next card ready, and says with each vote which one it shows now (`then`)."""
    then = request.POST.get("then", "")
    if is_id(then):
        ideas_actions.note_seen(ideas_queries.by_ids(request.user, [int(then)]))


@require_safe
@login_required
def quick(request: MemberRequest, slug: str) -> HttpResponse:
    """Ten ideas, one at a time. All of them come with the page, so that nobody waits for the next."""
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    context: dict[str, Any] = {"campaign": campaign, "may_weigh": rules.may_weigh(request.user, campaign)}
    if context["may_weigh"]:
        context |= _visit(request, campaign)
    return render(request, "votes/quick.html", context)


def _visit(request: MemberRequest, campaign: "Campaign") -> dict[str, Any]:
    visit = Visit(request.GET).read()
    left = visit["of"] - visit["done"]
    today = timezone.localdate()
    hand = queries.hand(request.user, campaign, on=today, size=left, first=visit["again"]) if left else []
    ideas_actions.note_seen(hand[:1])
    last = ideas_queries.by_ids(request.user, [visit["last"]]).filter(campaign=campaign).first()
    ballot = queries.ballot(request.user, last) if last else None
    return {
        **visit,
        "hand": hand,
        "total": visit["done"] + len(hand),
        "are_more": len(hand) == left,
        "idea": last if ballot and ballot.choice else None,
        "ballot": ballot,
    }


@require_GET
@login_required
def bursts(request: MemberRequest, slug: str) -> HttpResponse:
    """Ideas whose support came too fast to be chance, for the campaign's curators; under htmx the next rows."""
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    require(rules.may_settle(request.user, campaign))
    flags = queries.burst_page(request.user, campaign, after=request.GET.get("after", ""))
    template = "votes/_burst_rows.html" if request.htmx else "votes/bursts.html"
    return render(request, template, {"campaign": campaign, "page": flags})


@require_POST
@login_required
def settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Say of a flag whether it is harmless or suspicious (`verdict`)."""
    burst = found_or_404(queries.burst(request.user, pk))
    verdict = request.POST.get("verdict", "")
    if verdict not in VERDICTS:
        raise Invalid(field="verdict")
    actions.settle(by=request.user, burst=burst, harmless=VERDICTS[verdict])
    return redirect("votes:bursts", burst.idea.campaign.slug)


@require_POST
@sign_in_first("notices:list")
def seen(request: MemberRequest) -> HttpResponse:
    """Remember that the reader has seen all that was shown to them (`until` is the number of the last event)."""
    until = request.POST.get("until", "")
    actions.see_news(by=request.user, until=int(until) if is_id(until) else 0)
    return redirect("notices:list")
