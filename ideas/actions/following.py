"""Wanting to know what becomes of an idea."""

from django.db import transaction

from core.errors import require
from ideas import rules
from ideas.models import Follow, Idea
from people.models import User


@transaction.atomic
def follow(*, by: User, idea: Idea) -> None:
    """Show `by` from now on what becomes of `idea`. Nobody else sees that. A second time changes nothing."""
    require(rules.may_talk(by, idea.campaign))
    Follow.objects.bulk_create([Follow(user=by, idea=idea)], ignore_conflicts=True)


@transaction.atomic
def unfollow(*, by: User, idea: Idea) -> None:
    """Show it no longer. Whoever does not follow it may ask for that as well."""
    Follow.objects.filter(user=by, idea=idea).delete()
