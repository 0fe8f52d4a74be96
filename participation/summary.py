"""The Summary of a campaign: what is put beside the figures of each unit when they are released. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from participation.evenness import evenness
from participation.pace import first_voice
from participation.representativeness import lowest, percent_alike

LISTS = ("stages", "themes", "agreed", "divided")


def summed_up(
    shown: Mapping[str, Any],
    *,
    votes: Mapping[int, int],
    heard: Iterable[tuple[int, int]],
    said: Mapping[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    """`shown`, the figures that may be released now, with all that is released under the same number.

    `votes` are people by the number of votes they cast, `heard` the people heard by the end of each day since listening
    began, `said` the lists of `LISTS`. Nothing is added before the company's figure may be shown.
    """
    if shown.get("heard") is None:
        return dict(shown)
    return {
        **shown,
        "overlap": percent_alike(shown),
        "lowest": lowest(shown),
        "evenness": evenness(votes, shown["invited"], shown["smallest"]),
        "first_voice": first_voice(heard),
        **{name: list(said.get(name, [])) for name in LISTS},
    }
