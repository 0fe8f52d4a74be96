"""A digest in words: a subject, and sections that the page and the plain text of the mail share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.conf import settings
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ideas.models import Campaign, Idea
from notices.models import Notice
from strategy.models import Commitment
from strategy.queries.digests import Around, Issue, Mine
from strategy.queries.news import News
from votes import telling as votes_telling

MOST = 8  # of one kind; the rest is on the page
LONGEST = 160  # characters of what somebody wrote
KINDS = {
    "published": lambda: _("Published"),
    "open": lambda: _("Promised"),
    "late": lambda: _("Promise late"),
    "kept": lambda: _("Promise kept"),
    "broken": lambda: _("Promise not kept"),
    "withdrawn": lambda: _("Promise withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: what it is about, what is said of it, and where to read it."""

    head: str
    lines: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind, the latest first. `more` are those that are left out; `note` stands below."""

    title: str
    items: list[Item]
    more: int = 0
    note: str = ""


def subject(issue: Issue) -> str:
    """What there is, in numbers. It names no idea."""
    asked, led, mine, told = len(issue.asked), len(issue.led) + len(issue.due), len(issue.mine), len(issue.notices)
    parts = [
        ngettext("%(n)s question for you", "%(n)s questions for you", asked) % {"n": asked} if asked else "",
        ngettext("%(n)s thing that leaders did", "%(n)s things that leaders did", led) % {"n": led} if led else "",
        ngettext("news of %(n)s idea", "news of %(n)s ideas", mine) % {"n": mine} if mine else "",
        ngettext("%(n)s notice", "%(n)s notices", told) % {"n": told} if told else "",
    ]
    said = ", ".join(part for part in parts if part) or _("what became of ideas")
    return _("Cocreate: %(news)s") % {"news": said}


def sections(issue: Issue) -> list[Section]:
    """The groups that hold something, in the order in which they matter."""
    found = [
        _section(_("You are asked"), [_asked(campaign) for campaign in issue.asked]),
        _section(_("What you promised"), [_due(promise) for promise in issue.due]),
        _section(_("What leaders did"), [_led(row) for row in issue.led]),
        _section(_("What became of what you said"), [_mine(row) for row in issue.mine]),
        _section(_("What you were told"), [_told(notice) for notice in issue.notices]),
        _section(_("What became of ideas in your campaigns"), [_around(row) for row in issue.around], note=_discreet()),
    ]
    return [section for section in found if section.items]


def as_text(sections: list[Section], *, often: str, settings_url: str, unsubscribe_url: str) -> str:
    """The plain text, for whoever reads mail without pages."""
    parts = []
    for section in sections:
        parts.append(section.title.upper())
        for item in section.items:
            parts.append("\n".join([f"* {item.head}", *(f"  {line}" for line in item.lines), f"  {item.url}"]))
        parts += [line for line in (left_out(section), section.note) if line]
    ends = [often, f"{_('Change this')}: {settings_url}", f"{_('No more digests')}: {unsubscribe_url}"]
    return "\n\n".join([*parts, "-- \n" + "\n".join(ends)]) + "\n"


def left_out(section: Section) -> str:
    """How many more there are, or nothing."""
    if not section.more:
        return ""
    return ngettext("And %(n)s more in Cocreate.", "And %(n)s more in Cocreate.", section.more) % {"n": section.more}


def _discreet() -> str:
    return pgettext(
        "promise", "No mail tells which ideas you support, follow or wrote without your name; your notices do."
    )


def _section(title: str, items: list[Item], note: str = "") -> Section:
    return Section(title, items[:MOST], max(0, len(items) - MOST), note)


def _asked(campaign: Campaign) -> Item:
    # The last day: the day before, when it ends at midnight.
    until = _day(campaign.curates_at - timedelta(microseconds=1))
    lines = [_("Share an idea or vote on those of others, until %(date)s.") % {"date": until}]
    if campaign.asked_by:
        lines.insert(0, _("Asked by: %(who)s") % {"who": campaign.asked_by})
    return Item(campaign.said_question, lines, _url("ideas:campaign", campaign.slug))


def _due(promise: Commitment) -> Item:
    said = _("It was due on %(date)s.") if promise.is_late else _("It is due on %(date)s.")
    return Item(_short(promise.promise), [said % {"date": date_format(promise.due_on)}], _promise_url(promise))


def _led(row: News) -> Item:
    who = row.leader.job_title or row.leader.display_name if row.leader else ""
    line = " · ".join(part for part in (KINDS[row.kind](), who, date_format(row.on)) if part)
    if row.promise is not None:
        words = [f"“{_short(row.promise.words)}”"] if row.promise.words else []
        return Item(_short(row.promise.promise), [line, *words], _promise_url(row.promise))
    version = row.publication
    if version is None:
        raise ValueError(f"News of neither a version nor a promise: {row.kind}")
    url = _url("strategy:version", version.strategy.slug, version.number)
    return Item(getattr(version, "title", "") or str(version.strategy), [line], url)


def _mine(row: Mine) -> Item:
    latest = row.news[0]
    lines = list(dict.fromkeys(votes_telling.words(told) for told in row.news))
    title = votes_telling.title(latest) or _("An idea that was taken back")
    return Item(title, lines, settings.BASE_URL + (votes_telling.path(latest) or reverse("notices:list")))


def _told(notice: Notice) -> Item:
    template = select_template([notice.template, "notices/kinds/other.html"])
    words = " ".join(unescape(strip_tags(template.render({"data": notice.data}))).split())
    return Item(words, [], settings.BASE_URL + notice.path)


def _around(row: Around) -> Item:
    labels = dict(Idea.Status.choices)
    counts = [f"{labels.get(outcome, outcome)}: {number}" for outcome, number in row.outcomes]
    return Item(row.campaign.said_title, [", ".join(counts)], _url("ideas:campaign", row.campaign.slug))


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(LONGEST)


def _day(moment: datetime) -> str:
    return date_format(timezone.localdate(moment))


def _promise_url(promise: Commitment) -> str:
    return f"{_url('strategy:commitments')}#c{promise.pk}"


def _url(name: str, *arguments: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
