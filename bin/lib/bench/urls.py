"""The product's addresses, and the floors that it is measured against: what a request costs that does nothing."""

import os
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.urls import path
from django.views.decorators.http import require_POST
from rest_framework.request import Request
from rest_framework.response import Response

from cocreate.urls import *  # noqa: F403 - the handlers too
from cocreate.urls import urlpatterns as product
from core.api.endpoints import Endpoint


@require_POST
@login_required
def empty_post(request: HttpRequest) -> HttpResponse:
    """Session, person and CSRF have been looked at; nothing else happens."""
    return HttpResponse(status=204)


@login_required
def empty_page(request: HttpRequest) -> HttpResponse:
    """The page around every page, with nothing in it."""
    return HttpResponse(_frame().render({}, request))


@cache
def _frame() -> Template:
    return engines["django"].from_string('{% extends "base.html" %}')


class EmptyCall(Endpoint):
    """A call of the API that does nothing: the token, or session and CSRF, have been looked at."""

    def get(self, request: Request) -> Response:
        return Response({"next": None, "previous": None, "results": []})

    def post(self, request: Request) -> Response:
        return Response(status=204)


def process(request: HttpRequest) -> HttpResponse:
    """Which process of the server answers."""
    return HttpResponse(str(os.getpid()), content_type="text/plain")


urlpatterns: list[Any] = [
    path("bench/post/", empty_post),
    path("bench/page/", empty_page),
    path("bench/call/", EmptyCall.as_view()),
    path("bench/process/", process),
    *product,
]
