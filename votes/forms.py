"""Where a quick vote stands, as its address says it."""

from typing import Any

from django import forms

from core.forms import RowId

IDEAS = 10  # of one visit


class Visit(forms.Form):
    """How many ideas of how many were weighed, which one to show again, and which one was weighed just now.

    The address alone knows it: kept on the server, it would say beside a name which ideas that person voted on. What
    does not fit is left out, and the visit begins anew.
    """

    done = forms.IntegerField(required=False, min_value=0, max_value=IDEAS)
    of = forms.IntegerField(required=False, min_value=1, max_value=IDEAS)
    again = RowId(required=False)
    last = RowId(required=False)

    def read(self) -> dict[str, int]:
        """All four as numbers; 0 for an idea that is not named."""
        self.full_clean()
        said: dict[str, Any] = self.cleaned_data
        of = said.get("of") or IDEAS
        done = min(said.get("done") or 0, of)
        return {"done": done, "of": of, "again": said.get("again") or 0, "last": said.get("last") or 0}
