"""The curators' board."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal
from curation import actions, queries, rules
from curation.forms import PlaceForm, ThemeForm
from curation.views.screens import board_context, campaign_of, cleaned, page_asked, refused, screen, tiles_context
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
    campaign = campaign_of(request, slug)
    require(rules.may_see_board(request.user, campaign))
    asked = page_asked(request.GET)
    if not request.htmx:
        return render(request, "curation/board.html", board_context(request, campaign, asked) | {"form": ThemeForm()})
    page = queries.inbox(request.user, campaign, order=asked["order"], after=asked["after"])
    context = tiles_context(request, campaign, page)
    return render(request, "curation/_inbox_rows.html", context | {"order": asked["order"]})


@require_GET
@login_required
def tiles(request: MemberRequest, pk: int) -> HttpResponse:
    """Under htmx the next tiles of a theme; its page otherwise."""
    theme = get_object_or_404(queries.all_themes(request.user), pk=pk)
    require(rules.may_see_board(request.user, theme.campaign))
    if not request.htmx:
        return redirect("curation:theme", pk)
    page = queries.lane_page(request.user, theme, after=page_asked(request.GET)["after"])
    context = tiles_context(request, theme.campaign, page)
    return render(request, "curation/_lane_rows.html", context | {"theme": theme, "after": page.next})


@require_GET
@login_required
def changes(request: MemberRequest, slug: str) -> HttpResponse:
    """What has changed since the screen has last been told; nothing (204) when nothing has."""
    campaign = campaign_of(request, slug)
    require(rules.may_see_board(request.user, campaign))
    return screen(request, campaign, request.GET)


@require_POST
@login_required
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a theme. Refused, the board is shown again with what was typed."""
    campaign = campaign_of(request, slug)
    require(rules.may_change_themes(request.user, campaign))
    form, status = ThemeForm(request.POST), 400
    if form.is_valid():
        try:
            actions.create_theme(by=request.user, campaign=campaign, **form.cleaned_data)
            return redirect("curation:board", slug)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = refusal.status
    context = board_context(request, campaign, page_asked({}))
    return render(request, "curation/board.html", {**context, "form": form}, status=status)


@require_POST
@login_required
def place(request: MemberRequest, slug: str) -> HttpResponse:
    """Put an idea into a theme, or back into the inbox; under htmx what changed on the board is answered."""
    campaign = campaign_of(request, slug)
    ideas = ideas_queries.ideas(request.user).filter(campaign=campaign)
    form = cleaned(PlaceForm(request.POST, ideas=ideas, themes=queries.names(request.user, campaign)))
    seen = form["from"] if "from" in request.POST else ...
    try:
        move = actions.put(by=request.user, campaign=campaign, ideas=[form["idea"]], theme=form["theme"], seen=seen)
    except actions.Elsewhere as refusal:
        return refused(request, campaign, refusal)
    if request.htmx and form["quiet"]:
        return HttpResponse(status=204)
    if request.htmx:
        return screen(request, campaign, request.POST, done=move)
    return redirect("curation:theme", form["stay"].pk) if form["stay"] else redirect("curation:board", slug)
