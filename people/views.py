"""The shell around every page (where one can go, and where one is), one's own settings, and the organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404
from people import actions, queries, rules
from people.forms import CloseForm, MergeForm, MoveForm, SettingsForm, SplitForm, UnitsForm

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
    ("people:units", "house-gear", _("Units"), ("administrator",)),
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
    "people:unit": "people:units",
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


MOST_NAMED = 500  # people whom the page of a unit lists, and units whose codes it proposes


@require_safe
@login_required
def units(request: MemberRequest) -> HttpResponse:
    """The organisation: all units, open and closed."""
    require(rules.may_manage_people(request.user))
    form = UnitsForm(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    page = queries.organisation_page(q=q, cursor=request.GET.get("after", ""))
    context = {"form": form, "page": page, "q": q}
    return render(request, "people/units.html", context, status=400 if form.errors else 200)


@require_safe
@login_required
def unit(request: MemberRequest, pk: int) -> HttpResponse:
    return _unit_page(request, _unit(request, pk))


@require_POST
@login_required
def move_unit(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _unit(request, pk), MoveForm(request.POST)
    status = _try(form, lambda words: actions.move_unit(by=request.user, unit=found, **words))
    return _done(request, pk) if status == 302 else _unit_page(request, found, status, move=form)


@require_POST
@login_required
def merge_units(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _unit(request, pk), MergeForm(request.POST)
    status = _try(form, lambda words: actions.merge_units(by=request.user, into=found, **words))
    return _done(request, pk) if status == 302 else _unit_page(request, found, status, merge=form)


@require_POST
@login_required
def split_unit(request: MemberRequest, pk: int) -> HttpResponse:
    """Put people into one new unit. Several come about one after the other, or at once by the API."""
    found = _unit(request, pk)
    form = SplitForm(request.POST, people=queries.people_in(found))

    def split(words: dict[str, Any]) -> None:
        part = actions.Part(name=words["name"], code=words["code"], people=words["people"])
        actions.split_unit(by=request.user, unit=found, parts=[part], closes=words["closes"])

    status = _try(form, split)
    return _done(request, pk) if status == 302 else _unit_page(request, found, status, split=form)


@require_POST
@login_required
def close_unit(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _unit(request, pk), CloseForm(request.POST)
    status = _try(form, lambda words: actions.close_unit(by=request.user, unit=found, **words))
    return _done(request, pk) if status == 302 else _unit_page(request, found, status, close=form)


def _unit(request: MemberRequest, pk: int) -> Any:
    found = found_or_404(queries.unit(pk))
    require(rules.may_manage_people(request.user))
    return found


def _try(form: BaseForm, act: Callable[[dict[str, Any]], Any]) -> int:
    """Do it with what was typed, and return 302; or the status of what is wrong, which the form then says."""
    if not form.is_valid():
        return 400
    try:
        act(dict(form.cleaned_data))
    except Refusal as refusal:
        add_refusal(form, refusal)
        return refusal.status
    return 302


def _done(request: MemberRequest, pk: int) -> HttpResponse:
    messages.success(request, translation.gettext("Saved."))
    return redirect("people:unit", pk)


def _unit_page(request: MemberRequest, unit: Any, status: int = 200, **forms: BaseForm) -> HttpResponse:
    """The page of one unit with its four forms, one of them as it was sent."""
    people = list(queries.people_in(unit)[: MOST_NAMED + 1])
    own = {
        "move": MoveForm(),
        "merge": MergeForm(),
        "split": SplitForm(people=queries.people_in(unit)),
        "close": CloseForm(),
    }
    context = {
        **own,
        **forms,
        "placed": queries.placed([unit])[0],
        "people": people[:MOST_NAMED],
        "has_more": len(people) > MOST_NAMED,
        "chosen": request.POST.getlist("people"),
        "others": queries.open_units()[:MOST_NAMED] if unit.is_open else [],
    }
    return render(request, "people/unit.html", context, status=status)
