"""Making themes, rewording them, bringing them into order, splitting and dissolving them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from curation import queries, rules
from curation.actions.moves import held, note, take_turn
from curation.actions.placing import put
from curation.models import Move, Theme
from ideas.models import Campaign, Idea
from people.actions import record
from people.models import User


class ThemeInUse(Refusal):
    """Raised when a theme would go on which a strategy rests."""

    code = "theme_in_use"
    message = _("A strategy rests on this theme. Take it out of the priority first.")


@transaction.atomic
def create_theme(*, by: User, campaign: Campaign, title: str, summary: str = "", at: datetime | None = None) -> Theme:
    """Start a theme, after the others of the campaign. `at` is when that was, for a demo."""
    require(rules.may_change_themes(by, campaign))
    theme = made(by, campaign, title, summary)
    note(by=by, campaign=campaign, verb=Move.Verb.START, after={"theme": theme.pk, "title": theme.title}, at=at)
    return theme


@transaction.atomic
def split(*, by: User, theme: Theme, ideas: Iterable[Idea], title: str) -> Theme:
    """Start a theme called `title` with `ideas`, out of `theme`. Raises `Elsewhere` when one is not in it any more."""
    require(rules.may_change_themes(by, theme.campaign))
    chosen = list(ideas)
    if not chosen:
        raise Invalid(_("Choose the ideas that shall go into the new theme."), field="ideas")
    new = made(by, theme.campaign, title, "")
    put(
        by=by,
        campaign=theme.campaign,
        ideas=chosen,
        theme=new,
        seen=theme.pk,
        verb=Move.Verb.SPLIT,
        said={"made": new.pk, "out_of": theme.title},
    )
    return new


@transaction.atomic
def change_theme(*, by: User, theme: Theme, title: str | None = None, summary: str | None = None) -> Theme:
    """Reword a theme."""
    require(rules.may_change_themes(by, theme.campaign))
    take_turn(theme.campaign)
    theme = held(theme)
    before = {"title": theme.title, "summary": theme.summary}
    if title is not None:
        theme.title = _checked_title(theme.campaign, title, but=theme)
    if summary is not None:
        theme.summary = summary.strip()
    after = {"title": theme.title, "summary": theme.summary}
    if after != before:
        theme.save(update_fields=["title", "summary"])
        record("curation.change_theme", by=by, on=theme, before=before, after=after)
        this = {"theme": theme.pk}
        note(by=by, campaign=theme.campaign, verb=Move.Verb.REWORD, before=this | before, after=this | after)
    return theme


@transaction.atomic
def shift(*, by: User, theme: Theme, places: int) -> None:
    """Move `theme` so many places to the right on its board, or to the left if negative; at the end it stays."""
    require(rules.may_change_themes(by, theme.campaign))
    take_turn(theme.campaign)
    theme = held(theme)
    before = queries.order_of(theme.campaign)
    after = [pk for pk in before if pk != theme.pk]
    after.insert(max(0, min(before.index(theme.pk) + places, len(after))), theme.pk)
    if after == before:
        return
    set_order(theme.campaign, after)
    record(
        "curation.shift", by=by, on=theme, before={"at": before.index(theme.pk)}, after={"at": after.index(theme.pk)}
    )
    said = {"theme": theme.pk, "title": theme.title}
    note(by=by, campaign=theme.campaign, verb=Move.Verb.ORDER, before={"order": before}, after={"order": after, **said})


@transaction.atomic
def delete_theme(*, by: User, theme: Theme) -> None:
    """Dissolve a theme; its ideas go back to the inbox. Raises `ThemeInUse` when a strategy rests on it."""
    require(rules.may_change_themes(by, theme.campaign))
    take_turn(theme.campaign)
    theme = held(theme)
    ideas = queries.idea_ids(theme)
    before: dict[str, Any] = {"places": dict.fromkeys(ideas, theme.pk), "theme": theme.pk}
    before |= {"title": theme.title, "summary": theme.summary, "position": theme.position}
    drop(by=by, theme=theme)
    note(
        by=by,
        campaign=theme.campaign,
        verb=Move.Verb.DISSOLVE,
        before=before,
        after={"places": dict.fromkeys(ideas), "title": before["title"]},
    )


def drop(*, by: User, theme: Theme) -> None:
    """Delete the row of a theme, and write the audit log. For actions that have taken the board's turn."""
    record("curation.delete_theme", by=by, on=theme, before={"title": theme.title, "ideas": queries.idea_ids(theme)})
    try:
        with transaction.atomic():
            Theme.objects.get(pk=theme.pk).delete()
    except ProtectedError:
        raise ThemeInUse from None


def set_order(campaign: Campaign, order: list[int]) -> None:
    """Write the positions of all themes of `campaign`. For actions that have taken the board's turn."""
    themes = Theme.objects.filter(campaign=campaign).in_bulk(order)
    for position, pk in enumerate(order):
        themes[pk].position = position
    Theme.objects.bulk_update(themes.values(), ["position"])


def made(by: User, campaign: Campaign, title: str, summary: str) -> Theme:
    """A new theme behind the others. For actions that write down the move themselves."""
    take_turn(campaign)  # two curators at once would get one place or one title
    title = _checked_title(campaign, title)
    last = Theme.objects.filter(campaign=campaign).aggregate(last=Max("position"))["last"]
    theme = Theme.objects.create(
        campaign=campaign, title=title, summary=summary.strip(), position=0 if last is None else last + 1
    )
    record("curation.create_theme", by=by, on=theme, after={"title": title})
    return theme


def _checked_title(campaign: Campaign, title: str, but: Theme | None = None) -> str:
    title = " ".join(title.split())
    if is_blank(title):
        raise Invalid(_("Give the theme a title."), field="title")
    same = Theme.objects.filter(campaign=campaign, title=title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid(_("There is already a theme with this title."), field="title")
    return title
