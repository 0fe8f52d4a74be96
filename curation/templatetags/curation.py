"""Themes on pages of other apps: `{% themes_of ideas as themes %}`, `{% campaign_themes campaign as themes %}`."""

from typing import Any

from django import template

from curation import queries

register = template.Library()


@register.simple_tag
def themes_of(ideas: Any) -> dict[int, Any]:
    """Idea id → its theme, for the ideas that are in one. One query for the whole list."""
    return dict(queries.themes_of(list(ideas)))


@register.simple_tag(takes_context=True)
def campaign_themes(context: template.Context, campaign: Any) -> list[Any]:
    """Themes of `campaign` in the curators' order, with `idea_count` and `unit_count`. One query."""
    return list(queries.themes(context["request"].user, campaign))


@register.filter
def theme_of(themes: dict[int, Any], idea: Any) -> Any:
    """The theme of `idea` among `themes`, as `{% themes_of %}` gave them; `None` when it is in none."""
    return themes.get(idea.pk)
