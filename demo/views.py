"""One-tap sign-in as a persona. These addresses exist only where `COCREATE_DEMO` is set."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from demo import queries

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def people(request: HttpRequest) -> HttpResponse:
    """The personas to choose from."""
    return render(request, "demo/people.html", {"personas": queries.personas()})


def sign_in(request: HttpRequest, persona: str) -> HttpResponse:
    """Be that persona. A link, so that one tap from a terminal or a phone is enough."""
    user = queries.persona(persona)
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("home")
