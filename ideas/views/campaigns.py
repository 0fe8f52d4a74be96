"""What is asked, and what was said to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.errors import Invalid
from core.web import MemberRequest, found_or_404
from ideas import actions, queries
from ideas.forms import Filters


@require_safe
@login_required
def campaigns(request: MemberRequest) -> HttpResponse:
    return render(request, "ideas/campaigns.html", {"shelves": queries.shelves(request.user)})


@require_safe
@login_required
@vary_on_headers("HX-Request")
def campaign(request: MemberRequest, slug: str) -> HttpResponse:
    found = found_or_404(queries.campaign(request.user, slug))
    filters = Filters(request.GET)
    if not filters.is_valid():
        raise Invalid(_("This list cannot be ordered or filtered like that. Open it from its beginning."))
    usual = queries.Order.FOR_YOU if found.is_listening else queries.Order.TOP
    order, after = filters.asked(otherwise=usual), request.GET.get("after", "")
    page = queries.listed_page(request.user, found, order=order, after=after, **filters.narrows)
    actions.note_seen(page.rows)
    context = {"campaign": found, "filters": filters, "page": page, "order": order, "after": after}
    if not request.htmx:
        context["how_many"] = queries.how_many(
            page, viewer=request.user, campaign=found, after=after, **filters.narrows
        )
    return render(request, "ideas/_rows.html" if request.htmx else "ideas/campaign.html", context)


@require_safe
@login_required
def share(request: MemberRequest) -> HttpResponse:
    """To the campaign that listens; to a choice when there are several, or none."""
    listening = list(queries.listening(request.user))
    if len(listening) == 1:
        return redirect("ideas:submit", slug=listening[0].slug)
    return render(request, "ideas/share.html", {"listening": listening})
