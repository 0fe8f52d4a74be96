"""What moderators look at, and what authors may say to their decisions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from core.errors import Invalid, Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first
from ideas import actions, queries, rules
from ideas.forms import DecideForm, ObjectionForm, PauseForm, ReasonForm, decisions

if TYPE_CHECKING:
    from django.forms import BaseForm

    from ideas.models import Campaign, Case, Idea


@require_safe
@login_required
@vary_on_headers("HX-Request")
def moderations(request: MemberRequest) -> HttpResponse:
    """What waits in all campaigns that the reader moderates."""
    require(request.user.has_role("curator"))
    return _queue(request, queries.curated(request.user))


@require_safe
@login_required
@vary_on_headers("HX-Request")
def moderation(request: MemberRequest, slug: str) -> HttpResponse:
    """What waits in one campaign; with `show=hidden` what is hidden there."""
    campaign = found_or_404(queries.campaign(request.user, slug))
    require(rules.may_curate(request.user, campaign))
    return _queue(request, [campaign], campaign=campaign)


def _queue(request: MemberRequest, campaigns: "list[Campaign]", **context: Any) -> HttpResponse:
    is_hidden = request.GET.get("show") == "hidden"
    found = queries.hidden(campaigns) if is_hidden else queries.cases(campaigns)
    page = queries.waiting_page(found, after=request.GET.get("after", ""))
    context |= {"page": page, "is_hidden": is_hidden, "blank": DecideForm()}
    return render(request, "ideas/_cases.html" if request.htmx else "ideas/moderation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def case(request: MemberRequest, pk: int) -> HttpResponse:
    """One case, and deciding it."""
    found = _moderated(request, pk)
    form = DecideForm(request.POST if request.method == "POST" else None, auto_id=f"%s-{pk}")
    if not form.is_bound:
        return _page(request, found, form)

    def decide() -> str:
        settled = actions.decide(by=request.user, case=found, **form.cleaned_data)
        return _("Hidden. Its author reads why.") if settled.outcome == "hidden" else _("It is shown.")

    return _done(request, found, form, decide)


@require_POST
@sign_in_first("ideas:moderations")
def show_again(request: MemberRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    actions.show_again(by=request.user, case=found)
    messages.success(request, _("It is shown again. Its author is told."))
    return redirect("ideas:moderation", slug=found.idea.campaign.slug)


@require_POST
@sign_in_first("ideas:moderations")
def hide_all(request: MemberRequest, pk: int) -> HttpResponse:
    """Hide all undecided ideas of the pseudonym behind a case."""
    found = _moderated(request, pk)
    form = ReasonForm(request.POST, auto_id=f"%s-{pk}")

    def hide() -> str:
        number = actions.hide_all_of_author(by=request.user, case=found, **form.cleaned_data)
        return ngettext("%(number)s idea is hidden.", "%(number)s ideas are hidden.", number) % {"number": number}

    return _done(request, found, form, hide)


@require_POST
@sign_in_first("ideas:moderations")
def pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the pseudonym behind a case share nothing anonymous for some days; 0 ends that."""
    found, form = _case(request, pk), PauseForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("A pause takes at most 90 days."), field="days")
    paused = actions.pause_author(by=request.user, case=found, **form.cleaned_data)
    done = _("This author shares nothing anonymous here for a while, and is told until when if they try.")
    messages.success(request, done if paused else _("This author can share anonymous ideas here."))
    return redirect("ideas:case", pk=pk)


@require_safe
@login_required
def own_decisions(request: MemberRequest, pk: int) -> HttpResponse:
    return _decisions(request, found_or_404(queries.find(request.user, pk)))


@require_POST
@sign_in_first("ideas:campaigns")
def object_to(request: MemberRequest, pk: int) -> HttpResponse:
    """Say against a decision on one's own text why it should be shown."""
    found = _case(request, pk)
    form, status = ObjectionForm(request.POST, auto_id=f"%s-{pk}"), 400
    try:
        if form.is_valid():
            actions.object_to(by=request.user, case=found, **form.cleaned_data)
            messages.success(request, _("Sent. A moderator looks at it once more."))
            return redirect("ideas:decisions", pk=found.idea_id)
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    return _decisions(request, found.idea, {pk: form}, status)


def _decisions(
    request: MemberRequest, idea: "Idea", typed: "dict[int, BaseForm] | None" = None, status: int = 200
) -> HttpResponse:
    shown = decisions(queries.own_decisions(request.user, idea), typed)
    context = {"idea": idea, "campaign": idea.campaign, "decisions": shown}
    return render(request, "ideas/decisions.html", context, status=status)


def _done(request: MemberRequest, found: "Case", form: "BaseForm", act: Callable[[], str]) -> HttpResponse:
    """Do what the form asks, say it and go back to the queue; or show the case with what does not fit."""
    status = 400
    try:
        if form.is_valid():
            messages.success(request, act())
            return redirect("ideas:moderation", slug=found.idea.campaign.slug)
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    return _page(request, _case(request, found.pk), form, status)


def _page(request: MemberRequest, found: "Case", form: "BaseForm", status: int = 200) -> HttpResponse:
    [row] = queries.waiting([found])
    context = {"campaign": found.idea.campaign, "case": found, "row": row, "form": form}
    return render(request, "ideas/case.html", context, status=status)


def _case(request: MemberRequest, pk: int) -> "Case":
    return found_or_404(queries.find_case(request.user, pk))


def _moderated(request: MemberRequest, pk: int) -> "Case":
    """The case, for those who moderate it: authors know of their own, and may not read why colleagues reported it."""
    found = _case(request, pk)
    require(rules.may_curate(request.user, found.idea.campaign))
    return found
