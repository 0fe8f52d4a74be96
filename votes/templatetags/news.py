"""What became of ideas, on other pages: `{% waiting as waits %}` for the bell, `{% news as page %}` for the list."""

from typing import Any

from django import template

from votes import queries, telling

register = template.Library()
NOBODY = queries.Waiting(0, 0)


@register.simple_tag(takes_context=True)
def waiting(context: template.Context) -> queries.Waiting:
    """How much the reader has not looked at; nothing for a stranger. One query, see `queries.waiting`."""
    viewer = getattr(context.get("request"), "user", None)
    return queries.waiting(viewer) if viewer is not None and viewer.is_authenticated else NOBODY


@register.simple_tag(takes_context=True)
def news(context: template.Context, size: int = 20) -> Any:
    """A page of what became of the reader's ideas, of those that they support or follow; `?after=` goes on."""
    request = context["request"]
    return queries.news(request.user, cursor=request.GET.get("after", ""), size=size)


@register.simple_tag(takes_context=True)
def fresh_news(context: template.Context, size: int = 3) -> list[queries.News]:
    """The latest of what is new to the reader. No query when nothing is."""
    viewer = context["request"].user
    return [told for told in queries.news(viewer, size=size).rows if told.is_new]


@register.filter
def in_words(told: queries.News) -> str:
    """What happened, in a sentence or two."""
    return telling.words(told)


@register.filter
def leads_to(told: queries.News) -> str:
    """Where to read more; `""` when there is nothing left to read."""
    return telling.path(told)


@register.filter
def title_of(told: queries.News) -> str:
    """The idea that it is about."""
    return telling.title(told)
