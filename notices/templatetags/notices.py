"""Notices on pages: `{% notice_words notice %}` for a line.

`{% digest_form as form %}` is when the reader gets the digest.

For administrators `{% open_alarms as alarms %}`, and `{% alarm_words alarm %}` for what to do.
"""

from typing import TYPE_CHECKING

from django import template
from django.template.loader import select_template
from django.utils.safestring import SafeString

from notices import queries
from notices.forms import DigestForm

if TYPE_CHECKING:
    from notices.models import Alarm, Notice

register = template.Library()


@register.simple_tag
def notice_words(notice: "Notice") -> SafeString:
    """The notice in the reader's language. A kind that is no longer known still leads somewhere."""
    words: SafeString = select_template([notice.template, "notices/kinds/other.html"]).render({"data": notice.data})
    return words


@register.simple_tag(takes_context=True)
def open_alarms(context: template.Context) -> "list[Alarm]":
    """What the reader must look after: one query for an administrator, none for anybody else."""
    viewer = getattr(context.get("request"), "user", None)
    return queries.alarms(viewer) if viewer is not None and viewer.is_authenticated else []


@register.simple_tag
def alarm_words(alarm: "Alarm") -> SafeString:
    """What has happened and what to do, in the reader's language."""
    words: SafeString = select_template([alarm.template, "notices/kinds/other.html"]).render({"data": alarm.data})
    return words


@register.simple_tag(takes_context=True)
def digest_form(context: template.Context) -> DigestForm:
    """When the reader gets the digest, to be changed. One query."""
    return DigestForm(planned=queries.subscription(context["request"].user))
