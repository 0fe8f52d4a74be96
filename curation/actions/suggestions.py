"""Searching for groups, duplicates and likeliest themes, and settling what was suggested."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from curation import queries, rules
from curation.actions.merging import merge
from curation.actions.moves import note, take_turn
from curation.actions.placing import put
from curation.actions.themes import made
from curation.labels import named, words_of
from curation.models import Move, Suggestion, Theme
from ideas import queries as ideas_queries
from ideas.models import Idea
from people.actions import record
from people.models import User


class AlreadySettled(Refusal):
    """Raised when a suggestion is settled that somebody has settled before."""

    code = "already_settled"
    message = _("Somebody has already settled this suggestion.")


class NothingLeft(Refusal):
    """Raised when the ideas of a suggestion have all gone elsewhere."""

    code = "nothing_left"
    message = _("Its ideas have been put elsewhere meanwhile. There is nothing left to accept.")


@transaction.atomic
def accept(
    *,
    by: User,
    suggestion: Suggestion,
    title: str = "",
    theme: Theme | None = None,
    ideas: Iterable[Idea] | None = None,
) -> Theme | Idea:
    """Do what is suggested, or with changes: a `title`, another `theme`, other `ideas`. One move on the board.

    A group becomes a theme, titled after its first idea, or joins one, with those of its ideas that still wait;
    duplicates are merged into the first.
    Returns the theme, or the idea that stays. Raises `AlreadySettled` and `NothingLeft`.
    """
    campaign = suggestion.campaign
    require(rules.may_change_themes(by, campaign))
    if suggestion.kind == Suggestion.Kind.DUPLICATE:
        ideas_queries.locked_campaign(campaign)  # as merging and undoing do, before the board's turn
    take_turn(campaign)
    suggestion = _locked(suggestion)
    wanted = None if ideas is None else [idea.pk for idea in ideas]
    if suggestion.kind == Suggestion.Kind.DUPLICATE:
        done: Theme | Idea = _merge(by, suggestion, wanted)
    else:
        done = _place(by, suggestion, _chosen(suggestion, wanted), title, theme)
    suggestion.accepted_at, suggestion.settled_by = timezone.now(), by
    suggestion.save(update_fields=["accepted_at", "settled_by"])
    record("curation.accept_suggestion", by=by, on=suggestion, after={"ideas": wanted or suggestion.ideas})
    return done


def _locked(suggestion: Suggestion) -> Suggestion:
    """The row, locked, unless somebody was faster: of two curators who settle it at once one is refused."""
    row = Suggestion.objects.select_for_update(of=("self",)).filter(pk=suggestion.pk).first()
    if row is None or row.is_settled:
        raise AlreadySettled
    row.campaign = suggestion.campaign
    return row


def _chosen(suggestion: Suggestion, wanted: Sequence[int] | None) -> list[Idea]:
    """Those of the ideas that still wait for a theme."""
    pks = suggestion.ideas if wanted is None else wanted
    waiting = set(queries.ids_among(queries.free_in(suggestion.campaign), pks))
    found = Idea.objects.in_bulk([pk for pk in pks if pk in waiting])
    if not found:
        raise (
            Invalid(_("Choose at least one idea that waits for a theme."), field="ideas")
            if wanted == []
            else NothingLeft
        )
    return [found[pk] for pk in pks if pk in found]


def _place(by: User, suggestion: Suggestion, ideas: list[Idea], title: str, theme: Theme | None) -> Theme:
    campaign = suggestion.campaign
    if theme is None and not title:
        title = queries.theme_title(ideas[0].title)
        theme = suggestion.theme or Theme.objects.filter(campaign=campaign, title=title).first()
    said: dict[str, Any] = {"suggestion": suggestion.pk}
    goal = theme or made(by, campaign, title, "")
    if theme is None:
        said["made"] = goal.pk
    put(by=by, campaign=campaign, ideas=ideas, theme=goal, seen=None, verb=Move.Verb.ACCEPT, said=said)
    return goal


def _merge(by: User, suggestion: Suggestion, wanted: Sequence[int] | None) -> Idea:
    """Merge into the first what still stands in lists. Each merge is a move of its own, which can be undone."""
    pks = suggestion.ideas if wanted is None else [pk for pk in suggestion.ideas if pk in wanted]
    listed = set(queries.kept_of(suggestion.campaign, [suggestion])[suggestion.pk])
    found = Idea.objects.select_related("campaign").in_bulk([pk for pk in pks if pk in listed])
    if len(found) < queries.FEWEST:
        raise NothingLeft
    survivor, *others = [found[pk] for pk in pks if pk in found]
    for idea in others:
        survivor = merge(by=by, idea=idea, into=survivor)
    return survivor


@transaction.atomic
def dismiss(*, by: User, suggestion: Suggestion) -> None:
    """Say no to a suggestion: nothing much like it is suggested again. Raises `AlreadySettled`."""
    campaign = suggestion.campaign
    require(rules.may_change_themes(by, campaign))
    take_turn(campaign)
    row = _locked(suggestion)
    row.dismissed_at, row.settled_by = timezone.now(), by
    row.save(update_fields=["dismissed_at", "settled_by"])
    note(by=by, campaign=campaign, verb=Move.Verb.DISMISS, after={"suggestion": row.pk, "title": named(row.words)})
    record("curation.dismiss_suggestion", by=by, on=row, after={"ideas": row.ideas})


@transaction.atomic
def split_suggestion(*, by: User, suggestion: Suggestion) -> list[Suggestion]:
    """Make two groups of one, in place of it. Raises `Invalid` where all of its ideas are alike."""
    from curation.halving import halves

    row = _to_change(by, suggestion)
    waiting = set(queries.ids_among(queries.free_in(row.campaign), row.ideas))
    texts = queries.texts_of(Idea.objects.filter(pk__in=waiting).order_by("pk"))
    parts = [sorted(part, key=row.ideas.index) for part in halves(texts) if part]
    if len(parts) < 2:
        raise Invalid(_("These ideas are too much alike to be split."))
    return _instead([row], parts, texts)


@transaction.atomic
def join_suggestions(*, by: User, suggestion: Suggestion, other: Suggestion) -> Suggestion:
    """Make one group of two, in place of them."""
    if suggestion.pk == other.pk or suggestion.campaign_id != other.campaign_id:
        raise Invalid(_("Choose another group of this campaign."), field="other")
    rows = [_to_change(by, one) for one in sorted([suggestion, other], key=lambda one: one.pk)]
    rows.sort(key=lambda row: row.pk != suggestion.pk)
    together = list(dict.fromkeys(pk for row in rows for pk in row.ideas))
    texts = queries.texts_of(Idea.objects.filter(pk__in=together).order_by("pk"))
    return _instead(rows, [[pk for pk in together if pk in texts]], texts)[0]


def _to_change(by: User, suggestion: Suggestion) -> Suggestion:
    require(rules.may_change_themes(by, suggestion.campaign))
    take_turn(suggestion.campaign)
    row = _locked(suggestion)
    if row.kind != Suggestion.Kind.GROUP:
        raise Invalid(_("Only groups can be split and joined."))
    return row


def _instead(rows: list[Suggestion], parts: list[list[int]], texts: dict[int, str]) -> list[Suggestion]:
    """New groups in place of `rows`, which are gone: nobody has said no to them."""
    first = rows[0]
    new = [
        Suggestion(
            campaign=first.campaign,
            run_id=first.run_id,
            kind=Suggestion.Kind.GROUP,
            ideas=part,
            words=words,
            strength=min(row.strength for row in rows),
            digest=queries.digest_of(Suggestion.Kind.GROUP, part),
        )
        for part, words in zip(parts, words_of([[texts[pk] for pk in part] for part in parts], most=5), strict=True)
    ]
    Suggestion.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return Suggestion.objects.bulk_create(new)
