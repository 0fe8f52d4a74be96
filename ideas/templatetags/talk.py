"""What stands beside an idea for one reader: whether they follow it, and what moderators decided about it."""

from typing import TYPE_CHECKING

from django import template

from ideas import queries
from ideas.forms import Decision, decisions

if TYPE_CHECKING:
    from ideas.models import Idea

register = template.Library()


@register.simple_tag(takes_context=True)
def follows(context: template.Context, idea: "Idea") -> bool:
    """Whether the reader follows `idea`."""
    return idea.pk in queries.follows(context["request"].user, [idea])


@register.simple_tag(takes_context=True)
def own_decisions(context: template.Context, idea: "Idea") -> list[Decision]:
    """Why texts of the reader's own under `idea` are hidden."""
    return decisions(queries.own_decisions(context["request"].user, idea))
