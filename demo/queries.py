"""Who the demo's personas are."""

from dataclasses import dataclass

from demo import company
from people import queries as people_queries
from people.models import User


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the four people whom a visitor can be."""

    key: str
    user: User
    shows: str


def personas() -> list[Persona]:
    """The four personas who are loaded, in the order of the road."""
    found = []
    for row in company.read("people")["person"]:
        user = people_queries.by_email(row["email"]) if "persona" in row else None
        if user is not None:
            found.append(Persona(key=row["persona"], user=user, shows=row.get("shows", "")))
    return found


def persona(key: str) -> User | None:
    """The person behind a persona's key."""
    email = company.personas().get(key)
    return people_queries.by_email(email) if email else None


def is_loaded() -> bool:
    """Whether the demo company is there."""
    return persona("employee") is not None
