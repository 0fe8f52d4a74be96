"""The curators' board."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import Invalid, Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404
from curation import actions, queries, rules
from curation.forms import PageForm, PlaceForm, ThemeForm
from ideas import queries as ideas_queries


@require_GET
@login_required
def boards(request: MemberRequest) -> HttpResponse:
    """Campaigns to curate, with how many ideas wait."""
    require(rules.may_see_boards(request.user))
    return render(request, "curation/boards.html", {"desks": queries.desks(request.user)})


@require_GET
@login_required
def board(request: MemberRequest, slug: str) -> HttpResponse:
    """The board; under htmx the next rows of its inbox."""
    campaign = _campaign(request, slug)
    require(rules.may_see_board(request.user, campaign))
    context = _board(request, campaign, request.GET)
    if request.htmx:
        return render(request, "curation/_inbox_rows.html", context)
    return render(request, "curation/board.html", {**context, "form": ThemeForm()})


@require_POST
@login_required
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a theme. Refused, the board is shown again with what was typed."""
    campaign = _campaign(request, slug)
    require(rules.may_change_themes(request.user, campaign))
    form, status = ThemeForm(request.POST), 400
    if form.is_valid():
        try:
            actions.create_theme(by=request.user, campaign=campaign, **form.cleaned_data)
            return redirect("curation:board", slug)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = refusal.status
    return render(request, "curation/board.html", {**_board(request, campaign, {}), "form": form}, status=status)


@require_POST
@login_required
def place(request: MemberRequest, slug: str) -> HttpResponse:
    """Put an idea into a theme, or back into the inbox; under htmx the board is answered as it is now."""
    campaign = _campaign(request, slug)
    ideas = ideas_queries.ideas(request.user).filter(campaign=campaign)
    placing = _cleaned(PlaceForm(request.POST, ideas=ideas, themes=queries.themes(request.user, campaign)))
    move = _place(request, placing["idea"], placing["theme"])
    if request.htmx:
        return render(request, "curation/_board.html", _board(request, campaign, move))
    if placing["stay"]:
        return redirect("curation:theme", placing["stay"].pk)
    return redirect(f"{reverse('curation:board', args=[slug])}?{urlencode(move)}")


def _place(request: MemberRequest, idea: Any, theme: Any) -> dict[str, Any]:
    """Do it, and say what undoes it."""
    before = queries.placements_of([idea.pk]).get(idea.pk)
    if theme is None:
        actions.take_out(by=request.user, idea=idea)
    else:
        actions.place(by=request.user, theme=theme, ideas=[idea])
    return {"moved": idea.pk, "before": before.theme_id if before else ""}


def _campaign(request: MemberRequest, slug: str) -> Any:
    return found_or_404(ideas_queries.campaign(request.user, slug))


def _cleaned(form: PageForm | PlaceForm) -> dict[str, Any]:
    """What the form holds. Raises `Invalid`: nobody types here, so there is no form to show again."""
    if not form.is_valid():
        raise Invalid
    return form.cleaned_data


def _board(request: MemberRequest, campaign: Any, data: Any) -> dict[str, Any]:
    """The board's context. `data` names the page of the inbox, and the last move, which can be undone."""
    page = _cleaned(PageForm(data))
    move = None
    if page["moved"]:
        move = queries.last_move(request.user, campaign, idea=page["moved"], before=page["before"])
    shown = queries.board(request.user, campaign, after=page["after"])
    return {"campaign": campaign, "board": shown, "move": move, "may_change": shown.may_change}
