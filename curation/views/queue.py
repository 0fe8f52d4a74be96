"""What waits for a curator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from core.errors import require
from core.web import MemberRequest
from curation import queries, rules


@require_GET
@login_required
@vary_on_headers("HX-Request")
def queue(request: MemberRequest) -> HttpResponse:
    """What waits in all campaigns that one curates, against their promise; under htmx the next rows."""
    require(rules.may_see_boards(request.user))
    found = queries.queue(request.user, cursor=request.GET.get("after", ""))
    return render(request, "curation/_queue_rows.html" if request.htmx else "curation/queue.html", {"queue": found})
