"""The log of a board, undoing, and what is done with whole themes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal
from curation import actions, queries, rules
from curation.forms import ShiftForm, SplitForm
from curation.views.screens import campaign_of, cleaned, page_asked, refused, screen


@require_GET
@login_required
def log(request: MemberRequest, slug: str) -> HttpResponse:
    """What was done on the board, the latest first; under htmx the next rows."""
    campaign = campaign_of(request, slug)
    require(rules.may_see_board(request.user, campaign))
    page = queries.log(request.user, campaign, after=page_asked(request.GET)["after"])
    may_change = rules.may_change_themes(request.user, campaign)
    context = {"campaign": campaign, "page": page, "may_change": may_change}
    return render(request, "curation/_log_rows.html" if request.htmx else "curation/log.html", context)


@require_POST
@login_required
def undo(request: MemberRequest, slug: str) -> HttpResponse:
    """Take back one's own last move; under htmx what changed on the board is answered."""
    campaign = campaign_of(request, slug)
    try:
        move = actions.undo(by=request.user, campaign=campaign)
    except Refusal as refusal:
        return refused(request, campaign, refusal)
    if request.htmx:
        return screen(request, campaign, request.POST, done=move)
    return redirect("curation:board", slug)


@require_POST
@login_required
def shift(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a theme to the left or to the right."""
    theme = get_object_or_404(queries.all_themes(request.user), pk=pk)
    actions.shift(by=request.user, theme=theme, **cleaned(ShiftForm(request.POST)))
    if request.htmx:
        return screen(request, theme.campaign, request.POST)
    return redirect("curation:board", theme.campaign.slug)


@require_http_methods(["GET", "POST"])
@login_required
def split(request: MemberRequest, pk: int) -> HttpResponse:
    """Put some ideas of a theme into a new one."""
    theme = get_object_or_404(queries.all_themes(request.user), pk=pk)
    require(rules.may_change_themes(request.user, theme.campaign))
    ideas = queries.ideas_in(request.user, theme)
    form = SplitForm(request.POST or None, ideas=ideas, initial={"ideas": request.GET.getlist("idea")})
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.split(by=request.user, theme=theme, **form.cleaned_data)
            return redirect("curation:board", theme.campaign.slug)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = refusal.status
    return render(request, "curation/split.html", _splitting(request, theme, form), status=status)


def _splitting(request: MemberRequest, theme: Any, form: SplitForm) -> dict[str, Any]:
    ideas, more = queries.to_split(request.user, theme)
    chosen = {str(pk) for pk in form["ideas"].value() or []}
    return {"theme": theme, "campaign": theme.campaign, "form": form, "ideas": ideas, "more": more, "chosen": chosen}
