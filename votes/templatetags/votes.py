"""Votes on pages of other apps: `{% ballots ideas as ballots %}`, and the orders of a list in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from ideas.queries import Order
from votes import queries, ranking

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
    """What the reader sees beside each idea: idea id → ballot. Two queries for a list from one campaign."""
    return queries.ballots(context["request"].user, list(ideas))


@register.simple_tag(takes_context=True)
def ballot_on(context: template.Context, idea: "Idea") -> queries.Ballot:
    """What the reader sees beside one idea."""
    return queries.ballot(context["request"].user, idea)


@register.filter
def of(ballots: dict[int, queries.Ballot], idea: "Idea") -> queries.Ballot | None:
    """The ballot of `idea` among `ballots`."""
    return ballots.get(idea.pk)


@register.simple_tag
def orders(campaign: "Campaign") -> list[OrderInWords]:
    """The orders of the ideas of `campaign`; a fair share of eyes is for as long as it listens."""
    return [order for order in _orders() if campaign.is_listening or order.value != Order.FOR_YOU]


def _orders() -> list[OrderInWords]:
    """Every order. Each sentence says what `votes/ranking.py` computes."""
    few = {"few": ranking.TOO_EARLY, "unit": ranking.UNIT_VOTERS}
    words = {
        Order.FOR_YOU: (
            _("For you"),
            _("First come the ideas that the fewest people have seen, so that each gets a fair share of eyes."),
        ),
        Order.TOP: (
            _("Top"),
            _(
                "First come the ideas that the largest share of voters supports, passes counted in. "
                "Under %(few)s votes it is too early to rank, so those come last."
            ),
        ),
        Order.COMMON_GROUND: (
            _("Common ground"),
            _(
                "First come the ideas that are supported in every unit, the small ones as much as the big. "
                "A unit counts from %(unit)s voters on."
            ),
        ),
        Order.NEW: (_("New"), _("The newest come first.")),
        Order.DISCUSSED: (_("Discussed"), _("Those with the most comments come first.")),
        Order.DIVISIVE: (
            _("Divisive"),
            _(
                "First come the ideas on which support and objection are most even. "
                "Under %(few)s votes it is too early to tell, so those come last."
            ),
        ),
    }
    return [OrderInWords(order.value, name, sentence % few) for order, (name, sentence) in words.items()]
