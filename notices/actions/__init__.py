"""Writes of notices, one module per noun."""

from notices.actions.alarms import clear_alarm, raise_alarm
from notices.actions.messages import forget_sent, post, send_again
from notices.actions.relay import relay
from notices.actions.telling import mark_all_read, mark_read, tell

__all__ = [
    "clear_alarm",
    "forget_sent",
    "mark_all_read",
    "mark_read",
    "post",
    "raise_alarm",
    "relay",
    "send_again",
    "tell",
]
