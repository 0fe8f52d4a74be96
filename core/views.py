"""Probes for operators, and what is shown when no other view can answer."""

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import problems
from core.cache import ForgivingRedisCache

API = "/api/"
HIDDEN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """200 while the process can answer at all."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database can be written and is migrated, else 503. A missing Redis only degrades."""
    try:
        database = "ok" if _is_writable() else "not migrated"
    except DatabaseError as error:
        database = type(error).__name__
    degraded = bool(settings.REDIS_URL) and not _redis_answers()
    body = {"status": "ok" if database == "ok" else "unavailable", "database": database}
    body["redis"] = "degraded" if degraded else ("ok" if settings.REDIS_URL else "embedded")
    return JsonResponse(body, status=200 if database == "ok" else 503)


def _is_writable() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_jobrun SET job = job WHERE id = -1")
    return True


def _redis_answers() -> bool:
    return isinstance(caches["default"], ForgivingRedisCache) and caches["default"].answers()


def closed(request: HttpRequest, **arguments: object) -> HttpResponse:
    """404 for an address that a library brings along and that Cocreate does not offer."""
    raise Http404


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a missing or stale form token. What was typed stays, in a form that can be sent again.

    Only what a page of ours sent is kept: another site's words would need no more than one tap to be sent from here.
    """
    posted = request.POST.lists() if _is_from_here(request) else []
    kept = [(name, value) for name, values in posted for value in values if name not in HIDDEN]
    return render(request, "403_csrf.html", {"kept": kept, "action": request.get_full_path()}, status=403)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages made the request. Old browsers send no word about it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", ours) in (ours, *settings.CSRF_TRUSTED_ORIGINS)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, before any view, or 413 for what is too large: to programs as a problem document."""
    if not request.path.startswith(API):
        response = defaults.bad_request(request, exception)
        if isinstance(exception, RequestDataTooBig):
            response.status_code = 413
        return response
    return problems.answer(400, "malformed", _("This request cannot be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 likewise."""
    if not request.path.startswith(API):
        return defaults.permission_denied(request, exception)
    return problems.answer(403, "forbidden", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 likewise."""
    if not request.path.startswith(API):
        return defaults.page_not_found(request, exception)
    return problems.answer(404, "not_found", _("There is nothing at this address."))


def failed(request: HttpRequest) -> HttpResponse:
    """500 likewise, and it never says more than that."""
    if not request.path.startswith(API):
        return defaults.server_error(request)
    return problems.answer(500, "failed", _("This failed, and it is our fault. It has been written down."))
