"""Which jobs run by themselves, and how often (docs/decisions/0010)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

DAY = 86_400
# Seconds. Each runs once a period (core.jobs.once); periods begin with the epoch, so that a day is one of UTC.
PERIODS = {
    "core.forget": 3600,
    "curation.search_all": 900,
    "ideas.check_keys": 60,
    "ideas.count_shares": 60,
    "ideas.tend_words": 3600,
    "ideas.sweep_images": DAY,
    "ideas.tell_extensions": 60,
    "notices.forget_sent": DAY,
    "notices.plan_digests": 3600,
    "participation.check": DAY,
    "participation.note_lost_all": 3600,
    "participation.remind_all": 900,
    "participation.summarise_all": 300,
    "strategy.notify_published": 300,
    "votes.check_tallies": DAY,
    "votes.destroy_keys": 3600,
    "votes.draw_all": 300,
    "votes.find_bursts": 600,
    "votes.mix": 300,
    "votes.place_all": 60,
}
# Seconds. These may run at any time and several at once, and share what there is to do.
SWEEPS = {
    "curation.take_up": 60,
    "ideas.count_seen": 30,
    "notices.relay": 10,
    "strategy.write_digests": 60,
}
LEAST_ASKING = 1.0
MOST_ASKING = 300.0
LEAST_EXPIRY = 60.0  # machines whose clocks differ by less still take each other's messages


def periods(chosen: Mapping[str, str]) -> dict[str, int]:
    """The period of each job, some of them as `chosen`. Raises `ImproperlyConfigured`."""
    for job, seconds in chosen.items():
        if job not in {**PERIODS, **SWEEPS} or not seconds.isdecimal() or not int(seconds):
            raise ImproperlyConfigured(f"COCREATE_PERIODS: {job}={seconds} is no period of a job of Cocreate.")
    return {job: int(chosen.get(job, seconds)) for job, seconds in PERIODS.items()}


def sweeps(chosen: Mapping[str, str]) -> dict[str, int]:
    """How often each sweep is asked for, some as `chosen`, which `periods` has looked at."""
    return {job: int(chosen.get(job, seconds)) for job, seconds in SWEEPS.items()}


def beat(periods: Mapping[str, int], sweeps: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """What beat asks for: jobs five times a period, every five minutes at most, and the table of runs decides.

    Asked once a period, a beat that is a moment late would leave one out, and one that was just started again would
    leave out a day. What was asked for while no worker was there is dropped after a while, or hours of it would wait
    for the first worker that comes.
    """
    often = {job: min(MOST_ASKING, max(LEAST_ASKING, seconds / 5)) for job, seconds in periods.items()}
    return {
        job: {"task": job, "schedule": asks, "options": {"expires": max(LEAST_EXPIRY, asks)}}
        for job, asks in {**often, **sweeps}.items()
    }
