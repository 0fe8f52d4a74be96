"""What a report about an error says to whoever looks after the server: where it happened, and nothing that was said."""

import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class Reticent(SafeExceptionReporterFilter):
    """Leaves out what somebody sent, and every variable: beside a name and a time they would tell a vote or an author.

    Not while developing (`DEBUG`), where there are no people. Receipt codes, in a cookie or a header, never.
    """

    hidden_settings = re.compile(f"{SafeExceptionReporterFilter.hidden_settings.pattern}|RECEIPT", re.IGNORECASE)

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
