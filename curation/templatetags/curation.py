"""Themes on pages of other apps: `{% campaign_themes campaign as themes %}`."""

from typing import Any

from django import template

from curation import queries, rules
from curation.forms import AnswerForm, StatusForm

register = template.Library()


@register.simple_tag
def questions_of(idea: Any) -> list[Any]:
    """What curators asked about `idea`, and what its author answered. One query."""
    return list(queries.questions(idea))


@register.simple_tag(takes_context=True)
def idea_desk(context: template.Context, idea: Any) -> Any:
    """What the reader may do about `idea` as a curator of its campaign; `None` for everybody else."""
    return queries.idea_desk(context["request"].user, idea)


@register.simple_tag(takes_context=True)
def may_export(context: template.Context, campaign: Any) -> bool:
    """Whether the reader may take `campaign` along as a file."""
    return rules.may_export(context["request"].user, campaign)


@register.simple_tag
def status_form(idea: Any) -> StatusForm:
    """An empty-handed form for where `idea` has got to."""
    return StatusForm(initial={"status": idea.status, "reason": idea.reason}, auto_id="id_status_%s")


@register.simple_tag
def answer_form() -> AnswerForm:
    return AnswerForm(auto_id="id_answer_%s")


@register.simple_tag(takes_context=True)
def merged_into(context: template.Context, idea: Any) -> Any:
    """What was merged into `idea`; `None` for most, without a query."""
    return queries.merged(context["request"].user, idea)


@register.simple_tag(takes_context=True)
def campaign_themes(context: template.Context, campaign: Any) -> list[Any]:
    """Themes of `campaign` in the curators' order, with `idea_count` and `unit_count`. One query."""
    return list(queries.themes(context["request"].user, campaign))


@register.inclusion_tag("curation/_suggestions.html", takes_context=True)
def suggestions(context: template.Context, campaign: Any, oob: bool = False) -> dict[str, Any]:
    """The column of suggestions on the board. Eleven queries, however many there are. `oob` puts it where it stands."""
    request = context["request"]
    return {
        "request": request,
        "campaign": campaign,
        "shown": queries.suggestions(request.user, campaign),
        "start": None,
        "oob": oob,
    }


@register.simple_tag
def settled_in(*moves: Any) -> bool:
    """Whether one of `moves`, or of lists of them, changes what is suggested: it was settled, merged or taken back."""
    flat = [one for each in moves if each for one in (each if isinstance(each, list) else [each])]
    return any(done.move.verb in {"accept", "dismiss", "merge", "unmerge"} for done in flat)


@register.filter
def at(numbers: dict[int, int], key: int) -> int:
    """The number of this key, 0 for none."""
    return numbers.get(key, 0)


@register.simple_tag
def fits(campaign: Any) -> dict[int, int]:
    """How many ideas that wait most likely belong in each theme: theme id → number. One query."""
    return queries.fits(campaign)


@register.simple_tag
def likeliest_of(ideas: Any) -> dict[int, list[tuple[int, float]]]:
    """The themes in which `ideas` most likely belong: idea id → up to three themes with their probabilities."""
    return queries.likeliest_of(ideas)
