"""The receipt code of an anonymous idea: shown to its author, typed in, forgotten; and standing by the idea."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, later, sign_in_first, with_headers
from ideas import actions, queries, rules
from ideas.forms import ReceiptForm
from ideas.qr import code_of
from people import receipts as codes

if TYPE_CHECKING:
    from ideas.models import Idea

UNKEPT = {"Cache-Control": "no-store"}  # by no browser either


@require_safe
@login_required
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    """The code, for its author alone. It stands behind a `#` in the address of the square: no log hears of it."""
    found = found_or_404(queries.receipt(request.user, _own(request, pk)))
    address = settings.BASE_URL.rstrip("/") + reverse("ideas:receipts")
    context = {
        "idea": found.idea,
        "receipt": found,
        "may_claim": rules.may_claim(request.user, found.idea),
        "square": code_of(f"{address}#{found.code}") if found.code else None,
        "address": address,
    }
    return with_headers(render(request, "ideas/receipt.html", context), UNKEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def receipts(request: MemberRequest) -> HttpResponse:
    """Where a code is typed in. The device then keeps it, and nothing else does."""
    form, status, headers = ReceiptForm(request.POST if request.method == "POST" else None), 200, {}
    try:
        if form.is_valid():
            idea, code = actions.open_receipt(by=request.user, text=form.cleaned_data["code"])
            response = redirect("ideas:detail", idea.pk)
            codes.keep(request, response, code)
            return response
        status = 400 if form.is_bound else 200
    except Refusal as refusal:
        add_refusal(form, refusal)
        status, headers = refusal.status, later(refusal)
    context = {"form": form, "kept": len(codes.kept(request, request.user.pk))}
    return with_headers(render(request, "ideas/receipts.html", context, status=status), UNKEPT | headers)


@require_POST
@sign_in_first("ideas:receipts")
def forget_receipts(request: MemberRequest) -> HttpResponse:
    response = redirect("ideas:receipts")
    codes.forget(response)
    messages.success(request, _("This device has forgotten the codes."))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: MemberRequest, pk: int) -> HttpResponse:
    """Standing by one's own anonymous idea, once it is said what that means."""
    idea = _own(request, pk)
    if request.method == "POST":
        actions.claim(by=request.user, idea=idea)
        messages.success(request, _("The idea is now shown with your role and unit."))
        return redirect("ideas:detail", pk)
    require(idea.is_anonymous, actions.AlreadyNamed)
    require(rules.may_claim(request.user, idea))
    return render(request, "ideas/claim.html", {"idea": idea, "campaign": idea.campaign})


def _own(request: MemberRequest, pk: int) -> "Idea":
    """The reader's own idea; 404 for anybody else: whose it is may not be asked."""
    return found_or_404(queries.own(request.user, pk))
