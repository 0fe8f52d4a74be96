"""Published strategies. Everything on their pages but the promises is as it was when they were published."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.web import MemberRequest
from strategy import queries, rules
from strategy.content import Flow, flows

TALL = 8  # rows of the figure that fit into its usual height


@require_safe
@login_required
def published(request: MemberRequest) -> HttpResponse:
    """Every strategy in its newest version."""
    context = {"publications": queries.newest(request.user), "may_draft": rules.may_see_studio(request.user)}
    return render(request, "strategy/list.html", context)


@require_safe
@login_required
def detail(request: MemberRequest, slug: str) -> HttpResponse:
    """The newest version of a strategy."""
    return _page(request, slug, None)


@require_safe
@login_required
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One version of a strategy, for good."""
    return _page(request, slug, number)


def _page(request: MemberRequest, slug: str, number: int | None) -> HttpResponse:
    publication = queries.publication(request.user, slug, number)
    if publication is None:
        raise Http404
    versions = list(queries.versions(request.user, publication.strategy).defer("content"))
    flow = flows(publication.content["priorities"])
    context = {
        "publication": publication,
        "content": publication.content,
        "versions": versions,
        "newest": versions[0],
        "readable": queries.readable_ideas(request.user, publication),
        "promises": queries.commitments(request.user).filter(strategy=publication.strategy),
        "places": queries.places([publication.strategy_id]),
        "flow": flow,
        "chart": _chart(flow),
        "is_tall": len(flow) > TALL,
        "may_promise": rules.may_promise(request.user),
        "may_draft": rules.may_see_studio(request.user),
    }
    return render(request, "strategy/detail.html", context)


def _chart(flow: list[Flow]) -> dict[str, Any]:
    """`flow` as `static/cocreate/charts.js` draws it: themes on the left, priorities on the right."""
    themes = {_theme_id(row): row.theme or _("Single ideas") for row in flow}
    priorities = {f"p{row.position}": f"{row.position} {row.priority}" for row in flow}
    return {
        "columns": [_("Themes"), _("Priorities")],
        "nodes": [
            *({"id": key, "label": label, "column": 0} for key, label in themes.items()),
            *({"id": key, "label": label, "column": 1} for key, label in priorities.items()),
        ],
        "links": [{"source": _theme_id(row), "target": f"p{row.position}", "value": row.ideas} for row in flow],
    }


def _theme_id(row: Flow) -> str:
    return f"t{row.theme_id}" if row.theme_id else f"single{row.position}"
