"""Cards of a list of ideas, each drawn once for all who see the same: `{% cards ideas ballots %}`."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from votes import dealing
from votes.queries import Ballot

if TYPE_CHECKING:
    from ideas.models import Idea

register = template.Library()
KEPT = 600  # seconds after which a card is drawn anew: a unit or a stage may have another name by then
# Stand in a card where the reader's own token and the way back belong. No text of people holds a NUL.
TOKEN, BACK = "\0token", "\0back"


@register.simple_tag(takes_context=True)
def cards(context: template.Context, ideas: "Iterable[Idea]", ballots: Mapping[int, Ballot]) -> SafeString:
    """A row for each idea: what was said, and the reader's ballot. No query.

    Twenty cards are most of the work of a page, and those of a list that many read are nearly always the same.
    """
    age = int(monotonic() / KEPT)
    language = get_language() or ""
    text = "".join(_card(Looks(idea, ballots[idea.pk], language, age)) for idea in ideas)
    text = text.replace(TOKEN, str(context.get("csrf_token", "")))
    return mark_safe(text.replace(BACK, escape(context["request"].get_full_path())))  # noqa: S308 - our own template


class Looks:
    """An idea and a ballot, the same as another if their cards look the same."""

    def __init__(self, idea: "Idea", ballot: Ballot, language: str, age: int) -> None:
        self.idea, self.ballot, campaign = idea, ballot, idea.campaign
        seen = min(idea.seen_count, dealing.FEW_VIEWS)  # all that a card asks is whether few saw it
        self.key = (
            *(idea.pk, idea.title, idea.today, idea.better, idea.stage_id, idea.status, idea.comment_count, seen),
            *(idea.rank_common_ground, ballot, campaign.is_listening, campaign.smallest_group, language, age),
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Looks) and self.key == other.key


def _draw(looks: Looks) -> str:
    words = {"idea": looks.idea, "ballot": looks.ballot, "csrf_token": TOKEN, "back": BACK}
    return str(get_template("ideas/_card.html").render(words))


_drawn = lru_cache(maxsize=500)(_draw)


def _card(looks: Looks) -> str:
    return _draw(looks) if settings.DEBUG else _drawn(looks)
