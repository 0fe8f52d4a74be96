"""Reaching the quiet: what whoever runs a campaign can do so that those are heard who are not."""

from collections.abc import Callable
from functools import partial
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
    extended = partial(actions.extend, by=request.user, campaign=campaign)
    done = _("It listens longer. Everybody who is asked is told.")
    return _sent(request, campaign, done, lambda sent: extended(**sent.cleaned_data), extend=form)


@require_POST
@sign_in_first("ideas:reach", "slug")
def translate(request: MemberRequest, slug: str) -> HttpResponse:
    campaign, form = _run(request, slug), TranslateForm(request.POST, auto_id="words-%s")
    translated = partial(actions.translate, by=request.user, campaign=campaign)
    return _sent(request, campaign, _("Saved."), lambda sent: translated(**sent.said()), translate=form)


@require_POST
@sign_in_first("ideas:reach", "slug")
def meeting(request: MemberRequest, slug: str) -> HttpResponse:
    campaign = _run(request, slug)
    form = MeetingForm(request.POST, campaign=campaign, auto_id="meeting-%s")
    noted = partial(actions.note_meeting, by=request.user, campaign=campaign)
    done = _("Written down. These ideas can be voted on now.")
    return _sent(request, campaign, done, lambda sent: noted(**sent.said()), meeting=form)


def _run(request: MemberRequest, slug: str) -> "Campaign":
    """The campaign; 404 when the reader may not see it, 403 when they do not run it."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    require(rules.may_run(request.user, campaign))
    return campaign


def _sent(
    request: MemberRequest, campaign: "Campaign", done: str, write: Callable[[Any], object], **typed: Any
) -> HttpResponse:
    """Have `write` do what the one form in `typed` holds; or the page with what was typed and why it was refused."""
    (form,) = typed.values()
    try:
        if not form.is_valid():
            return _page(request, campaign, 400, **typed)
        write(form)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return with_headers(_page(request, campaign, refusal.status, **typed), later(refusal))
    messages.success(request, done)
    return redirect("ideas:reach", slug=campaign.slug)


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
