"""Drafting: a strategy, its priorities, and what they are grounded in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from core.text import is_blank
from curation.models import Theme
from ideas.models import Campaign, Idea
from people.actions import record
from people.models import User
from strategy import queries, rules
from strategy.models import IdeaGrounding, Priority, Strategy, ThemeGrounding

WORDS = ("title", "intent", "not_doing", "horizon_on")
PRIORITY_WORDS = ("title", "statement", "rationale", "objective", "sponsor")


@transaction.atomic
def draft(
    *,
    by: User,
    title: str,
    slug: str = "",
    intent: str = "",
    not_doing: str = "",
    horizon_on: date | None = None,
    campaigns: Iterable[Campaign] = (),
) -> Strategy:
    """Start a strategy that rests on `campaigns`. Its address is made from the title unless given."""
    require(rules.may_draft(by))
    _require_title(title)
    strategy = Strategy.objects.create(
        slug=_free_slug(slug or title), title=title, intent=intent, not_doing=not_doing, horizon_on=horizon_on
    )
    strategy.campaigns.set(campaigns)
    record("strategy.draft", by=by, on=strategy, after={"title": title})
    return strategy


@transaction.atomic
def change_strategy(*, by: User, strategy: Strategy, **fields: Any) -> Strategy:
    """Change the working text. What was published stays as it was. `campaigns` replaces the campaigns."""
    strategy = queries.locked(strategy)
    require(rules.may_draft(by))
    campaigns = fields.pop("campaigns", None)
    _set(strategy, fields, WORDS)
    strategy.save()
    if campaigns is not None:
        strategy.campaigns.set(campaigns)
    record("strategy.change", by=by, on=strategy, after={"fields": sorted(fields)})
    return strategy


@transaction.atomic
def add_priority(
    *,
    by: User,
    strategy: Strategy,
    title: str,
    statement: str = "",
    rationale: str = "",
    objective: str = "",
    sponsor: User | None = None,
    themes: Iterable[Theme] = (),
) -> Priority:
    """Add a priority after the others. Whoever drafts it answers for it unless another sponsor is named."""
    strategy = queries.locked(strategy)
    require(rules.may_draft(by))
    _require_title(title)
    last = Priority.objects.filter(strategy=strategy).aggregate(last=Max("position"))["last"]
    priority = Priority.objects.create(
        strategy=strategy,
        position=(last or 0) + 1,
        title=title,
        statement=statement,
        rationale=rationale,
        objective=objective,
        sponsor=sponsor or by,
    )
    record("strategy.add_priority", by=by, on=priority, after={"title": title})
    wanted = list(themes)
    if wanted:
        ground(by=by, priority=priority, themes=wanted, ideas=[])
    return priority


@transaction.atomic
def change_priority(*, by: User, priority: Priority, **fields: Any) -> Priority:
    """Change the words or the sponsor of a priority."""
    queries.locked(priority.strategy)
    require(rules.may_draft(by))
    _set(priority, fields, PRIORITY_WORDS)
    priority.save(update_fields=list(fields) or None)
    record("strategy.change_priority", by=by, on=priority, after={"fields": sorted(fields)})
    return priority


@transaction.atomic
def remove_priority(*, by: User, priority: Priority) -> None:
    """Take a priority out of the working text; those after it move up."""
    strategy = queries.locked(priority.strategy)
    require(rules.may_draft(by))
    record("strategy.remove_priority", by=by, on=priority, before={"title": priority.title})
    priority.delete()
    for position, row in enumerate(Priority.objects.filter(strategy=strategy).order_by("position"), start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@transaction.atomic
def ground(*, by: User, priority: Priority, themes: Iterable[Theme], ideas: Iterable[Idea]) -> Priority:
    """Make `themes` and `ideas` exactly what the priority rests on."""
    queries.locked(priority.strategy)
    require(rules.may_draft(by))
    wanted_themes, wanted_ideas = list(themes), list(ideas)
    ThemeGrounding.objects.filter(priority=priority).exclude(theme__in=wanted_themes).delete()
    IdeaGrounding.objects.filter(priority=priority).exclude(idea__in=wanted_ideas).delete()
    ThemeGrounding.objects.bulk_create(
        [ThemeGrounding(priority=priority, theme=theme) for theme in wanted_themes], ignore_conflicts=True
    )
    IdeaGrounding.objects.bulk_create(
        [IdeaGrounding(priority=priority, idea=idea) for idea in wanted_ideas], ignore_conflicts=True
    )
    after = {"themes": [theme.pk for theme in wanted_themes], "ideas": [idea.pk for idea in wanted_ideas]}
    record("strategy.ground", by=by, on=priority, after=after)
    return priority


def _set(row: Strategy | Priority, fields: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for name, value in fields.items():
        if name not in allowed:
            raise Invalid(_("This cannot be changed."), field=name)
        setattr(row, name, value)
    _require_title(row.title)


def _require_title(title: str) -> None:
    if is_blank(title):
        raise Invalid(_("Give it a title."), field="title")


def _free_slug(text: str) -> str:
    base = slugify(text)[:70] or "strategy"
    slug, number = base, 1
    while Strategy.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
