"""An exported campaign is opened again: its words, dates and rules, as campaign.json says them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from curation.exchange import Whole
from ideas import actions as ideas_actions
from ideas.models import Campaign, Step
from people.models import Unit

STAGE = {"name": 60, "icon": 40, "intended_experience": 300}
MOMENTS = {"listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at"}
SETTABLE = MOMENTS | {
    "title", "question", "context", "asked_by", "anonymous_allowed", "smallest_group", "answer_threshold",
    "answer_days", "coverage_goal", "read_days", "time_zone", "holidays", "reminds",
    "words",
}  # fmt: skip
TRANSLATED = ("title", "question", "context")


def open_again(whole: Whole, units: Mapping[str, Unit], wanted: Mapping[str, str]) -> Campaign:
    """Open the campaign of `whole`, which asks of `units`, by their codes. What is `wanted` takes precedence."""
    said = whole.about["campaign"]
    fields = {name: _value(name, said.get(name)) for name in SETTABLE if name in said}
    _add_stages(whole)
    audience = [unit for code in whole.about["audience"] if (unit := units.get(str(code)))]
    if len(audience) < len(whole.about["audience"]):
        raise Invalid(_("The campaign asks units that are not in units.csv."), field="audience")
    campaign = ideas_actions.open_campaign(by=None, audience=audience, **{"slug": said.get("slug"), **fields, **wanted})
    first = _moment("first_contribution_at", said.get("first_contribution_at"))
    if first is not None:
        campaign.first_contribution_at = first
        campaign.key_destroyed_at = _moment("key_destroyed_at", said.get("key_destroyed_at")) or timezone.now()
    campaign.extended_at = _moment("extended_at", said.get("extended_at"))
    campaign.held_at = _moment("held_at", said.get("held_at"))
    if first is not None and campaign.held_at is None and campaign.step == Step.LISTEN:
        campaign.held_at = timezone.now()
    campaign.save()
    return campaign


def _add_stages(whole: Whole) -> None:
    """Add those stages of the journey that are new. Those that are known here stay as they are."""
    said: dict[str, dict[str, str]] = {}
    for stage in whole.about["stages"]:
        words = [stage.get(name) for name in STAGE] if isinstance(stage, dict) else []
        if not words or any(
            not isinstance(word, str) or len(word) > STAGE[name] for name, word in zip(STAGE, words, strict=True)
        ):
            raise Invalid(_("The stages of the journey cannot be read."), field="stages")
        said[str(stage["name"])] = {name: str(stage[name]) for name in STAGE if name != "name"}
    names = dict.fromkeys([*said, *(row["stage"] for row in whole.rows["ideas"] if row["stage"])])
    ideas_actions.add_stages(names=list(names), said=said)


def _value(name: str, value: Any) -> Any:
    if name == "reminds" and not isinstance(value, bool):
        raise Invalid(_("Whether it reminds is true or false."), field=name)
    if name == "words" and not _are_words(value):
        raise Invalid(_("The words in further languages cannot be read."), field=name)
    return _moment(name, value) if name in MOMENTS else value


def _are_words(value: Any) -> bool:
    """Whether `value` is what a campaign asks in further languages, each with all of its texts."""
    languages = dict(settings.LANGUAGES)
    return isinstance(value, dict) and all(
        language in languages
        and isinstance(said, dict)
        and set(said) == set(TRANSLATED)
        and all(_fits(name, text) for name, text in said.items())
        for language, said in value.items()
    )


def _fits(name: str, text: Any) -> bool:
    """Whether `text` may stand where the campaign has its own."""
    column = cast("models.Field[str, str]", Campaign._meta.get_field(name))
    if not isinstance(text, str) or len(text) > (column.max_length or 0):
        return False
    try:
        column.clean(text, None)
    except ValidationError:
        return False
    return True


def _moment(name: str, value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Invalid(_("A time belongs here, such as 2026-05-04T09:00:00Z."), field=name) from None
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())
