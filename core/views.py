"""Probes for operators, and what is shown when no other view can answer."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache

from core import problems

API = "/api/"
HIDDEN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """200 while the process can answer at all."""
    return JsonResponse({"status": "ok"})


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
    cache.set("readyz", 1, 5)
    return bool(cache.get("readyz") == 1)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a missing or stale form token. What was typed stays, in a form that can be sent again."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in HIDDEN]
    return render(request, "403_csrf.html", {"kept": kept, "action": request.get_full_path()}, status=403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, before any view: to programs as a problem document."""
    if not request.path.startswith(API):
        return defaults.bad_request(request, exception)
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
