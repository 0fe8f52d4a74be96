"""How long it took people to be heard. Pure."""

from collections.abc import Iterable


def first_voice(heard: Iterable[tuple[int, int]]) -> int | None:
    """The median number of days from the first day of listening to the day on which a person was first heard.

    `heard` are pairs of a day (0: the first one) and how many people have been heard by its end, in order of days. It
    is the first day by whose end at least half of all were heard. Should counts fall, the highest so far stands. Where
    days in between were not counted, people stand on the next one that was. `None` when nobody was heard.
    """
    highest = 0
    rising: list[tuple[int, int]] = []
    for day, people in heard:
        highest = max(highest, people)
        rising.append((max(0, day), highest))
    if not highest:
        return None
    return next(day for day, people in rising if 2 * people >= highest)
