"""What became of an idea, in words, and where to read more of it."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ideas.models import Event, Idea
from votes.queries import News

Kind = Event.Kind
REASON = 200  # characters of it


def words(news: News) -> str:
    """One or two sentences, for the person whose business it is."""
    kind, data = news.event.kind, news.event.data
    title = news.other or _("an idea that is not shown any more")
    if kind == Kind.PLACED:
        title = str(data.get("title", ""))  # of the theme
    if kind == Kind.STATUS:
        return _status(data)
    if kind == Kind.UNMERGED:
        return _apart(data, title)
    sentence = _SENTENCES.get((Kind(kind), news.why)) or _OTHERWISE[Kind(kind)]
    return sentence(title)


def path(news: News) -> str:
    """Where to read more: the changes of a text, the survivor of a merge, else the idea; `""` when it is gone.

    A survivor that is not shown any more leads nowhere.
    """
    event = news.event
    if event.idea.withdrawn_at is not None:
        return ""
    if event.kind == Kind.EDITED:
        return reverse("ideas:changes", args=[event.idea_id])
    if event.kind == Kind.MERGED and news.why != "author" and news.other:
        return reverse("ideas:detail", args=[event.data["survivor"]])
    if news.why == "talker" and event.kind == Kind.HIDDEN:
        return reverse("ideas:decisions", args=[event.idea_id])
    return reverse("ideas:detail", args=[event.idea_id])


def title(news: News) -> str:
    """The idea that it is about; nothing of one that its author has taken back."""
    return "" if news.event.idea.withdrawn_at is not None else news.event.idea.title


def _status(data: dict[str, object]) -> str:
    status = str(data.get("status", ""))
    label = dict(Idea.Status.choices).get(status, status)
    reason = Truncator(str(data.get("reason") or "")).chars(REASON)
    sentence = _("It is now: %(status)s.") % {"status": label}
    return f"{sentence} {reason}" if reason else sentence


def _apart(data: dict[str, object], title: str) -> str:
    if "survivor" in data:
        return _("It stands by itself again, apart from “%(title)s”. Votes count where they were cast.") % {
            "title": title
        }
    return _("“%(title)s” stands by itself again. Votes count where they were cast.") % {"title": title}


_SENTENCES: dict[tuple[Event.Kind, str], Callable[[str], str]] = {
    (Kind.EDITED, "voter"): lambda title: _(
        "Its words have changed since you voted. See what changed; keep your vote or change it."
    ),
    (Kind.MERGED, "supporter"): lambda title: (
        _(
            "The idea that you supported was merged into “%(title)s”. Your support counts there once; you can take it "
            "back there."
        )
        % {"title": title}
    ),
    (Kind.MERGED, "author"): lambda title: (
        _("It was merged into “%(title)s”, which says the same. Your words stay, and its supporters count there once.")
        % {"title": title}
    ),
    (Kind.HIDDEN, "talker"): lambda title: _("A moderator has hidden your comment. You can read why, and object."),
    (Kind.SHOWN, "talker"): lambda title: _("A moderator shows your comment again."),
    (Kind.HIDDEN, "author"): lambda title: _("A moderator has hidden it. You can say what you think of that."),
}
_OTHERWISE: dict[Event.Kind, Callable[[str], str]] = {
    Kind.EDITED: lambda title: _("Its words have changed."),
    Kind.WITHDRAWN: lambda title: _("An idea was taken back by its author."),
    Kind.MERGED: lambda title: _("It was merged into “%(title)s”.") % {"title": title},
    Kind.ABSORBED: lambda title: (
        _("“%(title)s” was merged into it. Who supported both counts once.") % {"title": title}
    ),
    Kind.PLACED: lambda title: _("A curator put it into the theme “%(title)s”.") % {"title": title},
    Kind.ASKED: lambda title: _("A curator asks you something about it."),
    Kind.ANSWERED: lambda title: _("Its author has answered a question of a curator."),
    Kind.HIDDEN: lambda title: _("A moderator has hidden it."),
    Kind.SHOWN: lambda title: _("A moderator shows it again."),
    Kind.LEADER: lambda title: _("A leader joined the talk about it."),
    Kind.CLAIMED: lambda title: _("Its author now stands by it with their role and unit."),
}
