"""What the machine suggests: the column on the board, all of it on a page, and each by itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, refusal_page
from curation import actions, queries, rules
from curation.forms import AdjustForm, JoinForm, RunForm, StartForm
from curation.views.screens import campaign_of, cleaned
from ideas import queries as ideas_queries


@require_http_methods(["GET", "POST"])
@login_required
def suggestions(request: MemberRequest, slug: str) -> HttpResponse:
    """All suggestions of a campaign; under htmx the column. A POST has the machine look again."""
    campaign = campaign_of(request, slug)
    require(rules.may_see_board(request.user, campaign))
    if request.method == "POST":
        actions.start_run(by=request.user, campaign=campaign, **cleaned(RunForm(request.POST)))
        return _settled(request, campaign)
    if request.htmx:
        return _column(request, campaign, request.GET)
    start = cleaned(StartForm(request.GET))["start"] or 0
    return render(request, "curation/suggestions.html", _context(request, campaign, start))


@require_GET
@login_required
def run(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """How far a search is; when it is done, the column takes the place of its own accord."""
    campaign = campaign_of(request, slug)
    found = found_or_404(queries.run_of(campaign, pk))
    require(rules.may_see_board(request.user, campaign))
    if not request.htmx:
        return redirect("curation:suggestions", slug)
    if found.done_at is None and not found.failed:
        shown = {"run": found, "campaign": campaign, "is_late": queries.is_late(found)}
        return render(request, "curation/_search.html", shown | cleaned(StartForm(request.GET)))
    response = _column(request, campaign, request.GET)
    response.headers["HX-Retarget"] = "#suggestions"
    return response


@require_POST
@login_required
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Do what is suggested."""
    found = _found(request, pk)
    try:
        actions.accept(by=request.user, suggestion=found)
    except Refusal as refusal:
        return _refused(request, found.campaign, refusal)
    return _settled(request, found.campaign)


@require_POST
@login_required
def dismiss(request: MemberRequest, pk: int) -> HttpResponse:
    """Say no to it."""
    found = _found(request, pk)
    try:
        actions.dismiss(by=request.user, suggestion=found)
    except Refusal as refusal:
        return _refused(request, found.campaign, refusal)
    return _settled(request, found.campaign)


@require_http_methods(["GET", "POST"])
@login_required
def adjust(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept a suggestion with changes."""
    found = _found(request, pk)
    require(rules.may_change_themes(request.user, found.campaign))
    require(not found.is_settled, actions.AlreadySettled)
    card = queries.card(request.user, found)
    form = _adjusting(request, card)
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(by=request.user, suggestion=found, **form.cleaned_data)
            return redirect("curation:board", found.campaign.slug)
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = refusal.status
    return render(request, "curation/adjust.html", _adjust_context(request, card, form), status=status)


@require_POST
@login_required
def halve(request: MemberRequest, pk: int) -> HttpResponse:
    """Make two groups of one."""
    found = _found(request, pk)
    halves = actions.split_suggestion(by=request.user, suggestion=found)
    return redirect("curation:adjust", halves[0].pk)


@require_POST
@login_required
def join(request: MemberRequest, pk: int) -> HttpResponse:
    """Make one group of two."""
    found = _found(request, pk)
    others = queries.open_suggestions(request.user).filter(campaign=found.campaign)
    chosen = cleaned(JoinForm(request.POST, others=others))
    return redirect("curation:adjust", actions.join_suggestions(by=request.user, suggestion=found, **chosen).pk)


def _found(request: MemberRequest, pk: int) -> Any:
    return get_object_or_404(queries.all_suggestions(request.user), pk=pk)


def _context(request: MemberRequest, campaign: Any, start: int | None) -> dict[str, Any]:
    shown = queries.suggestions(request.user, campaign, start=start)
    return {"campaign": campaign, "shown": shown, "start": start}


def _column(request: MemberRequest, campaign: Any, data: Any) -> HttpResponse:
    context = _context(request, campaign, cleaned(StartForm(data))["start"])
    return render(request, "curation/_suggestions.html", context)


def _settled(request: MemberRequest, campaign: Any) -> HttpResponse:
    """The column as it is now; without htmx the page from which the button was pressed."""
    if request.htmx:
        return _column(request, campaign, request.POST)
    start = cleaned(StartForm(request.POST))["start"]
    if start is None:
        return redirect("curation:board", campaign.slug)
    place = {"start": start} if start else None
    return redirect(reverse("curation:suggestions", args=[campaign.slug], query=place))


def _refused(request: MemberRequest, campaign: Any, refusal: Refusal) -> HttpResponse:
    """The refusal, and under htmx the column as it is now. Without htmx the page of the refusal."""
    response = refusal_page(request, refusal)
    if request.htmx and rules.may_see_board(request.user, campaign):
        context = _context(request, campaign, cleaned(StartForm(request.POST))["start"])
        column = render_to_string("curation/_suggestions.html", context | {"oob": True}, request)
        response.content += column.encode()
    return response


def _adjusting(request: MemberRequest, card: Any) -> AdjustForm:
    suggestion = card.suggestion
    ideas = ideas_queries.ideas(request.user).filter(campaign=suggestion.campaign)
    return AdjustForm(
        request.POST or None,
        ideas=ideas,
        themes=queries.themes(request.user, suggestion.campaign),
        initial={"title": "" if suggestion.theme_id else queries.theme_title(card.title), "theme": suggestion.theme_id},
    )


def _adjust_context(request: MemberRequest, card: Any, form: AdjustForm) -> dict[str, Any]:
    suggestion = card.suggestion
    chosen = {str(pk) for pk in form["ideas"].value() or []} if form.is_bound else {str(pk) for pk in card.ids}
    others = queries.cards_of(request.user, suggestion.campaign, suggestion.run) if card.is_group else []
    return {
        "campaign": suggestion.campaign,
        "card": card,
        "chosen": chosen,
        "form": form,
        "others": [other for other in others if other.is_group and other.suggestion != suggestion],
    }
