"""Fields that take one JSON type each, and serializers that refuse what they do not know.

REST framework's own fields are lenient: a number becomes a text, `"yes"` a boolean. Here a wrong type is `type`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator, validate_slug
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.drainage import set_override
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from core.ids import LARGEST_ID
from core.text import check_text

NAMED = 20  # so many unknown fields are named, each by its first so many characters
NAME_LENGTH = 60
LIMITS = {"min_value", "max_value", "validators"}

Visible = Callable[[Mapping[str, Any]], "models.QuerySet[Any]"]


def _refuse(text: str, code: str) -> None:
    raise serializers.ValidationError(text, code=code)


class Text(serializers.CharField):
    """A JSON string. Length is looked at first, so that a huge text costs nothing more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        lenient = (ProhibitNullCharactersValidator, ProhibitSurrogateCharactersValidator)
        kept = [each for each in self.validators if each is not check_text and not isinstance(each, lenient)]
        self.validators = [check_text, *kept]  # `check_text` says the same in the product's words, once

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and data is not None:
            if not isinstance(data, str):
                _refuse(_("Text belongs here."), "type")
            count = len(data.strip() if self.trim_whitespace else data)
            if self.max_length is not None and count > self.max_length:
                text = _("At most %(limit)s characters fit here; these are %(count)s.")
                _refuse(text % {"limit": self.max_length, "count": count}, "max_length")
        return super().run_validation(data)


class Slug(Text):
    """The address of something: letters, digits, hyphens and underscores."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("allow_unicode", None)
        super().__init__(**{"max_length": 80, **kwargs})
        if validate_slug not in self.validators:
            self.validators.append(validate_slug)


class Whole(serializers.IntegerField):
    """A JSON number without a fraction, within what every database keeps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST_ID, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not (isinstance(data, int) or (isinstance(data, float) and data.is_integer())):
            _refuse(_("A whole number belongs here."), "type")
        return int(data)


class Truth(serializers.BooleanField):
    """`true` or `false`."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            _refuse(_("True or false belongs here."), "type")
        return bool(data)


class Choice(serializers.ChoiceField):
    """One of some words."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            _refuse(_("Text belongs here."), "type")
        if data not in self.choice_strings_to_values and not (data == "" and self.allow_blank):
            words = ", ".join(map(str, self.choices))
            _refuse(_("Choose one of: %(words)s.") % {"words": words}, "invalid_choice")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A date, such as `2026-05-04`."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            _refuse(_("A date belongs here, such as 2026-05-04."), "type")
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    """A time as RFC 3339 has it, always shown in UTC; without an offset it is read as UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **kwargs})

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            _refuse(_("A time belongs here, such as 2026-05-04T09:00:00Z."), "type")
        return super().to_internal_value(value)


def in_utc(moment: datetime | None) -> str | None:
    """A time going out, as `Moment` shows it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


class Known(serializers.ListField):
    """A list of ids (or slugs) of rows that the viewer may see. One query, however long it is."""

    def __init__(self, *, visible: Visible, key: str = "pk", **kwargs: Any) -> None:
        self.visible, self.key = visible, key
        kwargs.setdefault("max_length", 5000)
        super().__init__(child=Slug() if key == "slug" else Whole(min_value=1), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            _refuse(_("A list belongs here."), "type")
        wanted = list(dict.fromkeys(super().to_internal_value(data)))
        rows = self.visible(self.context).filter(**{f"{self.key}__in": wanted})
        found = {getattr(row, self.key): row for row in rows}
        missing = [str(key) for key in wanted if key not in found]
        if missing:
            text = _("There is no such thing, or you may not see it: %(missing)s.")
            _refuse(text % {"missing": ", ".join(missing[:NAMED])}, "does_not_exist")
        return [found[key] for key in wanted]

    def to_representation(self, data: Any) -> list[Any]:
        return [getattr(row, self.key) for row in (data.all() if hasattr(data, "all") else data)]


class KnownOne(serializers.Field[Any, Any, Any, Any]):
    """The id (or slug) of a row that the viewer may see."""

    def __init__(self, *, visible: Visible, key: str = "pk", **kwargs: Any) -> None:
        self.visible, self.key = visible, key
        super().__init__(**kwargs)
        set_override(self, "field", OpenApiTypes.STR if key == "slug" else OpenApiTypes.INT64)

    def to_internal_value(self, data: Any) -> Any:
        value = (Slug() if self.key == "slug" else Whole(min_value=1)).run_validation(data)
        row = self.visible(self.context).filter(**{self.key: value}).first()
        if row is None:
            _refuse(_("There is no such thing, or you may not see it."), "does_not_exist")
        return row

    def to_representation(self, value: Any) -> Any:
        return getattr(value, self.key)


class StrictFields(serializers.Serializer[Any]):
    """A serializer that refuses fields it does not know, so that a misspelt one is never lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        writable = {name for name, field in self.fields.items() if not field.read_only}
        if unknown := sorted(set(data) - writable):
            raise serializers.ValidationError(_unknown(unknown))
        return super().to_internal_value(data)


def _unknown(names: Iterable[str]) -> dict[str, list[serializers.ErrorDetail]]:
    text = _("There is no such field here.")
    return {name[:NAME_LENGTH]: [serializers.ErrorDetail(text, code="unknown_field")] for name in list(names)[:NAMED]}


class StrictModel(StrictFields, serializers.ModelSerializer[Any]):
    """The shape of input, with the limits of the model's own fields. It never saves."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Text,
        models.TextField: Text,
        models.SlugField: Slug,
        models.BooleanField: Truth,
        models.DateField: Day,
        models.DateTimeField: Moment,
        models.PositiveIntegerField: Whole,
        models.PositiveSmallIntegerField: Whole,
    }
    serializer_choice_field = Choice


class Number(serializers.IntegerField):
    """A number going out. Limits are left out: a database's own would make the OpenAPI document depend on it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{name: value for name, value in kwargs.items() if name not in LIMITS})


class Document(serializers.ModelSerializer[Any]):
    """The shape of output: times in UTC, nothing that can be written."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: Moment,
        models.PositiveIntegerField: Number,
        models.PositiveSmallIntegerField: Number,
    }
    serializer_choice_field = Choice

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        for field in found.values():
            field.read_only = True
        return found
