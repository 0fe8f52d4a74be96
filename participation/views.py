"""Who has been heard, and who has not."""

import csv
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import retarget

from core.cells import spreadsheet_cell
from core.web import MemberRequest, found_or_404
from ideas import queries as ideas_queries
from participation import actions, coverage, queries, rules
from participation.sentences import sentences

PATIENCE = timedelta(minutes=1)


@require_GET
@login_required
def campaigns(request: MemberRequest) -> HttpResponse:
    """Every campaign that one may see, with the company's figures."""
    reports = queries.reports(list(ideas_queries.campaigns(request.user)))
    return render(request, "participation/campaigns.html", {"reports": reports})


@require_GET
@login_required
def campaign(request: MemberRequest, slug: str) -> HttpResponse:
    """Coverage of a campaign. Under htmx, after "Count now": the status, and once it is counted the figures too."""
    context = _page(request, slug, asked=request.GET.get("asked", ""))
    if not request.htmx:
        return render(request, "participation/campaign.html", context)
    if context["count"] in ("running", "slow"):
        return render(request, "participation/_status.html", context)
    return retarget(render(request, "participation/_counted.html", context), "#report")


def _page(request: MemberRequest, slug: str, asked: str) -> dict[str, Any]:
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    report = queries.report(request.user, campaign)
    return {
        "campaign": campaign,
        "report": report,
        "asked": asked,
        "count": _count_since(asked, report.counted_at),
        "sentences": sentences(report.figures, campaign.coverage_goal),
        "may_see_units": rules.sees_every_unit(request.user, campaign),
        "may_summarise": rules.may_summarise(request.user),
        "everything": "all" in request.GET,
    }


def _count_since(asked: str, counted_at: datetime | None) -> str:
    """`running`, `slow` or `done` for a count that was asked for at the time stamp `asked`; `""` without one."""
    try:
        moment = datetime.fromtimestamp(float(asked), tz=timezone.get_current_timezone())
    except (ValueError, OverflowError, OSError):
        return ""
    if counted_at is not None and counted_at >= moment:
        return "done"
    return "running" if moment > timezone.now() - PATIENCE else "slow"


@require_POST
@login_required
def summarise(request: MemberRequest, slug: str) -> HttpResponse:
    """Have a worker count the campaign now."""
    found = found_or_404(ideas_queries.campaign(request.user, slug))
    asked = f"{timezone.now().timestamp():.3f}"
    actions.ask_for_summary(by=request.user, campaign=found)
    if request.htmx:
        return render(request, "participation/_status.html", _page(request, slug, asked))
    return redirect(f"{reverse('participation:campaign', args=[slug])}?{urlencode({'asked': asked})}")


@require_GET
@login_required
def figures(request: MemberRequest, slug: str) -> HttpResponse:
    """The same cells as on the page, as CSV."""
    found = found_or_404(ideas_queries.campaign(request.user, slug))
    report = queries.report(request.user, found)
    name = f"{found.slug}-participation-{report.release}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    for row in coverage.table(report.figures):
        csv.writer(response).writerow([spreadsheet_cell(str(cell)) for cell in row])
    return response
