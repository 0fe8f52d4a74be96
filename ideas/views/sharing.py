"""Sharing an idea."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Forbidden, Invalid, Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, keeps_what_was_typed
from ideas import actions, queries, rules
from ideas.forms import PosterForm, SubmitForm
from ideas.qr import code_of
from ideas.views.editing import image_status

if TYPE_CHECKING:
    from ideas.models import Campaign


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def submit(request: MemberRequest, slug: str) -> HttpResponse:
    campaign = found_or_404(queries.campaign(request.user, slug))
    if request.method == "POST":
        return _submitted(request, campaign)
    return _form(request, campaign, SubmitForm(initial=request.kept), closed=_why_not(request, campaign))


def _submitted(request: MemberRequest, campaign: "Campaign") -> HttpResponse:
    form = SubmitForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            idea = actions.submit(by=request.user, campaign=campaign, **form.said())
            return redirect(f"{reverse('ideas:detail', args=[idea.pk])}?shared=1")
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _form(request, campaign, form, status=refusal.status)
    return _form(request, campaign, form, status=image_status(form))


def _form(request: MemberRequest, campaign: "Campaign", form: SubmitForm, **how: Any) -> HttpResponse:
    context = {"campaign": campaign, "form": form, "closed": how.get("closed", ""), "is_kept": bool(request.kept)}
    return render(request, "ideas/submit.html", context, status=how.get("status", 200))


def _why_not(request: MemberRequest, campaign: "Campaign") -> str | Promise:
    """What stands between the reader and this campaign, said before anything is typed; nothing while it listens."""
    if not rules.is_asked(request.user, campaign):
        return Forbidden.message
    return "" if campaign.is_listening else actions.CampaignClosed(campaign).message


@require_safe
@login_required
def poster(request: MemberRequest, slug: str) -> HttpResponse:
    """The question with a code that leads a phone to the form, to be printed or shown: for a unit, in a language."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    require(rules.may_run(request.user, campaign))
    form = PosterForm(request.GET, campaign=campaign, auto_id="poster-%s")
    if not form.is_valid():
        raise Invalid(_("There is no such poster. Choose a unit that is asked, and a language."))
    language = form.cleaned_data["language"] or get_language() or ""
    address = settings.BASE_URL.rstrip("/") + reverse("ideas:submit", args=[slug])
    context = {"form": form, "campaign": campaign, "address": address, "code": code_of(address)}
    return render(request, "ideas/poster.html", {**context, "unit": form.cleaned_data["unit"], "language": language})
