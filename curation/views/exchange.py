"""Taking a campaign along as a file."""

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.errors import require
from core.web import MemberRequest, found_or_404
from curation import queries, rules
from ideas import queries as ideas_queries


@require_GET
@login_required
def export(request: MemberRequest, slug: str) -> HttpResponseBase:
    """What an export holds; with `?format=csv` or `json` the file itself."""
    campaign = found_or_404(ideas_queries.campaign(request.user, slug))
    require(rules.may_export(request.user, campaign))
    kind = request.GET.get("format", "")
    if not kind:
        return render(request, "curation/export.html", {"campaign": campaign})
    file = queries.shown_file(request.user, campaign, kind)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return StreamingHttpResponse(file.parts, content_type=file.content_type, headers=headers)
