"""What one has been told, and when one is written to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refusal
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first
from notices import actions, queries
from notices.forms import DigestForm


@require_safe
@login_required
def notices(request: MemberRequest) -> HttpResponse:
    return render(request, "notices/notices.html", {"notices": queries.told(request.user)})


@require_POST
@sign_in_first("notices:list")
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark the notice as read and go where it leads."""
    return redirect(actions.mark_read(by=request.user, notice_id=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def digest(request: MemberRequest) -> HttpResponse:
    """When the reader gets the digest. It is also a part of their settings."""
    sent = request.POST if request.method == "POST" else None
    form = DigestForm(sent, planned=queries.subscription(request.user))
    if form.is_valid():
        try:
            actions.choose(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:settings")
    return render(request, "notices/digest.html", {"form": form}, status=400 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a digest without signing in. Programs that read mail POST here (RFC 8058); a GET only shows the button."""
    found_or_404(queries.by_token(token))
    is_done = request.method == "POST" and actions.unsubscribe(token=token)
    response = render(request, "notices/unsubscribe.html", {"is_done": is_done})
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
