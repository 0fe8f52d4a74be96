"""Saying where an idea has got to, and that it was read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first, way_back
from curation import actions, rules
from curation.forms import StatusForm
from ideas import queries as ideas_queries


@require_http_methods(["GET", "POST"])
@login_required
def status(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the status of an idea, with the reason."""
    idea = found_or_404(ideas_queries.find(request.user, pk))
    require(rules.may_change_themes(request.user, idea.campaign))
    form = StatusForm(request.POST or None, initial={"status": idea.status, "reason": idea.reason})
    code = 400 if form.is_bound else 200
    try:
        if form.is_valid():
            actions.set_status(by=request.user, idea=idea, **form.cleaned_data)
            messages.success(request, _("Set. Everybody to whom it matters is told once."))
            return redirect(way_back(request, reverse("ideas:detail", args=[pk])))
    except Refusal as refusal:
        add_refusal(form, refusal)
        code = refusal.status
    return render(request, "curation/status.html", {"idea": idea, "form": form}, status=code)


@require_POST
@sign_in_first("curation:queue")
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that an idea was read, where nothing else is to be done about it."""
    idea = found_or_404(ideas_queries.find(request.user, pk))
    actions.mark_read(by=request.user, ideas=[idea])
    return redirect(way_back(request, reverse("curation:queue")))
