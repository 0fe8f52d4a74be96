"""Bursts of support: finding them, and what a curator makes of one. No vote is ever changed for it."""

from django.db import transaction
from django.utils import timezone

from core.errors import require
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from notices.actions import tell
from people.actions import record
from people.models import User
from people.queries import holders
from votes import bursts, rules
from votes.actions.pace import read_pace
from votes.models import Burst, Tally


def find_bursts(campaign: Campaign) -> int:
    """Flag the ideas of `campaign` whose support of the last day came too fast to be chance; returns how many are new.

    Curators of the campaign are told. What one of them found harmless is looked at afresh from then on; an idea whose
    support was found suspicious stands aside already.
    """
    pace = _still_to_judge(campaign, read_pace(campaign))
    if not pace:
        return 0
    support = dict(Tally.objects.filter(idea__campaign=campaign).values_list("pk", "support"))
    listed = Idea.objects.filter(LISTED, campaign=campaign)
    found = bursts.find(pace, support, listed.count())
    titles = dict(listed.filter(pk__in=[burst.idea for burst in found]).values_list("pk", "title"))
    telling = [each for each in found if each.idea in titles and each.support >= campaign.smallest_group]
    return sum(_flag(campaign, each, titles[each.idea]) for each in telling)


def _still_to_judge(campaign: Campaign, pace: bursts.Pace) -> bursts.Pace:
    """The pace without what was judged: an idea's slots up to its last settling, all of them when it was suspicious."""
    judged: dict[int, float] = {}
    settled = Burst.objects.filter(idea__campaign=campaign, settled_at__isnull=False)
    for idea, moment, harmless in settled.values_list("idea_id", "settled_at", "is_harmless"):
        until = moment.timestamp() // bursts.SLOT if moment and harmless else float("inf")
        judged[idea] = max(until, judged.get(idea, 0))
    left = {
        slot: {idea: number for idea, number in support.items() if slot > judged.get(idea, 0)}
        for slot, support in pace.items()
    }
    return {slot: support for slot, support in left.items() if support}


@transaction.atomic
def _flag(campaign: Campaign, found: bursts.Burst, title: str) -> bool:
    """Open a flag, or let the one that is open say how far it has come. Whether it is new."""
    figures = {
        "minutes": found.slots * bursts.SLOT // 60,
        "support": found.support,
        "expected": round(found.expected, 1),
    }
    burst, is_new = Burst.objects.get_or_create(
        idea_id=found.idea, settled_at=None, defaults={"found_on": timezone.now().date(), **figures}
    )
    if is_new:
        curators = [user.pk for user in holders("curator") if rules.may_settle(user, campaign)]
        path = f"/curation/{campaign.slug}/bursts/"
        tell(curators, kind="burst", key=str(burst.pk), path=path, data={"idea": title})
    elif found.support > burst.support:
        Burst.objects.filter(pk=burst.pk).update(**figures)
    return is_new


@transaction.atomic
def settle(*, by: User, burst: Burst, harmless: bool) -> Burst:
    """Say what became of a flag. Harmless, the idea takes its place again; else it stays aside. May be said anew."""
    require(rules.may_settle(by, burst.idea.campaign))
    burst = Burst.objects.select_for_update(of=("self",)).select_related("idea__campaign").get(pk=burst.pk)
    before = {"harmless": burst.is_harmless}
    burst.settled_at, burst.settled_by, burst.is_harmless = timezone.now(), by, harmless
    burst.save(update_fields=["settled_at", "settled_by", "is_harmless"])
    record("votes.settle_burst", by=by, on=burst, before=before, after={"harmless": harmless})
    return burst
