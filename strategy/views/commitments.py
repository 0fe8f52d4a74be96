"""What leaders promised, and what they say became of it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import require
from core.web import MemberRequest
from strategy import actions, queries, rules
from strategy.forms import PromiseForm, SettleForm
from strategy.views.attempts import attempt, posted


@require_safe
@login_required
def commitments(request: MemberRequest) -> HttpResponse:
    """Every promise, the late ones first. `?show=open` or `settled` narrows the list."""
    promises, show = list(queries.commitments(request.user)), request.GET.get("show", "")
    context = {
        "standing": queries.standing(promises),
        "promises": queries.narrowed(promises, show),
        "places": queries.places(promise.strategy_id for promise in promises),
        "show": show,
    }
    return render(request, "strategy/commitments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def promise(request: MemberRequest, slug: str) -> HttpResponse:
    """A leader promises something under a strategy."""
    require(rules.may_promise(request.user))
    strategy = get_object_or_404(queries.strategies(request.user), slug=slug)
    form = PromiseForm(posted(request), viewer=request.user, strategy=strategy)
    saved = attempt(form, partial(actions.promise, by=request.user, strategy=strategy))
    if saved.row:
        messages.success(request, _("Promised. Everyone can see it, with your role and the date."))
        return redirect("strategy:commitments")
    return render(request, "strategy/promise.html", {"form": form, "strategy": strategy}, status=saved.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settle(request: MemberRequest, pk: int) -> HttpResponse:
    """A leader says what became of their own promise."""
    commitment = get_object_or_404(queries.commitments(request.user), pk=pk)
    require(rules.may_settle(request.user, commitment))
    form = SettleForm(posted(request), initial={"words": commitment.words})
    saved = attempt(form, partial(actions.settle, by=request.user, commitment=commitment))
    if saved.row:
        messages.success(request, _("Saved. Everyone can read it."))
        return redirect("strategy:commitments")
    return render(request, "strategy/settle.html", {"form": form, "promise": commitment}, status=saved.status)
