"""Form fields that every app may use."""

from typing import Any

from django import forms

from core.ids import LARGEST_ID, is_id

SHOWN_DIGITS = 18


class RowId(forms.IntegerField):
    """The id of a row that need not exist any more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class KnownRows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # forms take no type when they run
    """Rows by their ids. Django asks the database for every number, also for one that is too large for it to hold.

    A single row needs no such care: Django's own `ModelChoiceField` finds nothing under a number that is too large.
    """

    def clean(self, value: Any) -> Any:
        wrong = [pk for pk in value or [] if not is_id(pk)]
        if wrong:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"],
                code="invalid_pk_value",
                params={"pk": str(wrong[0])[:SHOWN_DIGITS]},
            )
        return super().clean(value)
