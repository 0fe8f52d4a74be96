"""Who may do what: every route × method × actor, held against a table. A route without a row fails.

The table is product.md's "Who may do what" in status codes. A stranger is sent to sign in (302) or told to (401); what
one may not know of is 404, what one may only see is 403, and what is done with a form ends in 302.
"""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from curation import actions as curation
from curation.models import Run, Suggestion
from ideas import actions as ideas
from ideas.images import redraw
from ideas.models import Campaign, Idea
from ideas.queries import receipt_code
from notices.actions import choose, tell
from notices.queries import token
from people.models import Unit, User
from strategy import actions as strategies
from tests import factories
from tests.permissions import ACTORS, API, PAGES, WORDS
from tests.pictures import picture
from votes.models import Burst

pytestmark = [pytest.mark.django_db, pytest.mark.pure]  # who may do what does not depend on the database
ASKED = ("question", "answer", "withdraw_question")
CURATED = ("status", "read", "ask", "questions", "merge")
FREE = ("A roof for bicycles", "Say when it is ready", "A second till", "Longer hours on Friday")
SETTLED = ("adjust", "accept", "dismiss", "halve", "join")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OTHERS = {"demo"}  # served only by a demo
BROUGHT_ALONG = ("account_", "api-")  # allauth's and drf-spectacular's own views, which take any method for GET
DECIDED = ("ideas:show_again", "ideas:object", "ideas-api:show-again", "ideas-api:object")
RECEIPTS = ("ideas:receipt", "ideas:claim", "ideas-api:receipt", "curation-api:claim")
UNITS = ("unit", "people", "move_unit", "merge_units", "split_unit", "close_unit", "move", "merge", "split", "close")
PROMISES = {"strategy:settle", "strategy-api:commitment"}


def routes() -> dict[str, list[str]]:
    """Name → the arguments of its address, of every route."""
    found: dict[str, list[str]] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str, arguments: list[str]) -> None:
        for pattern in patterns:
            known = [*arguments, *pattern.pattern.regex.groupindex]
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                walk(pattern.url_patterns, inner, known)
            elif pattern.name and f"{space}{pattern.name}" not in found:
                found[f"{space}{pattern.name}"] = known

    walk(get_resolver().url_patterns, "", [])
    return {name: arguments for name, arguments in found.items() if name.split(":")[0] not in OTHERS}


@pytest.fixture
def world(company: SimpleNamespace) -> SimpleNamespace:
    """A campaign that asks the north, with everything that a route can name, and everybody who may come."""
    people = everybody(company)
    campaign = factories.campaign(slug="next-visit", audience=(Unit.objects.get(pk=company.north.pk),))
    idea = factories.idea(people["author"], campaign)
    theme = factories.theme(people["curator"], campaign, idea)
    strategy = factories.strategy(people["executive"], campaign, intent="Time", horizon_on=date(2030, 1, 1))
    priority = factories.priority(people["executive"], strategy, theme, statement="Soon", objective="Trust")
    promise = strategies.promise(
        by=people["executive"], strategy=strategy, promise="I read all of it", due_on=date(2099, 1, 1)
    )
    strategies.publish(by=people["executive"], strategy=strategy)
    tell([people["author"].pk], kind="idea_in_priority", key="1", path="/impact/", data={})
    choose(by=people["author"])
    said, hurtful = (ideas.comment(by=people["author"], idea=idea, text=text) for text in ("This one", "You again"))
    case = ideas.open_case(idea=factories.idea(people["author"], campaign, anonymous=True), why="names_person")
    hurt = ideas.flag(by=people["curator"], idea=idea, comment=hurtful, why="hurtful")
    decided = ideas.decide(by=people["curator"], case=hurt, outcome="hidden", reason="It hurts")
    burst = Burst.objects.create(idea=idea, found_on=date(2030, 1, 1), minutes=15, support=12, expected=1)
    made = {
        "campaign": campaign,
        "idea": idea,
        "burst": burst,
        "image": ideas.attach(by=people["author"], idea=idea, image=redraw(picture())),
        "said": said,
        "case": case,
        "decided": decided,
        "asked": curation.ask(by=people["curator"], idea=factories.idea(people["author"], campaign), text="Which?"),
        "theme": theme,
        "merged": merged(people["curator"], [factories.idea(people["author"], campaign) for _place in range(2)]),
        **suggested(campaign, [factories.idea(people["author"], campaign, words) for words in FREE]),
        "strategy": strategy,
        "priority": priority,
        "group": group(company.quayside),
    }
    return SimpleNamespace(people=people, promise=promise, notice=people["author"].notices.get(), **made)


def everybody(company: SimpleNamespace) -> dict[str, User]:
    """Whoever may come, but for the stranger."""
    return {
        "employee": factories.person("Bo", company.quayside),
        "outside": factories.person("Ola", company.station),
        "author": factories.person("Ada", company.mill_lane),
        "curator elsewhere": factories.person("Sam", company.station, "curator", over=company.south),
        "curator": factories.person("Mod", company.mill_lane, "curator", over=company.north),
        "executive": factories.person("Eve", company.whole, "executive"),
        "analyst": factories.person("Ann", company.whole, "analyst"),
        "administrator": factories.person("Root", company.whole, "administrator"),
    }


def group(unit: Unit) -> Unit:
    """The unit, large enough now for a meeting."""
    for _place in range(5):
        factories.person(unit=unit)
    return factories.fresh(unit)


def merged(curator: User, ideas: list[Idea]) -> Idea:
    """The first of two ideas, merged into the second."""
    curation.merge(by=curator, idea=ideas[0], into=ideas[1])
    return ideas[0]


def suggested(campaign: Campaign, free: list[Idea]) -> dict[str, Any]:
    """A search that is done, and two groups that it found."""
    run = Run.objects.create(campaign=campaign, digest="1", groups=2, done_at=timezone.now())
    words = {"campaign": campaign, "run": run, "kind": "group", "strength": 0.5, "digest": "1"}
    pairs = [free[:2], free[2:]]
    groups = [Suggestion.objects.create(ideas=[idea.pk for idea in pair], **words) for pair in pairs]
    return {"free": free[0], "run": run, "suggestion": groups[0], "other": groups[1]}


def address(name: str, arguments: list[str], world: SimpleNamespace) -> str:
    """The address of the route for the thing that it is about."""
    about = name.split(":")[0].removesuffix("-api")
    rows = {"strategy": world.priority, "curation": world.theme, "notices": world.notice}
    own = {"curation-api:idea": world.idea, "ideas-api:image": world.image}
    own |= {f"{space}:settle": world.burst for space in ("votes", "votes-api")}
    own |= {f"ideas:{each}": world.said for each in ("thread", "withdraw_comment", "flag_comment")}
    own |= {f"ideas-api:{each}": world.said for each in ("comment", "replies", "comment-flags")}
    own |= {f"ideas:{each}": world.case for each in ("case", "hide_all", "pause")}
    own |= {f"ideas-api:{each}": world.case for each in ("decide", "hide-all", "pause")}
    own |= dict.fromkeys(DECIDED, world.decided)
    own |= dict.fromkeys(RECEIPTS, world.case.idea)
    own |= {f"curation{api}:{each}": world.asked for api in ("", "-api") for each in ASKED}
    own |= {f"curation{api}:{each}": world.idea for api in ("", "-api") for each in CURATED}
    own |= {f"{space}:run": world.run for space in ("curation", "curation-api")}
    own |= {f"curation{api}:{each}": world.suggestion for api in ("", "-api") for each in SETTLED}
    own |= {f"{space}:unmerge": world.merged for space in ("curation", "curation-api")}
    own |= {f"people{api}:{each}": Unit.objects.get(code="station") for api in ("", "-api") for each in UNITS}
    own |= {f"participation{api}:reason": world.people["employee"].unit for api in ("", "-api")}
    row = own.get(name) or rows.get(about, world.idea)
    known = {
        "pk": world.promise.pk if name in PROMISES else row.pk,
        "slug": world.strategy.slug if about == "strategy" else world.campaign.slug,
        "number": 1,
        "image": world.image.pk,
        "token": token(world.people["author"].subscription),
        "uidb36": "1",
        "key": "set-password",
    }
    return reverse(name, kwargs={argument: known[argument] for argument in arguments})


def sent(row: str, world: SimpleNamespace) -> dict[str, Any]:
    """What is sent for the row of the table."""
    file = SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")
    things = {"{free}": world.free.pk, "{other}": world.other.pk}
    things |= {"{receipt}": receipt_code(world.people["author"], world.case.idea)}
    things |= {"{member}": world.people["outside"].pk, "{quayside}": Unit.objects.get(code="quayside").pk}
    things |= {"{unit}": world.group.code, "{unit id}": world.group.pk, "{today}": timezone.localdate().isoformat()}
    things |= {"{soon}": (timezone.localdate() + timedelta(days=30)).isoformat()}
    things |= {"{idea}": world.idea.pk, "{strategy}": world.strategy.slug, "{picture}": file}

    def real(value: Any) -> Any:
        if isinstance(value, list):
            return [real(each) for each in value]
        if isinstance(value, dict):
            return {name: real(each) for name, each in value.items()}
        return things.get(value, value) if isinstance(value, str) else value

    return {name: real(value) for name, value in WORDS.get(row, {}).items()}


def answer(row: str, arguments: list[str], actor: str, world: SimpleNamespace) -> int:
    """The status that `actor` gets. Whatever was written is taken back."""
    client, (name, method) = Client(), row.split()
    if actor != "stranger":
        client.force_login(world.people[actor])
    is_json = "api" in name and method != "GET" and "{picture}" not in WORDS.get(row, {}).values()
    kind = {"content_type": "application/json"} if is_json else {}
    with transaction.atomic():
        ask: Any = getattr(client, method.lower())
        response = ask(address(name, arguments, world), data=sent(row, world), **kind)
        transaction.set_rollback(True)
    return int(response.status_code)


@pytest.mark.parametrize("table", [PAGES, API], ids=["pages", "api"])
def test_everybody_gets_the_answer_that_the_table_gives(world: SimpleNamespace, table: dict[str, str]) -> None:
    known = routes()

    found = {
        row: " ".join(str(answer(row, known[row.split()[0]], actor, world)) for actor in ACTORS)
        for row in table
        if row.split()[0] in known
    }

    assert found == table


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(routes()) == {row.split()[0] for row in PAGES | API}


def test_a_method_without_a_row_is_not_allowed(world: SimpleNamespace) -> None:
    wrong = []
    for name, arguments in routes().items():
        for method in METHODS if not name.startswith(BROUGHT_ALONG) else ():
            if f"{name} {method}" not in PAGES | API:
                status = answer(f"{name} {method}", arguments, "administrator", world)
                wrong += [(name, method, status)] if status != 405 else []

    assert not wrong
