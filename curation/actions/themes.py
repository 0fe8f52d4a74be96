"""Making themes and putting ideas into them and out of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from curation import queries, rules
from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from people.actions import record
from people.models import User


class ThemeInUse(Refusal):
    """Raised when a theme would go on which a strategy rests."""

    code = "theme_in_use"
    message = _("A strategy rests on this theme. Take it out of the priority first.")


@transaction.atomic
def create_theme(*, by: User, campaign: Campaign, title: str, summary: str = "") -> Theme:
    """Start a theme, after the others of the campaign."""
    require(rules.may_change_themes(by, campaign))
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # two curators at once would get one place or one title
    title = _checked_title(campaign, title)
    last = Theme.objects.filter(campaign=campaign).aggregate(last=Max("position"))["last"]
    theme = Theme.objects.create(
        campaign=campaign, title=title, summary=summary.strip(), position=0 if last is None else last + 1
    )
    record("curation.create_theme", by=by, on=theme, after={"title": title})
    return theme


@transaction.atomic
def change_theme(*, by: User, theme: Theme, title: str | None = None, summary: str | None = None) -> Theme:
    """Reword a theme."""
    theme = queries.locked(theme)
    require(rules.may_change_themes(by, theme.campaign))
    before = {"title": theme.title, "summary": theme.summary}
    if title is not None:
        theme.title = _checked_title(theme.campaign, title, but=theme)
    if summary is not None:
        theme.summary = summary.strip()
    theme.save(update_fields=["title", "summary"])
    after = {"title": theme.title, "summary": theme.summary}
    record("curation.change_theme", by=by, on=theme, before=before, after=after)
    return theme


@transaction.atomic
def delete_theme(*, by: User, theme: Theme) -> None:
    """Dissolve a theme; its ideas go back to the inbox. Raises `ThemeInUse` when a strategy rests on it."""
    theme = queries.locked(theme)
    require(rules.may_change_themes(by, theme.campaign))
    record("curation.delete_theme", by=by, on=theme, before={"title": theme.title, "ideas": queries.idea_ids(theme)})
    try:
        with transaction.atomic():
            theme.delete()
    except ProtectedError:
        raise ThemeInUse from None


@transaction.atomic
def place(*, by: User, theme: Theme, ideas: Iterable[Idea], at: datetime | None = None) -> None:
    """Put `ideas` into `theme`, out of any other. Placing one where it is changes nothing."""
    theme = queries.locked(theme)
    require(rules.may_change_themes(by, theme.campaign))
    wanted = list(ideas)
    if any(idea.campaign_id != theme.campaign_id for idea in wanted):
        raise Invalid(_("An idea can only go into a theme of its own campaign."), field="ideas")
    before = queries.placements_of(idea.pk for idea in wanted)
    for idea in wanted:
        old = before.get(idea.pk)
        if old is not None and old.theme_id == theme.pk:
            continue
        Placement.objects.update_or_create(idea=idea, defaults={"theme": theme, "placed_at": at or timezone.now()})
        record("curation.place", by=by, on=idea, before={"theme": old and old.theme_id}, after={"theme": theme.pk})


@transaction.atomic
def take_out(*, by: User, idea: Idea) -> None:
    """Put `idea` back into the inbox."""
    require(rules.may_change_themes(by, idea.campaign))
    old = Placement.objects.filter(idea=idea).first()
    if old is not None:
        old.delete()
        record("curation.take_out", by=by, on=idea, before={"theme": old.theme_id})


@transaction.atomic
def set_ideas(*, by: User, theme: Theme, ideas: Iterable[Idea]) -> None:
    """Make `ideas` exactly those in `theme`: the others go back to the inbox."""
    wanted = list(ideas)
    place(by=by, theme=theme, ideas=wanted)
    keep = {idea.pk for idea in wanted}
    rest = Placement.objects.filter(theme=theme).exclude(idea__in=keep).select_related("idea__campaign")
    for placement in rest.order_by("pk"):
        take_out(by=by, idea=placement.idea)


def _checked_title(campaign: Campaign, title: str, but: Theme | None = None) -> str:
    title = " ".join(title.split())
    if is_blank(title):
        raise Invalid(_("Give the theme a title."), field="title")
    same = Theme.objects.filter(campaign=campaign, title=title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid(_("There is already a theme with this title."), field="title")
    return title
