"""What one has been told."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.web import MemberRequest, sign_in_first
from notices import actions, queries


@require_safe
@login_required
def notices(request: MemberRequest) -> HttpResponse:
    return render(request, "notices/notices.html", {"notices": queries.told(request.user)})


@require_POST
@sign_in_first("notices:list")
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark the notice as read and go where it leads."""
    return redirect(actions.mark_read(by=request.user, notice_id=pk))
