"""What every HTML page shares: the reader's language and time, and how a refusal is shown."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import OperationalError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from core.errors import Invalid, Refusal

if TYPE_CHECKING:
    from people.models import User

RETRY_SECONDS = "30"
LARGEST_COOKIE = 3800  # bytes
KEPT = 900  # seconds
LARGEST_FORM = 20 * 1024 * 1024  # bytes, with its files
Row = TypeVar("Row")


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware; `htmx` is falsy for a plain one."""

    htmx: HtmxDetails


class MemberRequest(HtmxRequest):
    """A request of somebody who has signed in: what views behind `login_required` take."""

    user: "User"
    kept: dict[str, str]  # behind `keeps_what_was_typed`


class SentOn(HttpResponsePermanentRedirect):
    """The same method and body again, at another address."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


class LastSlash(CommonMiddleware):
    """As Django's, but 308 leads to the address with its last slash: at a 301, programs send GET and no body.

    One that left out the slash would see the list (200) and believe that its idea had been taken.
    """

    response_redirect_class = SentOn

    def get_full_path_with_slash(self, request: HttpRequest) -> str:
        return escape_leading_slashes(request.get_full_path(force_append_slash=True))


class FilesWithinReason(FileUploadHandler):
    """Refuses a form whose files are too large (413) before any of them is read."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class Personal:
    """Speaks the reader's language and shows times in the reader's zone; the browser decides for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not hasattr(request, "user"):
            return self.get_response(request)
        try:
            locale = getattr(request.user, "locale", "") or translation.get_language_from_request(request)
        except OperationalError as error:  # the session could not be read, so no view is reached
            if not will_pass(error):
                raise
            return unavailable()
        try:
            zone = ZoneInfo(getattr(request.user, "time_zone", "") or settings.TIME_ZONE)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo(settings.TIME_ZONE)
        with translation.override(locale), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", locale)
        if request.user.is_authenticated:
            # No store shared by several people keeps it, and a browser asks before it shows its own copy again.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class Refusals:
    """Turns what a view could not answer into a page, or a toast under htmx, that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return refusal_page(request, exception)
        if isinstance(exception, OperationalError) and will_pass(exception):
            return unavailable()
        return None


def found_or_404(row: Row | None) -> Row:
    """`row`, or 404: what the reader may not see does not exist."""
    if row is None:
        raise Http404
    return row


def will_pass(error: OperationalError) -> bool:
    """Whether it is worth trying again: no connection, a lock, a time-out; but not a table or column that is missing.

    PostgreSQL's library calls the latter something else; SQLite's calls everything so, and tells them by their code.
    """
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def unavailable() -> HttpResponse:
    """The database cannot be reached. The page needs neither a person nor a context processor, which would ask it."""
    headers = {"Retry-After": RETRY_SECONDS}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def refusal_page(request: HtmxRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page, or as a toast when htmx asked."""
    template = "core/_toast.html" if getattr(request, "htmx", False) else "refused.html"
    context = {"message": refusal.message, "code": refusal.code, **refusal.extra}
    response = render(request, template, context, status=refusal.status)
    if "retry_after" in refusal.extra:
        response.headers["Retry-After"] = str(refusal.extra["retry_after"])
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
    return response


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Show `refusal` in the form that caused it, so that nothing typed is lost."""
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))


def later(refusal: Refusal) -> dict[str, str]:
    """The headers that say after how many seconds to try again, where the refusal knows."""
    return {"Retry-After": str(refusal.extra["retry_after"])} if "retry_after" in refusal.extra else {}


def with_headers(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    """`response` with these headers as well."""
    for name, value in headers.items():
        response.headers[name] = value
    return response


def sign_in_first(page: str, *kept: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """As `login_required`, for a view that takes only POST: after sign-in a person comes to the page named `page`.

    `kept` are those arguments of the address that the page takes as well. What was posted is gone by then.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, **arguments)
            return redirect_to_login(reverse(page, kwargs={name: arguments[name] for name in kept}))

        return guarded

    return decorate


def keeps_what_was_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `login_required`, for a page whose form a person may send after their session ended.

    What they sent waits in their own browser, for a quarter of an hour, until they have signed in and come back: then
    it is `request.kept`, by field. What is too long for that is shown once more, to be sent again.
    """

    @wraps(view)
    def guarded(request: Any, **arguments: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_and_keep(request)
        request.kept = _kept(request) if request.method == "GET" else {}
        response = view(request, **arguments)
        if request.kept:
            response.delete_cookie(_kept_name())
        return response

    return guarded


def _sign_in_and_keep(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    typed = {
        name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and str(value).strip()
    }
    if typed:
        sealed = signing.dumps(typed, salt=request.path, compress=True)
        if len(sealed) > LARGEST_COOKIE:
            context = {"kept": typed.items(), "action": request.get_full_path(), "sign_in": response.url}
            return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
        safe = settings.SESSION_COOKIE_SECURE
        response.set_cookie(_kept_name(), sealed, max_age=KEPT, httponly=True, secure=safe, samesite="Lax")
    return response


def _kept(request: HttpRequest) -> dict[str, str]:
    try:
        kept: dict[str, str] = signing.loads(request.COOKIES.get(_kept_name(), ""), salt=request.path, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return kept


def _kept_name() -> str:
    """As the session's cookie: with the prefix that browsers give to nobody else, where there is https."""
    return settings.SESSION_COOKIE_NAME.replace("session", "kept")


def way_back(request: HttpRequest, default: str) -> str:
    """Where the form asked to return to (`next`), `default` when it did not say, home when that is not ours."""
    wanted = request.POST.get("next", "")
    if not wanted:
        return default
    hosts, secure = {request.get_host()}, request.is_secure()
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=secure) else "/"
