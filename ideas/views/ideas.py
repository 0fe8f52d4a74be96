"""The page of one idea, and saying something about it."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from core.errors import Refusal
from core.web import MemberRequest, add_refusal, found_or_404, later, sign_in_first, with_headers
from ideas import actions, queries, rules
from ideas.forms import CommentForm

if TYPE_CHECKING:
    from ideas.models import Comment, Idea


@require_safe
@login_required
@vary_on_headers("HX-Request")
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    idea = queries.find(request.user, pk)
    if idea is None:
        return _taken_back(request, pk)
    if request.htmx:
        return render(request, "ideas/_talk_rows.html", _talk(request, idea))
    actions.note_seen([idea])
    return _page(request, idea, CommentForm())


def _taken_back(request: MemberRequest, pk: int) -> HttpResponse:
    """That the author took the idea back, and nothing of what it said; 404 for whoever could not see it before."""
    idea = found_or_404(queries.taken_back(request.user, pk))
    return render(request, "ideas/taken_back.html", {"idea": idea, "campaign": idea.campaign}, status=410)


@require_POST
@sign_in_first("ideas:detail", "pk")
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    idea = _found(request, pk)
    form, status, headers = CommentForm(request.POST), 400, {}
    try:
        if form.is_valid():
            said = actions.comment(by=request.user, idea=idea, text=form.cleaned_data["text"])
            if request.htmx:
                return render(request, "ideas/_said.html", _after(said, _found(request, pk)))
            return redirect(f"{reverse('ideas:detail', args=[pk])}#comment-{said.pk}")
    except Refusal as refusal:
        add_refusal(form, refusal)
        status, headers = refusal.status, later(refusal)
    return _page(request, idea, form, status, headers)


def _found(request: MemberRequest, pk: int) -> "Idea":
    """The idea; 404 when the reader may not see it."""
    return found_or_404(queries.find(request.user, pk))


def _talk(request: MemberRequest, idea: "Idea") -> dict[str, object]:
    talk = queries.talk(request.user, idea, after=request.GET.get("after", ""))
    takes_comments = rules.takes_comments(idea.campaign) and idea.hidden_at is None
    counted = {"comment_count": queries.comment_count(idea)}
    return {"idea": idea, "talk": talk, "takes_comments": takes_comments, **counted}


def _after(said: "Comment", idea: "Idea") -> dict[str, object]:
    """What htmx shows once something is said: its row, an empty form, and the new number of `idea`, read again."""
    counted = {"comment_count": queries.comment_count(idea)}
    return {"comment": said, "idea": idea, "form": CommentForm(), **counted}


def _page(
    request: MemberRequest,
    idea: "Idea",
    form: CommentForm,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of the idea; under htmx only the comment form, when what was said does not fit."""
    own = rules.is_author(request.user, idea)
    receipt = queries.receipt(request.user, idea) if own else None
    context = {
        **_talk(request, idea),
        "form": form,
        "campaign": idea.campaign,
        "own": own,
        "receipt": receipt,
        "may_change": rules.may_still_change(request.user, idea),
        "is_shared_now": own and "shared" in request.GET,
        "related": queries.related(request.user, idea),
        "images": queries.images(idea),
        "events": queries.timeline(idea, for_author=own),
    }
    template = "ideas/_comment_form.html" if request.htmx else "ideas/detail.html"
    headers = {**(headers or {}), **({"Cache-Control": "no-store"} if receipt else {})}
    if request.htmx:
        headers |= {"HX-Retarget": "#comment-form", "HX-Reswap": "outerHTML"}
    return with_headers(render(request, template, context, status=status), headers)
