"""Who has been heard, and who has not."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import retarget

from core.cells import spreadsheet_cell
from core.errors import require
from core.ids import is_id
from core.web import MemberRequest, found_or_404
from ideas import queries as ideas_queries
from participation import actions, queries, rules
from participation.forms import ReasonForm
from participation.sentences import sentences
from participation.tables import table

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
    if context["count"] in ("running", "slow", "rebuilding"):
        return render(request, "participation/_status.html", context)
    return retarget(render(request, "participation/_counted.html", context), "#report")


def _page(request: MemberRequest, slug: str, asked: str) -> dict[str, Any]:
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    report = found_or_404(queries.report(request.user, campaign, _release_asked(request)))
    return {
        "campaign": campaign,
        "report": report,
        "asked": asked,
        "count": _count_since(asked, report.counted_at) if report.progress is None else "rebuilding",
        "sentences": sentences(report.figures, campaign.coverage_goal),
        "may_see_units": rules.sees_every_unit(request.user, campaign),
        "may_summarise": rules.may_summarise(request.user),
        "quiet": queries.quiet(request.user, campaign, report.figures),
        "weekly": queries.weekly(campaign, report.figures, report.release) if report.figures else [],
        "findings": queries.findings(request.user, campaign, report.figures),
        "everything": "all" in request.GET,
    }


def _release_asked(request: MemberRequest) -> int | None:
    """The number of the release that the address asks for; `None` for the latest. What is no number is not found."""
    asked = request.GET.get("release", "")
    if asked and not is_id(asked):
        raise Http404
    return int(asked) if asked else None


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
    text = StringIO()
    name, rows = _cells(request, slug)
    csv.writer(text).writerows(rows)
    return _file(text.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


@require_GET
@login_required
def workbook(request: MemberRequest, slug: str) -> HttpResponse:
    """The same cells as on the page, as XLSX."""
    from participation import workbook as sheet  # openpyxl loads NumPy, which no other page needs

    name, rows = _cells(request, slug)
    return _file(sheet.workbook(rows), sheet.MEDIA_TYPE, f"{name}.xlsx")


def _cells(request: MemberRequest, slug: str) -> tuple[str, list[list[str | int]]]:
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    report = found_or_404(queries.report(request.user, campaign, _release_asked(request)))
    rows = [
        [spreadsheet_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in table(report.figures)
    ]
    return f"{campaign.slug}-participation-{report.release}", rows


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
@login_required
def reason(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Why a unit is likely to be quiet: what its curator makes of it."""
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    unit = found_or_404(queries.asked_unit(campaign, pk))
    require(rules.may_explain(request.user, campaign, unit))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.initial = {"reason": queries.reason(campaign, unit)}
    if form.is_valid():
        actions.explain(by=request.user, campaign=campaign, unit=unit, **form.cleaned_data)
        return redirect("participation:campaign", slug)
    context = {"campaign": campaign, "unit": unit, "form": form}
    return render(request, "participation/reason.html", context, status=400 if form.is_bound else 200)
