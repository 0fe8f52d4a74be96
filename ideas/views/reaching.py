"""Reaching the quiet: what whoever runs a campaign can do so that those are heard who are not."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, later, sign_in_first, with_headers
from ideas import actions, queries, rules
from ideas.forms import ExtendForm, MeetingForm, PosterForm, TranslateForm, translations

if TYPE_CHECKING:
    from ideas.models import Campaign


@require_safe
@login_required
def reach(request: MemberRequest, slug: str) -> HttpResponse:
    return _page(request, _run(request, slug))


@require_POST
@sign_in_first("ideas:reach", "slug")
def extend(request: MemberRequest, slug: str) -> HttpResponse:
    campaign, form = _run(request, slug), ExtendForm(request.POST)
    try:
        if form.is_valid():
            actions.extend(by=request.user, campaign=campaign, **form.cleaned_data)
            messages.success(request, _("It listens longer. Everybody who is asked is told."))
            return redirect("ideas:reach", slug=slug)
    except Refusal as refusal:
        return _refused(request, campaign, refusal, extend=form)
    return _page(request, campaign, 400, extend=form)


@require_POST
@sign_in_first("ideas:reach", "slug")
def translate(request: MemberRequest, slug: str) -> HttpResponse:
    campaign, form = _run(request, slug), TranslateForm(request.POST, auto_id="words-%s")
    try:
        if form.is_valid():
            actions.translate(by=request.user, campaign=campaign, **form.said())
            messages.success(request, _("Saved."))
            return redirect("ideas:reach", slug=slug)
    except Refusal as refusal:
        return _refused(request, campaign, refusal, translate=form)
    return _page(request, campaign, 400, translate=form)


@require_POST
@sign_in_first("ideas:reach", "slug")
def meeting(request: MemberRequest, slug: str) -> HttpResponse:
    campaign = _run(request, slug)
    form = MeetingForm(request.POST, campaign=campaign, auto_id="meeting-%s")
    try:
        if form.is_valid():
            actions.note_meeting(by=request.user, campaign=campaign, **form.said())
            messages.success(request, _("Written down. These ideas can be voted on now."))
            return redirect("ideas:reach", slug=slug)
    except Refusal as refusal:
        return _refused(request, campaign, refusal, meeting=form)
    return _page(request, campaign, 400, meeting=form)


def _run(request: MemberRequest, slug: str) -> "Campaign":
    """The campaign; 404 when the reader may not see it, 403 when they do not run it."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    require(rules.may_run(request.user, campaign))
    return campaign


def _refused(request: MemberRequest, campaign: "Campaign", refusal: Refusal, **typed: Any) -> HttpResponse:
    """The page with what was typed and why it was refused."""
    for form in typed.values():
        add_refusal(form, refusal)
    return with_headers(_page(request, campaign, refusal.status, **typed), later(refusal))


def _page(request: MemberRequest, campaign: "Campaign", status: int = 200, **typed: Any) -> HttpResponse:
    language = get_language() or ""
    poster = PosterForm(campaign=campaign, initial={"language": language}, auto_id="poster-%s")
    meeting = MeetingForm(campaign=campaign, initial={"language": language}, auto_id="meeting-%s")
    context = {
        "campaign": campaign,
        "extensions": queries.extensions(campaign),
        "reminders": queries.reminders(campaign),
        "meetings": queries.meetings(campaign)[:20],
        "extend_form": typed.get("extend") or ExtendForm(),
        "translations": translations(campaign, typed.get("translate")),
        "poster_form": poster,
        "meeting_form": (typed.get("meeting") or meeting) if rules.may_curate(request.user, campaign) else None,
    }
    return render(request, "ideas/reach.html", context, status=status)
