"""What the notices say beside the news of ideas, and the look of a digest."""

from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ideas import queries as ideas_queries
from strategy import queries

if TYPE_CHECKING:
    from ideas.models import Campaign

register = template.Library()


@register.simple_tag
def mail_style() -> SafeString:
    """The style of a mail stands in it: whoever reads mail fetches none."""
    return format_html("<style>{}</style>", render_to_string("strategy/digest.css"))


@register.simple_tag(takes_context=True)
def what_is_asked(context: template.Context) -> "list[Campaign]":
    """The questions that are put to the reader now and that still wait for them. Three queries."""
    return ideas_queries.asking(context["request"].user)


@register.simple_tag(takes_context=True)
def what_leaders_did(context: template.Context) -> list[queries.News]:
    """The last things that leaders published, promised or settled. Two queries."""
    return queries.news(context["request"].user)
