"""What authors do with their own idea: changing it, its images, and taking it back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refusal
from core.web import MemberRequest, add_refusal, found_or_404, keeps_what_was_typed, sign_in_first
from ideas import actions, queries, rules
from ideas.forms import EditForm, ImageForm
from ideas.images import MEDIA_TYPE

if TYPE_CHECKING:
    from ideas.models import Idea


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    idea = _own(request, pk)
    form = EditForm(request.POST if request.method == "POST" else None, instance=idea, initial=request.kept)
    if not form.is_bound:
        return _edit_page(request, form, pk)
    try:
        if form.is_valid():
            idea = actions.edit(by=request.user, idea=idea, **form.said())
            messages.success(request, _said_after(idea))
            return redirect("ideas:detail", pk=pk)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _edit_page(request, form, pk, refusal=refusal)
    return _edit_page(request, form, pk, status=400)


def _said_after(idea: "Idea") -> str:
    if idea.is_hidden:
        return _("Changed. A curator reads it before colleagues see it.")
    return _("Changed. Colleagues see the new words.")


def _edit_page(
    request: MemberRequest, form: EditForm, pk: int, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    """The form beside the words as they are by now: another device may have changed them meanwhile."""
    idea = _own(request, pk)
    if not form.is_bound and not rules.may_still_change(request.user, idea):
        raise actions.CampaignClosed(idea.campaign)
    context = {
        "idea": idea,
        "campaign": idea.campaign,
        "form": form,
        "changed_meanwhile": isinstance(refusal, actions.ChangedMeanwhile),
        "is_kept": bool(request.kept),
    }
    return render(request, "ideas/edit.html", context, status=refusal.status if refusal else status)


@require_safe
@login_required
def changes(request: MemberRequest, pk: int) -> HttpResponse:
    idea = found_or_404(queries.find(request.user, pk))
    context = {"idea": idea, "campaign": idea.campaign, "changes": queries.changes(idea)}
    return render(request, "ideas/changes.html", context)


@require_POST
@sign_in_first("ideas:detail", "pk")
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    idea = actions.withdraw(by=request.user, idea=_own(request, pk))
    messages.success(request, _("Taken back. Nobody sees your idea any more."))
    return redirect("ideas:campaign", slug=idea.campaign.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def images(request: MemberRequest, pk: int) -> HttpResponse:
    """The images of one's own idea, with a form for another."""
    idea = _own(request, pk)
    form, status = ImageForm(request.POST or None, request.FILES or None), 200
    try:
        if request.method == "POST" and form.is_valid():
            actions.attach(by=request.user, idea=idea, **form.cleaned_data)
            return redirect("ideas:images", pk=pk)
        status = image_status(form) if form.is_bound else 200
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    context = {"idea": idea, "campaign": idea.campaign, "form": form, "images": queries.images(idea)}
    return render(request, "ideas/images.html", context, status=status)


def image_status(form: BaseForm) -> int:
    """400 for a form that does not fit, 413 when that is because the image is too large, 200 when it fits."""
    return 413 if form.has_error("image", "too_large") else 400 if form.errors else 200


@require_safe
@login_required
def image(request: MemberRequest, pk: int, image: int) -> HttpResponse:
    """The file. It never changes, so that a browser need not ask again; nobody else may keep it."""
    content = found_or_404(queries.content(found_or_404(queries.image(request.user, image))))
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


@require_POST
@sign_in_first("ideas:detail", "pk")
def remove_image(request: MemberRequest, pk: int, image: int) -> HttpResponse:
    _own(request, pk)
    actions.detach(by=request.user, attachment=found_or_404(queries.image(request.user, image)))
    return redirect("ideas:images", pk=pk)


def _own(request: MemberRequest, pk: int) -> "Idea":
    """The reader's own idea; 404 for anybody else: whose it is may not be asked."""
    return found_or_404(queries.own(request.user, pk))
