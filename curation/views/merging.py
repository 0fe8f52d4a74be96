"""Bringing ideas together, and taking them apart."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first, way_back
from curation import actions, queries, rules
from curation.forms import MergeForm, SearchForm
from ideas import queries as ideas_queries


@require_http_methods(["GET", "POST"])
@login_required
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the idea that says the same (`q` searches for others), and merge into it."""
    idea = found_or_404(ideas_queries.find(request.user, pk))
    require(rules.may_change_themes(request.user, idea.campaign))
    known = ideas_queries.ideas(request.user).filter(campaign=idea.campaign_id)
    form = MergeForm(request.POST if request.method == "POST" else None, ideas=known)
    code = 400 if form.is_bound else 200
    try:
        if form.is_valid():
            survivor = actions.merge(by=request.user, idea=idea, **form.cleaned_data)
            messages.success(request, _("Merged. Who supported both counts once; taking apart undoes it."))
            return redirect(way_back(request, reverse("ideas:detail", args=[survivor.pk])))
    except Refusal as refusal:
        add_refusal(form, refusal)
        code = refusal.status
    search = SearchForm(request.GET).text()
    found = queries.candidates(request.user, idea, search)
    context = {"idea": idea, "campaign": idea.campaign, "form": form, "found": found, "search": search}
    return render(request, "curation/merge.html", context, status=code)


@require_POST
@sign_in_first("ideas:detail", "pk")
def unmerge(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a merged idea stand by itself again."""
    idea = actions.unmerge(by=request.user, idea=found_or_404(ideas_queries.find(request.user, pk)))
    messages.success(request, _("Taken apart. Votes count where they were cast."))
    return redirect(way_back(request, reverse("ideas:detail", args=[idea.pk])))
