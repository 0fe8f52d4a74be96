"""The studio: where a strategy is drafted and published. Curators and administrators may look."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import require
from core.web import MemberRequest
from strategy import actions, queries, rules
from strategy.actions import NotReady
from strategy.forms import DraftForm, StrategyForm
from strategy.views.attempts import attempt, posted

if TYPE_CHECKING:
    from people.models import User
    from strategy.models import Strategy


def drafted(viewer: "User", slug: str) -> "Strategy":
    """The strategy at this address. There is none for whom the studio is not for."""
    return get_object_or_404(queries.drafts(viewer), slug=slug)


def desk(request: MemberRequest, strategy: "Strategy") -> dict[str, Any]:
    """What every page of the studio shows: the outline, what is missing, and whether the reader may write."""
    return {
        "strategy": strategy,
        "readiness": queries.review(request.user, strategy),
        "latest": queries.latest(strategy),
        "may_draft": rules.may_draft(request.user),
        "may_publish": rules.may_publish(request.user, strategy),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def studios(request: MemberRequest) -> HttpResponse:
    """Every strategy that is being written, and a form to begin another."""
    require(rules.may_see_studio(request.user))
    form = DraftForm(posted(request), viewer=request.user)
    saved = attempt(form, partial(actions.draft, by=request.user))
    if saved.row:
        return redirect("strategy:studio", saved.row.slug)
    context = {
        "strategies": queries.studios(request.user),
        "form": form,
        "may_draft": rules.may_draft(request.user),
    }
    return render(request, "strategy/studios.html", context, status=saved.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def studio(request: MemberRequest, slug: str) -> HttpResponse:
    """The words of the strategy itself."""
    strategy = drafted(request.user, slug)
    form = StrategyForm(posted(request), instance=strategy, viewer=request.user)
    saved = attempt(form, partial(actions.change_strategy, by=request.user, strategy=strategy))
    if saved.row:
        messages.success(request, _("Saved. What was published stays as it was."))
        return redirect("strategy:studio", slug)
    return render(
        request, "strategy/studio.html", {**desk(request, strategy), "form": form, "here": "words"}, status=saved.status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask once more, then publish."""
    strategy, status, missing = drafted(request.user, slug), 200, None
    if request.method == "POST":
        try:
            publication = actions.publish(by=request.user, strategy=strategy)
        except NotReady as refusal:
            status, missing = refusal.status, refusal
        else:
            messages.success(request, _("Version %(n)s is published.") % {"n": publication.number})
            return redirect("strategy:detail", slug)
    context = {**desk(request, strategy), "missing": missing, "next": queries.next_version(strategy), "here": "publish"}
    return render(request, "strategy/publish.html", context, status=status)
