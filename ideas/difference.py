"""What changed between two texts, word by word. Pure."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

WORD = re.compile(r"\S+\s*|\s+")
MOST_PAIRS = 60_000  # of equal words: comparing more would keep a reader waiting


class Kind(StrEnum):
    """What became of a stretch of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row that share what became of them."""

    kind: Kind
    text: str


def fingerprint(*parts: object) -> str:
    """Sixteen letters and digits that are others as soon as one of `parts` is."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def difference(before: str, after: str) -> list[Part]:
    """The words of both texts in order: those that stayed once, those that went before those that came.

    Joined, what is not `NEW` is `before`, and what is not `GONE` is `after`.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    tail = _shared_end(old[head:], new[head:])
    middle = _between(old[head : len(old) - tail], new[head : len(new) - tail])
    return _joined([Part(Kind.SAME, "".join(new[:head])), *middle, Part(Kind.SAME, "".join(new[len(new) - tail :]))])


def _shared_end(old: list[str], new: list[str]) -> int:
    pairs = zip(reversed(old), reversed(new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _between(old: list[str], new: list[str]) -> list[Part]:
    if _pairs(old, new) > MOST_PAIRS:  # the same word a thousand times: nobody could follow it anyway
        return [Part(Kind.GONE, "".join(old)), Part(Kind.NEW, "".join(new))]
    parts = []
    for change, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            parts.append(Part(Kind.SAME, "".join(new[begin:end])))
        else:
            parts += [Part(Kind.GONE, "".join(old[first:last])), Part(Kind.NEW, "".join(new[begin:end]))]
    return parts


def _pairs(old: list[str], new: list[str]) -> int:
    """In how many ways a word of `old` can be matched with the same of `new`: what comparing costs."""
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())


def _joined(parts: list[Part]) -> list[Part]:
    """Without empty parts, and neighbours of one kind as one."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].kind == part.kind:
            found[-1] = Part(part.kind, found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return found
