"""The first page that a person sees, and the page that only they see."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.web import MemberRequest
from ideas import queries as ideas_queries
from notices import queries as notices_queries
from participation import queries as participation_queries
from strategy import queries

if TYPE_CHECKING:
    from people.models import User

NOTICES = 5


@require_safe
@login_required
def home(request: MemberRequest) -> HttpResponse:
    """The question that is open to the reader, what leaders did, and what became of what the reader said."""
    context = {
        **_question(request.user),
        "news": queries.news(request.user),
        "strand": queries.home(request.user),
        "notices": notices_queries.unread(request.user)[:NOTICES],
    }
    return render(request, "strategy/home.html", context)


def _question(viewer: "User") -> dict[str, Any]:
    """The campaign that asks `viewer` now, else the last one, with its road and the figures that are released."""
    campaign = ideas_queries.listening(viewer).first() or ideas_queries.campaigns(viewer).first()
    if campaign is None:
        return {"campaign": None}
    figures = participation_queries.figures(viewer, campaign)
    own = viewer.unit.pk if viewer.unit else None
    row = next((row for row in figures.get("units", []) if row["unit"] == own), None)
    return {"campaign": campaign, "road": ideas_queries.road(campaign), "figures": figures, "own_unit": row}


@require_safe
@never_cache
@login_required
def impact(request: MemberRequest) -> HttpResponse:
    """What became of what the reader said and supported. Nobody else can open it: it has no address of its own."""
    return render(request, "strategy/impact.html", {"impact": queries.impact(request.user)})
