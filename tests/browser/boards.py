"""Boards to curate in the browser: `python manage.py shell < tests/browser/boards.py`, told by its environment where to
leave the session of a second curator."""

import os
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from curation.actions import create_theme
from demo.views import BACKEND
from ideas.models import Campaign
from people.models import User
from tests import factories

SIZES = {"board-long": 200, "board-undo": 12, "board-drag": 12, "board-two": 12, "board-plain": 12}
THEMES = ("Waiting you can plan for", "One conversation, not four", "Returns without shame", "Finish it at the door")


def board(slug: str, size: int, mod: User) -> None:
    """A campaign that is curated now, with so many ideas to read and four themes."""
    campaign = factories.campaign(slug=slug, title=f"Board {size}")
    factories.many_ideas(mod, campaign, size)
    for title in THEMES:
        create_theme(by=mod, campaign=campaign, title=title)
    factories.set_step(Campaign.objects.get(pk=campaign.pk), "curate")


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


kim = factories.person("Kim", None, "curator", job_title="Store manager")
for slug, size in SIZES.items():
    board(slug, size, kim)
Path(os.environ["BOARDS"]).write_text(session_of(kim), encoding="utf-8")
