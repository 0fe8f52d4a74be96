"""What an import made."""

from dataclasses import dataclass

from ideas.models import Campaign


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made. `left_out` are votes of authors on their own ideas."""

    campaign: Campaign
    people: int
    ideas: int
    votes: int
    left_out: int
