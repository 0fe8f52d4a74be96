"""Votes on pages of other apps: `{% ballots ideas as ballots %}`, and the orders of a list in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from ideas.queries import Order
from votes import dealing, queries, ranking

if TYPE_CHECKING:
    from ideas.models import Campaign, Idea

register = template.Library()


@dataclass(frozen=True, slots=True)
class OrderInWords:
    """One order of a list of ideas: its value in the address, its name, and how it is made."""

    value: str
    name: str
    sentence: str


@register.simple_tag(takes_context=True)
def ballots(context: template.Context, ideas: "Iterable[Idea]") -> dict[int, queries.Ballot]:
    """What the reader sees beside each idea: idea id → ballot. See `queries.ballots` for its cost."""
    return queries.ballots(context["request"].user, list(ideas))


@register.simple_tag(takes_context=True)
def ballot_on(context: template.Context, idea: "Idea") -> queries.Ballot:
    """What the reader sees beside one idea."""
    return queries.ballot(context["request"].user, idea)


@register.simple_tag(takes_context=True)
def open_bursts(context: template.Context, campaign: "Campaign") -> int:
    """How many ideas of `campaign` wait for its curators to look at how fast their support came. One query."""
    return queries.bursts(context["request"].user).filter(idea__campaign=campaign, settled_at=None).count()


@register.filter
def of(ballots: dict[int, queries.Ballot], idea: "Idea") -> queries.Ballot | None:
    """The ballot of `idea` among `ballots`."""
    return ballots.get(idea.pk)


@register.simple_tag
def knots(done: int, total: int) -> list[str]:
    """How far a quick vote is, a word for each idea: done, now, or nothing yet."""
    return ["done"] * done + ["now"] * (done < total) + [""] * (total - done - 1)


@register.simple_tag
def exposure(idea: "Idea", ballot: queries.Ballot) -> str:
    """Why `idea` has no rank yet: `few_saw` it, or many did and `few_voted`; `""` where there is nothing to say."""
    return queries.exposure(idea.seen_count, ballot)


@register.simple_tag
def units_agree(idea: "Idea", ballot: queries.Ballot) -> bool:
    """Whether all units agree on `idea`, and the reader may know it."""
    return queries.units_agree(idea.rank_common_ground, ballot)


@register.filter
def roughly(views: int) -> int:
    """A number of views as people say it."""
    return dealing.roughly(views)


@register.simple_tag
def orders(campaign: "Campaign") -> list[OrderInWords]:
    """The orders of the ideas of `campaign`; a fair share of eyes is for as long as it listens."""
    found = _orders(max(ranking.UNIT_VOTERS, campaign.smallest_group))
    return [order for order in found if campaign.is_listening or order.value != Order.FOR_YOU]


def _orders(unit_voters: int) -> list[OrderInWords]:
    """Every order. Each sentence says what `votes/ranking.py` and `votes/dealing.py` compute."""
    numbers = {"few": ranking.TOO_EARLY, "unit": unit_voters, "views": dealing.FEW_VIEWS}
    words = {
        Order.FOR_YOU: (
            _("For you"),
            _(
                "Of five places two go to the ideas seen least, under %(views)s times, and three are drawn, so that "
                "what colleagues support comes up more often; ideas from quiet units rise a little."
            ),
        ),
        Order.TOP: (
            _("Top"),
            _(
                "The larger the share of voters who support an idea, the higher it stands; a pass counts as no "
                "support. While few have voted it stands nearer to the middle. Ideas under %(few)s votes come last, "
                "for it is too early to rank them, and so do those whose support is in question."
            ),
        ),
        Order.COMMON_GROUND: (
            _("Common ground"),
            _(
                "An idea stands high only if every unit supports it; a small unit counts as much as a big one. A unit "
                "counts from %(unit)s voters on."
            ),
        ),
        Order.NEW: (_("New"), _("The newest come first.")),
        Order.DISCUSSED: (_("Discussed"), _("Those with the most comments come first.")),
        Order.DIVISIVE: (
            _("Divisive"),
            _(
                "The more evenly support and objection split the voters, the sooner an idea comes; those under "
                "%(few)s votes come last, for it is too early to tell."
            ),
        ),
    }
    return [OrderInWords(order.value, name, sentence % numbers) for order, (name, sentence) in words.items()]
