"""The shell around every page (where one can go, and where one is), and one's own settings."""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.web import MemberRequest
from people import actions, queries
from people.forms import SettingsForm

if TYPE_CHECKING:
    from people.models import User


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
    ("ideas:moderations", "flag", _("Moderation"), ("curator",)),
    ("participation:campaigns", "bar-chart", _("Participation"), ("curator", "executive", "analyst", "administrator")),
    ("strategy:studios", "vector-pen", _("Strategy studio"), ("executive", "curator")),
]


class Shell:
    """Where the person who is signed in can go. A stranger goes nowhere."""

    def __init__(self, user: "User", here: str) -> None:
        self.user, self.here = user, here

    @cached_property
    def nav(self) -> list[Place]:
        return [_place(view, icon, label, self.here) for view, icon, label in MAIN]

    @cached_property
    def lead(self) -> list[Place]:
        return [_place(view, icon, label, self.here) for view, icon, label, roles in LEAD if self.user.has_role(*roles)]

    @cached_property
    def dock(self) -> list[Place]:
        add = _place("ideas:share", "plus-lg", _("Add idea"), self.here, is_add=True)
        return [*self.nav[:2], add, self.nav[2], self.nav[4]]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, found once a page asks for it; for a stranger only the way into the demo, where there is one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo_url": reverse("demo:people") if settings.COCREATE_DEMO else ""}
    here = getattr(request, "resolver_match", None)
    return {"shell": Shell(user, here.view_name if here else "")}


def _place(view: str, icon: str, label: str | Promise, here: str, *, is_add: bool = False) -> Place:
    return Place(url=reverse(view), icon=icon, label=label, current=SECTION.get(here, here) == view, is_add=is_add)


SECTION = {
    "ideas:campaign": "ideas:campaigns",
    "ideas:detail": "ideas:campaigns",
    "ideas:submit": "ideas:share",
    "ideas:edit": "ideas:campaigns",
    "ideas:images": "ideas:campaigns",
    "ideas:changes": "ideas:campaigns",
    "ideas:poster": "ideas:campaigns",
    "ideas:thread": "ideas:campaigns",
    "ideas:flag": "ideas:campaigns",
    "ideas:flag_comment": "ideas:campaigns",
    "ideas:decisions": "ideas:campaigns",
    "ideas:receipt": "ideas:campaigns",
    "ideas:claim": "ideas:campaigns",
    "ideas:receipts": "strategy:impact",
    "ideas:moderation": "ideas:moderations",
    "ideas:case": "ideas:moderations",
    "votes:quick": "ideas:campaigns",
    "curation:board": "curation:boards",
    "curation:queue": "curation:boards",
    "curation:log": "curation:boards",
    "curation:suggestions": "curation:boards",
    "curation:adjust": "curation:boards",
    "curation:split": "curation:boards",
    "curation:edit": "curation:boards",
    "curation:merge": "ideas:campaigns",
    "curation:status": "ideas:campaigns",
    "curation:ask": "ideas:campaigns",
    "curation:answer": "ideas:campaigns",
    "curation:export": "ideas:campaigns",
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
        "minutes": _minutes_to_mix(),
    }
    return render(request, "people/trust.html", context)


def _minutes_to_mix() -> int:
    """After how many minutes a vote is mixed: a period has just begun, and when it ends, beat asks a while later."""
    asked_every: float = settings.CELERY_BEAT_SCHEDULE["votes.mix"]["schedule"]
    return ceil((settings.COCREATE_PERIODS["votes.mix"] + asked_every) / 60)


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
