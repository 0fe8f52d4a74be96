"""Casting a vote."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.web import MemberRequest, sign_in_first, way_back
from ideas import queries as ideas_queries
from votes import actions, queries

if TYPE_CHECKING:
    from ideas.models import Idea

WITHDRAW = "withdraw"
LOOKS = {"card": "votes/_card.html"}


@require_POST
@sign_in_first("ideas:detail", "pk")
def cast(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the reader's vote, or take it back. htmx gets the control again, in the look that it had (`look`)."""
    found = ideas_queries.find(request.user, pk)
    if found is None:
        raise Http404
    idea, choice = queries.survivor(found), request.POST.get("vote", "")
    if choice == WITHDRAW:
        actions.withdraw(by=request.user, idea=idea)
    else:
        actions.cast(by=request.user, idea=idea, choice=choice)
    back = way_back(request, default=reverse("ideas:detail", args=[pk]))
    return _control(request, idea, back) if request.htmx else redirect(back)


def _control(request: MemberRequest, idea: "Idea", back: str) -> HttpResponse:
    withdrawn = request.POST.get("vote") == WITHDRAW
    context = {"idea": idea, "ballot": queries.ballot(request.user, idea), "back": back, "withdrawn": withdrawn}
    return render(request, LOOKS.get(request.POST.get("look", ""), "votes/_control.html"), context)
