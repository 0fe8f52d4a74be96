"""The shell around every page (where one can go, and where one is), and one's own settings."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.web import MemberRequest
from people import actions, queries
from people.forms import SettingsForm


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation. `current` is whether the page shown lies there."""

    url: str
    icon: str
    label: str | Promise
    current: bool = False
    count: int = 0
    is_add: bool = False


MAIN = [
    ("home", "house", _("Home")),
    ("ideas:campaigns", "chat-square-quote", _("Campaigns")),
    ("strategy:list", "book", _("Strategy")),
    ("strategy:commitments", "patch-check", _("Commitments")),
    ("strategy:impact", "bezier2", _("My impact")),
]
LEAD = [
    ("curation:boards", "kanban", _("Curation"), ("curator", "administrator")),
    ("participation:campaigns", "bar-chart", _("Participation"), ("curator", "executive", "analyst", "administrator")),
    ("strategy:studios", "vector-pen", _("Strategy studio"), ("executive", "curator")),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the person who is signed in; for a stranger only the way into the demo, where there is one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "nav": [],
            "nav_lead": [],
            "dock": [],
            "demo_url": reverse("demo:people") if settings.COCREATE_DEMO else "",
        }
    here = getattr(request, "resolver_match", None)
    name = here.view_name if here else ""
    nav = [_place(view, icon, label, name) for view, icon, label in MAIN]
    lead = [_place(view, icon, label, name) for view, icon, label, roles in LEAD if user.has_role(*roles)]
    dock = [*nav[:2], _place("ideas:share", "plus-lg", _("Add idea"), name, is_add=True), nav[2], nav[4]]
    return {"nav": nav, "nav_lead": lead, "dock": dock}


def _place(view: str, icon: str, label: str | Promise, here: str, *, is_add: bool = False) -> Place:
    return Place(url=reverse(view), icon=icon, label=label, current=SECTION.get(here, here) == view, is_add=is_add)


SECTION = {
    "ideas:campaign": "ideas:campaigns",
    "ideas:detail": "ideas:campaigns",
    "ideas:submit": "ideas:share",
    "votes:quick": "ideas:campaigns",
    "curation:board": "curation:boards",
    "votes:bursts": "curation:boards",
    "curation:theme": "ideas:campaigns",
    "participation:campaign": "participation:campaigns",
    "strategy:detail": "strategy:list",
    "strategy:version": "strategy:list",
    "strategy:studio": "strategy:studios",
    "strategy:add_priority": "strategy:studios",
    "strategy:priority": "strategy:studios",
    "strategy:ground": "strategy:studios",
    "strategy:publish": "strategy:studios",
    "strategy:promise": "strategy:commitments",
    "strategy:settle": "strategy:commitments",
}


@require_safe
@login_required
def trust(request: MemberRequest) -> HttpResponse:
    """What is stored about people and who can see it, in the reader's words."""
    context = {
        "groups": queries.kept_about_people(),
        "days": settings.COCREATE_KEY_GRACE_DAYS,
        "minutes": settings.COCREATE_PERIODS["votes.mix"] // 60,
    }
    return render(request, "people/trust.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_settings(request: MemberRequest) -> HttpResponse:
    """One's own language and time zone. What is said after a change is said in the new language."""
    form = SettingsForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        user = actions.change_settings(by=request.user, **form.cleaned_data)
        with translation.override(user.locale):
            messages.success(request, translation.gettext("Saved."))
        return redirect("people:settings")
    return render(request, "people/settings.html", {"form": form}, status=400 if form.errors else 200)
