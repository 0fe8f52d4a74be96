"""The page of a theme."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal
from curation import actions, queries, rules
from curation.forms import ThemeForm


@require_GET
@login_required
def theme(request: MemberRequest, pk: int) -> HttpResponse:
    """A theme, to everyone whom its campaign asks; under htmx the next rows of its ideas."""
    found = get_object_or_404(queries.all_themes(request.user), pk=pk)
    context = {
        "theme": found,
        "campaign": found.campaign,
        "page": queries.theme_page(request.user, found, after=request.GET.get("after", "")),
        "themes": queries.themes(request.user, found.campaign),
        "may_change": rules.may_change_themes(request.user, found.campaign),
    }
    return render(request, "curation/_theme_rows.html" if request.htmx else "curation/theme.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Reword a theme."""
    found = get_object_or_404(queries.all_themes(request.user), pk=pk)
    require(rules.may_change_themes(request.user, found.campaign))
    form = ThemeForm(request.POST or None, initial={"title": found.title, "summary": found.summary})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_theme(by=request.user, theme=found, **form.cleaned_data)
            return redirect("curation:theme", pk)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return _edit_page(request, found, form, refusal.status)
    return _edit_page(request, found, form, 400 if form.errors else 200)


@require_POST
@login_required
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Dissolve a theme; its ideas go back to the inbox."""
    found = get_object_or_404(queries.all_themes(request.user), pk=pk)
    try:
        actions.delete_theme(by=request.user, theme=found)
    except actions.ThemeInUse as refusal:
        form = ThemeForm({"title": found.title, "summary": found.summary})
        add_refusal(form, refusal)
        return _edit_page(request, found, form, refusal.status)
    return redirect("curation:board", found.campaign.slug)


def _edit_page(request: MemberRequest, theme: Any, form: ThemeForm, status: int = 200) -> HttpResponse:
    context = {"theme": theme, "campaign": theme.campaign, "form": form}
    return render(request, "curation/edit.html", context, status=status)
