"""Real conversations into which people rush who have agreed on one idea, and what the jobs make of them.

`python -m tests.votes.rushing FOLDER` prints what docs/decisions/0013 tells; FOLDER holds conversations of Polis.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from votes import bursts

CONVERSATIONS = (
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "football-concussions",
    "scoop-hivemind.taxes",
    "vtaiwan.uberx",
)
MINUTE, HOUR, DAY = 60, 3600, 86_400
BEGUN = 0.2  # the share of a conversation's votes after which it has a past to compare with


class Said(NamedTuple):
    """One first vote of somebody on an idea, at a second."""

    at: int
    idea: int
    voter: str
    vote: int


class Rush(NamedTuple):
    """So many accounts support one idea within so many seconds, and each votes on so many others for cover."""

    accounts: int
    seconds: int
    cover: int = 0


RUSHES = (
    Rush(10, 10 * MINUTE),
    Rush(10, 10 * MINUTE, cover=3),
    Rush(20, HOUR),
    Rush(5, 10 * MINUTE),
    Rush(20, DAY, cover=5),
    Rush(10, 10 * MINUTE, cover=10),
)


def conversation(folder: Path) -> list[Said]:
    """The first vote of each person on each statement, in the order of time."""
    first: dict[tuple[int, str], Said] = {}
    with (folder / "votes.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            said = Said(int(row["timestamp"]) // 1000, int(row["comment-id"]), row["voter-id"], int(row["vote"]))
            pair = (said.idea, said.voter)
            first[pair] = min(said, first.get(pair, said))
    return sorted(first.values())


def invented(seed: int = 1, people: int = 600, ideas: int = 60) -> list[Said]:
    """Five days on which people come at any hour, see ideas by chance and like some better than others."""
    chance = Random(seed)
    liked = [chance.betavariate(3, 2) for _ in range(ideas)]
    said = []
    for person in range(people):
        at = chance.randrange(5 * DAY)
        for idea in chance.sample(range(ideas), chance.choice((2, 4, 6, 10, 20))):
            at += chance.randrange(5, 40)
            said.append(Said(at, idea, str(person), 1 if chance.random() < liked[idea] else -1))
    return sorted(said)


def with_rush(said: Sequence[Said], rush: Rush, chance: Random) -> tuple[list[Said], int, int]:
    """The same conversation with `rush` in it, the idea that it was for, and when it began: as people were there."""
    start = chance.choice(said).at
    there = sorted({each.idea for each in said if each.at <= start})
    target = chance.choice(there)
    others = [idea for idea in there if idea != target]
    new = []
    for account in range(rush.accounts):
        at = start + chance.randrange(rush.seconds)
        new.append(Said(at, target, f"new {account}", 1))
        for idea in chance.sample(others, min(rush.cover, len(others))):
            new.append(Said(at + chance.randint(-60, 60), idea, f"new {account}", chance.choice((1, 1, 0, -1))))
    return sorted([*said, *new]), target, start


def alarms(said: Iterable[Said], begin: float = 0, end: float = float("inf")) -> dict[int, bursts.Burst]:
    """Idea → its first alarm, of jobs that look after each slot between two moments, and know only what was before."""
    slots: dict[int, list[Said]] = defaultdict(list)
    for each in said:
        slots[each.at // bursts.SLOT].append(each)
    cast: Counter[str] = Counter()
    support: Counter[int] = Counter()
    ideas: set[int] = set()
    pace: dict[int, Counter[int]] = {}
    found: dict[int, bursts.Burst] = {}
    for slot in sorted(slots):
        cast.update(each.voter for each in slots[slot])
        ideas.update(each.idea for each in slots[slot])
        support.update(each.idea for each in slots[slot] if each.vote == 1)
        new = Counter(each.idea for each in slots[slot] if each.vote == 1 and cast[each.voter] <= bursts.NEW)
        if new:
            pace[slot] = new
        for old in [old for old in pace if old <= slot - max(bursts.WINDOWS)]:
            del pace[old]
        if new and begin <= (slot + 1) * bursts.SLOT and slot * bursts.SLOT <= end:
            for burst in bursts.find(pace, support, len(ideas)):
                found.setdefault(burst.idea, burst)
    return found


def is_noticed(said: Sequence[Said], rush: Rush, chance: Random) -> tuple[bool, bool]:
    """Whether a rush raises an alarm for its idea, and whether the conversation had begun long before."""
    rushed, target, start = with_rush(said, rush, chance)
    found = alarms(rushed, start, start + rush.seconds + 10 * MINUTE)
    return target in found, sum(each.at < start for each in said) > BEGUN * len(said)


def noticed(conversations: Sequence[Sequence[Said]], rush: Rush, runs: int, seed: int = 1) -> list[tuple[bool, bool]]:
    """The same for `runs` rushes, in turns into each conversation."""
    chance = Random(f"{seed} {rush}")
    return [is_noticed(conversations[run % len(conversations)], rush, chance) for run in range(runs)]


def main(folder: Path, runs: int = 150) -> None:
    """Print the table."""
    conversations = [conversation(folder / name) for name in CONVERSATIONS]
    ideas = sum(len({each.idea for each in said}) for said in conversations)
    print(f"untouched: {sum(len(alarms(said)) for said in conversations)} of {ideas} ideas with an alarm")
    for rush in RUSHES:
        found = noticed(conversations, rush, runs)
        late = [hit for hit, begun in found if begun]
        print(f"{rush}: {sum(hit for hit, _ in found)}/{runs}, once begun {sum(late)}/{len(late)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
