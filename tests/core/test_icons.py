"""Every icon that a page asks for is in the sprite: one that is missing shows as nothing, and nobody is told."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from core.templatetags.cocreate import CLOCK_ICONS
from demo import company
from ideas.models import JourneyStage
from people.views import LEAD, MAIN
from strategy.templatetags.strategy import promise_clock

ROOT = Path(settings.BASE_DIR)
SPRITE = (ROOT / "static/vendor/icons.svg").read_text()
DRAWN = re.findall(r'<symbol id="i-([\w-]+)"', SPRITE)
FOR_STAGES = {  # what a company may choose for the stages of its customers' journey
    "arrow-repeat",
    "chat",
    "compass",
    "credit-card",
    "house-gear",
    "life-preserver",
    "search",
    "signpost",
    "telephone",
    "truck",
    "ui-checks",
    "wrench",
}
LITERAL = re.compile(r'{%\s*icon\s+"([\w-]+)"|\b(?:icon|sign)(?:\|default:|=)"([\w-]+)"')


def asked_for() -> set[str]:
    """The icons that templates name."""
    found = {name for path in ROOT.glob("templates/**/*.html") for name in LITERAL.findall(path.read_text())}
    return {plain or given for plain, given in found}


def test_templates_name_only_icons_that_are_drawn() -> None:
    assert len(asked_for()) > 30
    assert asked_for() <= set(DRAWN)


def test_places_and_clocks_name_only_icons_that_are_drawn() -> None:
    places = {icon for _, icon, *_ in [*MAIN, *LEAD]}

    assert places | set(CLOCK_ICONS.values()) <= set(DRAWN)


@pytest.mark.parametrize("status", ["open", "kept", "broken", "withdrawn"])
@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (-3, True)])
def test_however_a_promise_stands_its_icon_is_drawn(status: str, days: int, late: bool) -> None:
    promise = SimpleNamespace(
        status=status, days_left=days, is_late=late, settled_on=None, due_on=None, elapsed_percent=50
    )

    assert promise_clock(promise)["icon"] in DRAWN  # type: ignore[arg-type]  # a stand-in for a promise


def test_a_stage_of_the_journey_has_an_icon_that_is_drawn_whatever_nobody_chose() -> None:
    assert JourneyStage().icon in FOR_STAGES


def test_the_demo_chose_icons_that_are_drawn() -> None:
    stages = company.read("company")["stage"]

    assert {stage["icon"] for stage in stages} <= FOR_STAGES


def test_nothing_is_drawn_that_nobody_asks_for() -> None:
    """Every page waits for the sprite. Take names out of `icons.txt`, and run bin/vendor."""
    places = {icon for _, icon, *_ in [*MAIN, *LEAD]}

    assert set(DRAWN) == asked_for() | places | set(CLOCK_ICONS.values()) | FOR_STAGES


def test_the_sprite_holds_exactly_what_its_list_says() -> None:
    assert (ROOT / "static/vendor/icons.txt").read_text().split() == DRAWN
