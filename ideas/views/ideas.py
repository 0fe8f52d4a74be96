"""One idea: reading, changing and withdrawing it, and talking about it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from core.errors import Refusal
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first
from ideas import actions, queries, rules
from ideas.forms import CommentForm, IdeaForm

if TYPE_CHECKING:
    from ideas.models import Comment, Idea


@require_safe
@login_required
@vary_on_headers("HX-Request")
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    idea = _found(request, pk)
    if request.htmx:
        return render(request, "ideas/_talk_rows.html", _talk(request, idea))
    actions.note_seen([idea])
    return _page(request, idea, CommentForm())


@require_POST
@sign_in_first("ideas:detail", "pk")
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    idea = _found(request, pk)
    form, status = CommentForm(request.POST), 400
    try:
        if form.is_valid():
            said = actions.comment(by=request.user, idea=idea, text=form.cleaned_data["text"])
            if request.htmx:
                return render(request, "ideas/_said.html", _after(said, _found(request, pk)))
            return redirect(f"{reverse('ideas:detail', args=[pk])}#comment-{said.pk}")
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    return _page(request, idea, form, status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    idea = _found(request, pk, own=True)
    if request.method != "POST":
        _refuse_early(request, idea)
    form = IdeaForm(request.POST if request.method == "POST" else None, instance=idea)
    status = 400 if form.is_bound else 200
    try:
        if form.is_bound and form.is_valid():
            actions.edit(by=request.user, idea=idea, **form.cleaned_data)
            messages.success(request, _("Changed. Colleagues see the new words."))
            return redirect("ideas:detail", pk=pk)
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    return render(request, "ideas/edit.html", {"idea": idea, "campaign": idea.campaign, "form": form}, status=status)


@require_POST
@sign_in_first("ideas:detail", "pk")
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    idea = actions.withdraw(by=request.user, idea=_found(request, pk, own=True))
    messages.success(request, _("Taken back. Nobody sees your idea any more."))
    return redirect("ideas:campaign", slug=idea.campaign.slug)


def _found(request: MemberRequest, pk: int, *, own: bool = False) -> "Idea":
    """The idea; 404 when the reader may not see it, or with `own` when somebody else wrote it."""
    return found_or_404(queries.own(request.user, pk) if own else queries.find(request.user, pk))


def _refuse_early(request: MemberRequest, idea: "Idea") -> None:
    """Say what stands in the way of a change before anything is typed."""
    if not rules.may_still_change(request.user, idea):
        back = reverse("ideas:detail", args=[idea.pk])
        raise actions.AlreadyVotedOn(back_url=back) if idea.voted_on else actions.CampaignClosed(idea.campaign)


def _talk(request: MemberRequest, idea: "Idea") -> dict[str, object]:
    talk = queries.talk(request.user, idea, after=request.GET.get("after", ""))
    return {"idea": idea, "talk": talk, "takes_comments": rules.takes_comments(idea.campaign)}


def _after(said: "Comment", idea: "Idea") -> dict[str, object]:
    """What htmx shows once something is said: its row, an empty form, and the new number of `idea`, read again."""
    return {"comment": said, "idea": idea, "form": CommentForm()}


def _page(request: MemberRequest, idea: "Idea", form: CommentForm, status: int = 200) -> HttpResponse:
    """The page of the idea; under htmx only the comment form, when what was said does not fit."""
    own = rules.is_author(request.user, idea)
    context = {
        **_talk(request, idea),
        "form": form,
        "campaign": idea.campaign,
        "own": own,
        "may_change": rules.may_still_change(request.user, idea),
        "is_shared_now": own and "shared" in request.GET,
        "related": queries.related(request.user, idea),
    }
    template = "ideas/_comment_form.html" if request.htmx else "ideas/detail.html"
    response = render(request, template, context, status=status)
    if request.htmx:
        response.headers["HX-Retarget"] = "#comment-form"
        response.headers["HX-Reswap"] = "outerHTML"
    return response
