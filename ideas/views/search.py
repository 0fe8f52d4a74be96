"""Finding ideas: over all campaigns, and like the one that somebody is writing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from core.errors import Invalid
from core.web import MemberRequest, found_or_404, sign_in_first
from ideas import actions, queries
from ideas.forms import SearchForm, SubmitForm


@require_safe
@login_required
@vary_on_headers("HX-Request")
def search(request: MemberRequest) -> HttpResponse:
    filters = SearchForm(request.GET)
    if not filters.is_valid():
        raise Invalid(_("This list cannot be ordered or filtered like that. Open it from its beginning."))
    after, narrows = request.GET.get("after", ""), filters.narrows
    context = {"filters": filters, "after": after}
    if narrows["text"]:
        page = queries.everywhere_page(request.user, column=filters.column, after=after, **narrows)
        actions.note_seen(page.rows)
        how_many = queries.how_many(page, viewer=request.user, after=after, **narrows)
        context |= {"page": page, "how_many": how_many}
    return render(request, "ideas/_found.html" if request.htmx else "ideas/search.html", context)


@require_POST
@sign_in_first("ideas:submit", "slug")
def similar(request: MemberRequest, slug: str) -> HttpResponse:
    """Ideas like the text being written. It writes nothing; it is a POST so that no log of addresses holds the text."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    found = queries.similar(request.user, campaign, request.POST.get("title", ""))
    context = {"campaign": campaign, "similar": found}
    if request.htmx:
        return render(request, "ideas/_similar.html", context)
    return render(request, "ideas/submit.html", {**context, "form": SubmitForm(initial=request.POST.dict())})
