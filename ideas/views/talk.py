"""Talk under an idea: replying, taking a comment back, following the idea, and reporting a text."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from core.errors import Invalid, Refusal
from core.web import MemberRequest, add_refusal, found_or_404, later, sign_in_first, with_headers
from ideas import actions, queries, rules
from ideas.forms import CommentForm, FlagForm, FollowForm

if TYPE_CHECKING:
    from ideas.models import Comment, Idea

SENT = pgettext_lazy("promise", "Thank you. A moderator will look at it, and does not learn that it was you.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def thread(request: MemberRequest, pk: int) -> HttpResponse:
    """A comment with its replies, and replying to it. Under htmx the next replies, or the form."""
    comment = _comment(request, pk)
    if request.method == "POST":
        return _reply(request, comment)
    context = _thread(request, comment, _form(request, comment))
    if request.htmx:
        return render(request, f"ideas/_{'reply_form' if 'reply' in request.GET else 'replies'}.html", context)
    return render(request, "ideas/thread.html", context)


def _reply(request: MemberRequest, comment: "Comment") -> HttpResponse:
    form, status, headers = _form(request, comment, request.POST), 400, {}
    try:
        if form.is_valid():
            text = form.cleaned_data["text"]
            said = actions.comment(by=request.user, idea=comment.idea, parent=comment, text=text)
            if request.htmx:
                return render(request, "ideas/_replied.html", _replied(request, said, comment))
            return redirect(f"{reverse('ideas:thread', args=[said.parent_id])}#comment-{said.pk}")
    except Refusal as refusal:
        add_refusal(form, refusal)
        status, headers = refusal.status, later(refusal)
    template = "ideas/_reply_form.html" if request.htmx else "ideas/thread.html"
    if request.htmx:
        headers |= {"HX-Retarget": f"#reply-{comment.pk}", "HX-Reswap": "outerHTML"}
    return with_headers(render(request, template, _thread(request, comment, form), status=status), headers)


def _replied(request: MemberRequest, said: "Comment", comment: "Comment") -> dict[str, Any]:
    idea = found_or_404(queries.find(request.user, comment.idea_id))
    return {"comment": said, "idea": idea, "of": comment.pk, "comment_count": queries.comment_count(idea)}


def _form(request: MemberRequest, comment: "Comment", typed: Any = None) -> CommentForm:
    """The form of a reply. Several may be open at once; one that htmx brings takes the focus."""
    form = CommentForm(typed, auto_id=f"reply-{comment.pk}-%s")
    form.fields["text"].widget.attrs |= {"autofocus": True} if request.htmx and typed is None else {}
    return form


def _thread(request: MemberRequest, comment: "Comment", form: CommentForm) -> dict[str, Any]:
    top, after = comment.parent or comment, request.GET.get("after", "")
    return {
        "idea": comment.idea,
        "campaign": comment.idea.campaign,
        "comment": top,
        "of": comment.pk,
        "page": queries.replies_page(request.user, top, after=after),
        "fresh": 1 if after else queries.FIRST_REPLIES + 1,
        "form": form,
        "takes_comments": rules.takes_comments(comment.idea.campaign) and comment.idea.hidden_at is None,
    }


@require_POST
@sign_in_first("ideas:thread", "pk")
def withdraw_comment(request: MemberRequest, pk: int) -> HttpResponse:
    comment = found_or_404(queries.own_comment(request.user, pk))
    actions.withdraw_comment(by=request.user, comment=comment)
    messages.success(request, _("Taken back. Nobody reads your comment any more."))
    return redirect(f"{reverse('ideas:detail', args=[comment.idea_id])}#talk")


@require_POST
@sign_in_first("ideas:detail", "pk")
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    idea = found_or_404(queries.find(request.user, pk))
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Ask to follow it, or to follow it no longer."))
    change = actions.follow if form.cleaned_data["follow"] else actions.unfollow
    change(by=request.user, idea=idea)
    if request.htmx:
        return render(request, "ideas/_follow.html", {"idea": idea})
    return redirect("ideas:detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def flag(request: MemberRequest, pk: int) -> HttpResponse:
    return _flag(request, found_or_404(queries.find(request.user, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def flag_comment(request: MemberRequest, pk: int) -> HttpResponse:
    comment = _comment(request, pk)
    return _flag(request, comment.idea, comment)


def _flag(request: MemberRequest, idea: "Idea", comment: "Comment | None" = None) -> HttpResponse:
    form = FlagForm(request.POST if request.method == "POST" else None)
    status, headers = 400 if form.is_bound else 200, {}
    try:
        if form.is_bound and form.is_valid():
            actions.flag(by=request.user, idea=idea, comment=comment, **form.cleaned_data)
            messages.success(request, SENT)
            return redirect("ideas:detail", pk=idea.pk)
    except Refusal as refusal:
        add_refusal(form, refusal)
        status, headers = refusal.status, later(refusal)
    context = {"idea": idea, "campaign": idea.campaign, "comment": comment, "form": form}
    return with_headers(render(request, "ideas/flag.html", context, status=status), headers)


def _comment(request: MemberRequest, pk: int) -> "Comment":
    return found_or_404(queries.find_comment(request.user, pk))
