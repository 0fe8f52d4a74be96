"""Writes of notices, one module per noun."""

from notices.actions.alarms import clear_alarm, raise_alarm
from notices.actions.digests import Edition, Letter, write_due
from notices.actions.messages import forget_sent, post, send_again
from notices.actions.relay import relay
from notices.actions.reminding import ENDING, remind
from notices.actions.subscriptions import choose, plan, unsubscribe
from notices.actions.telling import mark_all_read, mark_read, tell

__all__ = [
    "ENDING",
    "Edition",
    "Letter",
    "choose",
    "clear_alarm",
    "forget_sent",
    "mark_all_read",
    "mark_read",
    "plan",
    "post",
    "raise_alarm",
    "relay",
    "remind",
    "send_again",
    "tell",
    "unsubscribe",
    "write_due",
]
