"""Taking back what one did on a board, move by move."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal, require
from curation import queries, rules
from curation.actions.merging import merge, unmerge
from curation.actions.moves import Elsewhere, ThemeIsGone, note, take_turn
from curation.actions.placing import set_places
from curation.actions.statuses import put_status_back
from curation.actions.themes import drop, set_order
from curation.models import Move, Suggestion, Theme
from ideas import queries as idea_queries
from ideas.actions.events import unsay
from ideas.models import Campaign, Event, Idea
from people.actions import record
from people.models import User

SOON = timedelta(hours=1)


class NothingToUndo(Refusal):
    """Raised when a curator has no move left to take back."""

    code = "nothing_to_undo"
    message = _("You have nothing to undo here.")


class ThemeHoldsMore(Refusal):
    """Raised when a theme would go into which others have put something."""

    code = "theme_holds_more"
    message = _("Somebody has put more ideas into this theme since.")


@transaction.atomic
def undo(*, by: User, campaign: Campaign) -> Move:
    """Take back what `by` did last on the board and has not taken back yet; called again, what was done before that.

    Raises `Elsewhere` and the like, and changes nothing, when what was changed is not as it was left. The move that
    does it stands beside the one that it undoes.
    """
    require(rules.may_change_themes(by, campaign))
    move = queries.last_move_of(by, campaign)
    holds_votes = move is not None and move.verb in HOLDS_VOTES
    if holds_votes:
        idea_queries.locked_campaign(campaign)  # as merging itself does, before the board's turn
    take_turn(campaign)
    move = queries.last_move_of(by, campaign)
    if move is None:
        raise NothingToUndo
    if move.verb in HOLDS_VOTES and not holds_votes:
        raise Elsewhere  # they moved more in another window; to wait for the gate now could block for good
    newest = queries.newest_move(campaign)
    UNDO[move.verb](by, move)
    move.undone_at = timezone.now()
    move.save(update_fields=["undone_at"])
    done = Move.objects.filter(campaign=campaign, pk__gt=newest)
    if not done.exists():
        note(by=by, campaign=campaign, verb=move.verb, idea=move.idea, before=move.after, after=move.before)
    done.update(undoes=move)
    record("curation.undo", by=by, on=move, before={"verb": move.verb})
    return move


def _put_back(by: User, move: Move) -> None:
    """Ideas go where they were."""
    now, then = queries.places(move.after), queries.places(move.before)
    ideas = {idea.pk: idea for idea in Idea.objects.filter(pk__in=now)}
    placed = queries.placements_of(ideas)
    if any((placed[pk].theme_id if pk in placed else None) != now[pk] for pk in ideas):
        raise Elsewhere
    themes = {theme for theme in then.values() if theme is not None}
    if len(themes) != Theme.objects.filter(campaign=move.campaign_id, pk__in=themes).count():
        raise ThemeIsGone
    set_places(by=by, ideas=ideas.values(), before=now, after=then, at=timezone.now())
    unsay(ideas.values(), Event.Kind.PLACED, since=move.moved_at)


def _take_apart(by: User, move: Move) -> None:
    """Ideas go where they were, and the theme that was made for them goes."""
    made = Theme.objects.filter(pk=move.after.get("made")).first()
    if made is not None and set(queries.idea_ids(made)) - set(queries.places(move.after)):
        raise ThemeHoldsMore
    _put_back(by, move)
    if made is not None:
        drop(by=by, theme=made)
    suggestion = Suggestion.objects.filter(pk=move.after.get("suggestion"))
    suggestion.update(accepted_at=None, settled_by=None)


def _suggest_again(by: User, move: Move) -> None:
    """The suggestion that was dismissed is open again."""
    suggestion = Suggestion.objects.filter(pk=move.after.get("suggestion"))
    suggestion.update(dismissed_at=None, settled_by=None)


def _end(by: User, move: Move) -> None:
    """The theme that was started goes."""
    theme = Theme.objects.filter(pk=move.after["theme"]).first()
    if theme is None:
        return
    if queries.idea_ids(theme):
        raise ThemeHoldsMore
    drop(by=by, theme=theme)


def _bring_back(by: User, move: Move) -> None:
    """The theme that was dissolved is there again, under its old number, with its ideas, if all of them still wait."""
    before = move.before
    if Theme.objects.filter(campaign=move.campaign_id, title=before["title"]).exists():
        raise Elsewhere(_("There is another theme with this title now."))
    words = {name: before[name] for name in ("title", "summary", "position")}
    theme = Theme.objects.create(pk=before["theme"], campaign_id=move.campaign_id, **words)
    record("curation.create_theme", by=by, on=theme, after={"title": theme.title})
    _put_back(by, move)


def _word_as_before(by: User, move: Move) -> None:
    theme = Theme.objects.filter(pk=move.after["theme"]).first()
    if theme is None or any(getattr(theme, name) != move.after[name] for name in ("title", "summary")):
        raise Elsewhere(_("Somebody has reworded it since."))
    if Theme.objects.filter(campaign=move.campaign_id, title=move.before["title"]).exclude(pk=theme.pk).exists():
        raise Elsewhere(_("There is another theme with this title now."))
    Theme.objects.filter(pk=theme.pk).update(title=move.before["title"], summary=move.before["summary"])
    record("curation.change_theme", by=by, on=theme, before=move.after, after=move.before)


def _order_as_before(by: User, move: Move) -> None:
    if queries.order_of(move.campaign) != move.after["order"]:
        raise Elsewhere
    set_order(move.campaign, move.before["order"])


def _stand_alone(by: User, move: Move) -> None:
    if move.idea is None or move.idea.merged_into_id != move.after["into"]:
        raise Elsewhere
    unmerge(by=by, idea=move.idea)
    _forget(move, move.after["into"])


def _merge_again(by: User, move: Move) -> None:
    into = Idea.objects.filter(pk=move.before["into"]).first()
    if move.idea is None or into is None or move.idea.merged_into_id is not None:
        raise Elsewhere
    merge(by=by, idea=move.idea, into=into)
    _forget(move, into.pk)


def _forget(move: Move, other: int) -> None:
    """Take merging and taking apart out of everybody's news, if that was just now: later, each is news of its own."""
    if timezone.now() - move.moved_at > SOON:
        return
    of_one = Q(idea=move.idea, kind__in=[Event.Kind.MERGED, Event.Kind.UNMERGED], data__survivor=other)
    of_other = Q(idea=other, kind__in=[Event.Kind.ABSORBED, Event.Kind.UNMERGED], data__merged=move.idea_id)
    Event.objects.filter(of_one | of_other, at__gte=move.moved_at).delete()


HOLDS_VOTES = {Move.Verb.MERGE, Move.Verb.UNMERGE, Move.Verb.ACCEPT}
UNDO: dict[Any, Callable[[User, Move], None]] = {
    Move.Verb.PLACE: _put_back,
    Move.Verb.STATUS: put_status_back,
    Move.Verb.MERGE: _stand_alone,
    Move.Verb.UNMERGE: _merge_again,
    Move.Verb.SPLIT: _take_apart,
    Move.Verb.ACCEPT: _take_apart,
    Move.Verb.DISMISS: _suggest_again,
    Move.Verb.START: _end,
    Move.Verb.DISSOLVE: _bring_back,
    Move.Verb.REWORD: _word_as_before,
    Move.Verb.ORDER: _order_as_before,
}
