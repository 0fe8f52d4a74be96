"""Boards to curate in the browser: `python manage.py shell < tests/browser/boards.py`, told by its environment where to
leave the session of a second curator."""

import os
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from curation.actions import create_theme
from demo.queries import personas
from demo.views import BACKEND
from ideas.models import Campaign
from people.models import User
from tests import factories
from tests.curation.suggesting import PARKING, QUEUES, say, searched

SIZES = {"board-long": 200, "board-undo": 12, "board-drag": 12, "board-two": 12, "board-plain": 12}
SIZES |= {"keys-held": 12, "keys-quick": 30}
WORDS = (
    "keys-merge",
    "keys-ask",
    "keys-split",
    "keys-accept",
    "keys-menu",
    "keys-typing",
)  # with ideas that say something
THEMES = ("Waiting you can plan for", "One conversation, not four", "Returns without shame", "Finish it at the door")


def board(slug: str, mod: User, size: int = 0) -> Campaign:
    """A campaign that is curated now: four themes, and so many ideas to read, or two things said four times."""
    campaign = factories.campaign(slug=slug, title=f"Board {slug}")
    if size:
        factories.many_ideas(mod, campaign, size)
    else:
        say(ada, campaign, *PARKING, *QUEUES)
    for title in THEMES:
        create_theme(by=mod, campaign=campaign, title=title)
    return factories.set_step(Campaign.objects.get(pk=campaign.pk), "curate")


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


ada = next(each.user for each in personas() if each.key == "employee")
kim = factories.person("Kim", None, "curator", job_title="Store manager")
for slug, size in SIZES.items():
    board(slug, kim, size)
told = {slug: board(slug, kim) for slug in WORDS}
searched(kim, told["keys-accept"])
Path(os.environ["BOARDS"]).write_text(session_of(kim), encoding="utf-8")
