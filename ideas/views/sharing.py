"""Sharing an idea."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Forbidden, Refusal
from core.web import MemberRequest, add_refusal, found_or_404
from ideas import actions, queries, rules
from ideas.forms import SubmitForm

if TYPE_CHECKING:
    from ideas.models import Campaign


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: MemberRequest, slug: str) -> HttpResponse:
    campaign = found_or_404(queries.campaign(request.user, slug))
    form = SubmitForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    try:
        if form.is_bound and form.is_valid():
            idea = actions.submit(by=request.user, campaign=campaign, **form.said())
            return redirect(f"{reverse('ideas:detail', args=[idea.pk])}?shared=1")
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    closed = "" if form.is_bound else _why_not(request, campaign)
    return render(request, "ideas/submit.html", {"campaign": campaign, "form": form, "closed": closed}, status=status)


def _why_not(request: MemberRequest, campaign: "Campaign") -> str | Promise:
    """What stands between the reader and this campaign, said before anything is typed; nothing while it listens."""
    if not rules.is_asked(request.user, campaign):
        return Forbidden.message
    return "" if campaign.is_listening else actions.CampaignClosed(campaign).message


@require_safe
@login_required
def similar(request: MemberRequest, slug: str) -> HttpResponse:
    """Ideas like the text being written. The form sends it under its own name, `title`."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    text = request.GET.get("text") or request.GET.get("title", "")
    found = queries.similar(request.user, campaign, text)
    return render(request, "ideas/_similar.html", {"campaign": campaign, "similar": found})
