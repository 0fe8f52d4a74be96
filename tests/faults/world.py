"""Who votes on what. Import it once Django is set up."""

from dataclasses import dataclass
from random import Random

from django.db import transaction

from ideas import actions as ideas_actions
from people import actions as people_actions
from people.models import Unit, User
from tests import factories

IDEAS = 20
STORES = 8
SMALL = 6  # people of a store that is too small to be kept on their votes
SLUG = "under-fire"


@dataclass(frozen=True)
class World:
    """A campaign: its ideas (ids), and the people who vote, each with an API token."""

    campaign_id: int
    ideas: list[int]
    people: list[tuple[int, str]]


@transaction.atomic
def load(votes: int) -> World:
    """As many people as make so many votes, each on every idea; an administrator who is alarmed."""
    units = _units()
    number = -(-votes // IDEAS)
    places = [units[-1] if turn < SMALL else units[turn % (len(units) - 1)] for turn in range(number)]
    people = people_actions.take_over(
        people=[
            (User(email=f"voter-{turn}@example.com", display_name=f"Voter {turn}"), unit)
            for turn, unit in enumerate(places)
        ]
    )
    factories.person("Root", units[0], "administrator")
    campaign = factories.campaign(slug=SLUG)
    authors = [factories.person(unit=units[turn]) for turn in range(4)]
    ideas = [
        ideas_actions.submit(
            by=authors[turn % len(authors)], campaign=campaign, title=f"Idea {turn}", anonymous=turn % 3 == 0
        )
        for turn in range(IDEAS)
    ]
    tokens = [(user.pk, people_actions.create_token(user=user, scope="write")) for user in people]
    return World(campaign.pk, [idea.pk for idea in ideas], tokens)


def _units() -> list[Unit]:
    whole = factories.unit("Harbour")
    regions = [factories.unit(name, whole) for name in ("North", "South")]
    return [factories.unit(f"Store {turn}", regions[turn % 2]) for turn in range(STORES)]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person does about one idea, one after the other: choices, or `None` to take the vote back."""

    person: int
    token: str
    idea: int
    choices: tuple[str | None, ...]
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """Something to be said once, however often it is sent."""

    token: str
    path: str
    body: dict[str, str]
    key: str


CHOICES = ("support", "support", "object", "pass")


def deeds(world: World, votes: int, clients: int, random: Random) -> list[list[Vote | Post]]:
    """What each client does: `votes` votes, some changed or cast anew or sent twice at once, and posts among them."""
    pairs = [(person, idea) for person in world.people for idea in world.ideas][:votes]
    random.shuffle(pairs)
    shares: list[list[Vote | Post]] = [[] for _client in range(clients)]
    for number, ((person, token), idea) in enumerate(pairs):
        share = shares[number % clients]
        share.append(Vote(person, token, idea, _choices(random), twice=random.random() < 0.05))
        if number % 40 == 0:
            share.append(_post(number, token, idea))
    return shares


def _choices(random: Random) -> tuple[str | None, ...]:
    first, second = random.choice(CHOICES), random.choice(CHOICES)
    chance = random.random()
    if chance < 0.1:
        return (first, second)
    if chance < 0.15:
        return (first, None, second)
    if chance < 0.17:
        return (first, None)
    return (first,)


def _post(number: int, token: str, idea: int) -> Post:
    if number % 80:
        return Post(token, f"/api/v1/ideas/{idea}/comments/", {"text": f"Comment {number}"}, f"key-{number}")
    return Post(token, f"/api/v1/campaigns/{SLUG}/ideas/", {"title": f"Said {number}"}, f"key-{number}")
