"""The priorities of a strategy in the studio, and what they rest on."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.ids import is_id
from core.web import MemberRequest, sign_in_first
from strategy import actions, queries
from strategy.forms import AddPriorityForm, GroundForm, PriorityForm
from strategy.views.attempts import attempt, posted
from strategy.views.studio import desk, drafted
from votes import queries as votes_queries

if TYPE_CHECKING:
    from strategy.models import Priority

EVIDENCE = 8
FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_priority(request: MemberRequest, slug: str) -> HttpResponse:
    """A priority begins with a theme."""
    strategy = drafted(request.user, slug)
    form = AddPriorityForm(posted(request), viewer=request.user, strategy=strategy)
    saved = attempt(form, partial(actions.add_priority, by=request.user, strategy=strategy))
    if saved.row:
        return redirect("strategy:priority", slug, saved.row.pk)
    return render(request, "strategy/add_priority.html", {**desk(request, strategy), "form": form}, status=saved.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def priority(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The words of a priority, beside its evidence."""
    row = _priority(request, slug, pk)
    form = PriorityForm(posted(request), instance=row)
    saved = attempt(form, partial(actions.change_priority, by=request.user, priority=row))
    if saved.row:
        messages.success(request, _("Saved. What was published stays as it was."))
        return redirect("strategy:priority", slug, pk)
    context = {**desk(request, row.strategy), **_evidence(request, row), "form": form, "priority": row}
    return render(request, "strategy/priority.html", context, status=saved.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ground(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """What a priority rests on: themes, and single ideas found by their words."""
    row = _priority(request, slug, pk)
    form = GroundForm(posted(request), viewer=request.user, priority=row)
    saved = attempt(form, partial(actions.ground, by=request.user, priority=row))
    if saved.row:
        messages.success(request, _("Saved. The priority now shows these ideas."))
        return redirect("strategy:priority", slug, pk)
    context = {**desk(request, row.strategy), **_choice(request, row, form), "form": form, "priority": row}
    return render(request, "strategy/ground.html", context, status=saved.status)


@require_POST
@sign_in_first("strategy:priority", "slug", "pk")
def remove_priority(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a priority out of the working text."""
    row = _priority(request, slug, pk)
    actions.remove_priority(by=request.user, priority=row)
    messages.success(request, _("Taken out. Published versions keep it."))
    return redirect("strategy:studio", slug)


def _priority(request: MemberRequest, slug: str, pk: int) -> "Priority":
    strategy = drafted(request.user, slug)
    found = queries.priorities(request.user).filter(strategy=strategy, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _choice(request: MemberRequest, row: "Priority", form: GroundForm) -> dict[str, Any]:
    """The single ideas that are chosen in `form`, and those that `?q=` finds beside them."""
    text = request.GET.get("q", "").strip()
    wanted = [pk for pk in form["ideas"].value() or [] if is_id(pk)]
    chosen = queries.groundable(request.user, row.strategy).filter(pk__in=wanted)
    found = queries.groundable(request.user, row.strategy, text).exclude(pk__in=wanted)[:FOUND] if text else []
    return {"text": text, "chosen": chosen, "found": found}


def _evidence(request: MemberRequest, row: "Priority") -> dict[str, Any]:
    """The best of what a priority rests on, as far as the reader may see results, and how much there is in all."""
    ideas = queries.grounded_ideas(row)
    shown = list(ideas[:EVIDENCE])
    ballots = votes_queries.ballots(request.user, shown)
    return {
        "evidence": [(idea, ballots[idea.pk].result) for idea in shown],
        "idea_count": ideas.count(),
        "unit_count": queries.named_units(ideas),
        "quiet": queries.quiet_units(request.user, row.strategy),
    }
