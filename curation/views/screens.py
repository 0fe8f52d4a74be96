"""What the views of the board share: what they show, and what a screen that is open is told to change."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from core.errors import Invalid, Refusal
from core.web import MemberRequest, found_or_404, refusal_page
from curation import queries, rules
from curation.forms import PageForm
from ideas import queries as ideas_queries


def campaign_of(request: MemberRequest, slug: str) -> Any:
    return found_or_404(ideas_queries.campaign(request.user, slug))


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What the form holds. Raises `Invalid`: nobody types here, so there is no form to show again."""
    if not form.is_valid():
        raise Invalid
    return form.cleaned_data


def page_asked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Which page of the inbox, in which order, and what the screen has seen last."""
    asked = cleaned(PageForm(data))
    return asked | {"order": queries.InboxOrder(asked["order"] or queries.InboxOrder.OLDEST)}


def board_context(request: MemberRequest, campaign: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the board shows."""
    shown = queries.board(request.user, campaign, order=asked["order"], after=asked["after"])
    page = {"tiles": shown.inbox, "after": shown.after, "order": shown.order, "themes": shown.themes}
    return {"campaign": campaign, "board": shown, "may_change": shown.may_change, **page, **_stale(shown.desk)}


def tiles_context(request: MemberRequest, campaign: Any, page: Any) -> dict[str, Any]:
    """What some more tiles need."""
    return {
        "campaign": campaign,
        "tiles": page.rows,
        "after": page.next,
        "themes": list(queries.names(request.user, campaign)),
        "may_change": rules.may_change_themes(request.user, campaign),
    }


def screen(request: MemberRequest, campaign: Any, data: Mapping[str, Any], *, done: Any = None) -> HttpResponse:
    """What an open screen has to change, and in words what was `done`; 204 when there is nothing."""
    asked = page_asked(data)
    changed = queries.changes(request.user, campaign, after=asked["since"], order=asked["order"])
    if changed is None:
        return HttpResponse(status=204)
    told = queries.told(request.user, campaign, [done]) if done else []
    board = changed.board
    context = {
        "campaign": campaign,
        "changed": changed,
        "themes": board.themes if board else list(queries.names(request.user, campaign)),
        "may_change": rules.may_change_themes(request.user, campaign),
        "order": asked["order"],
        "done": told[0] if told else None,
        "board": board,
        "tiles": board.inbox if board else [],
        "after": board.after if board else "",
        **_stale(changed.desk),
    }
    return render(request, "curation/_changes.html", context)


def refused(request: MemberRequest, campaign: Any, refusal: Refusal) -> HttpResponse:
    """The refusal, and under htmx the board as it is now. Without htmx the page of the refusal."""
    response = refusal_page(request, refusal)
    if request.htmx:
        response.content += screen(request, campaign, request.POST).content
    return response


def _stale(desk: Any) -> dict[str, Any]:
    return {"desk": desk, "wait": desk.wait}
