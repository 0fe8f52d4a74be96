"""Naming groups of texts by the words that they share and others have not. Pure.

c-TF-IDF (Grootendorst 2022): a word's weight in a group is tf · ln(1 + A / f), where tf is how often the group says it,
f how often all say it, and A how many words a group has on average. Words that carry no meaning are left out of names
only; what texts have in common is measured with every character of theirs.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

LONGEST, TITLE_WORDS = 30, 3
SAME_BEGINNING = 0.55
OWN = 1.5  # so much more often than all others together a group says the words that name it
WORD = re.compile(r"[^\W\d_][\w’'-]*\w|[^\W\d_]")
ENGLISH = """
    a about after again all also am an and any anything are as at be because been before being but by can can't
    cannot could did do does doesn't doing don't down during each else even every everyone everything few for
    from further get gets getting give given go goes going good got had has have having he her here him his how
    i i'd i'll i'm i've if in instead into is isn't it it's its just keep know let like ll look lot made make
    makes making many may me might more most much must my need needs never new no none nor not nothing now of
    off often on once one only or other our out over own per please put re really s same say see should so some
    someone something still such sure t take than that that's the their them then there these they thing things
    this those through to too under until up us use used using ve very via want wants was way we well were what
    when where whether which while who whole why will with within without won't work would yes yet you your
"""
GERMAN = """
    ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits besser bin
    bis bitte da dabei dadurch dafür damit dann daran darauf darf das dass davon dazu dem den denn der des
    dessen die dies diese diesem diesen dieser dieses doch dort du durch dürfen eher ein eine einem einen einer
    eines einfach er erst es etwa etwas euch euer für ganz geben gegen geht gerne gibt gut hab habe haben hat
    hatte hier ich ihm ihn ihnen ihr ihre ihren im immer in ins ist ja jede jeden jeder jedes jetzt kann kein
    keine keinen können könnte könnten macht man manche mehr mein meine mich mir mit muss müssen müsste nach
    nicht nichts noch nun nur ob oder oft ohne schon sehr sein seine sich sie sind so soll sollen sollte sollten
    sondern sonst statt um und uns unser unsere unter viel viele vom von vor war was weil welche wenn wer werden
    wie wieder will wir wird wo wollen wurde wäre würde würden zu zum zur zwar zwischen über
"""
STOP_WORDS = frozenset([*ENGLISH.split(), *GERMAN.split()])


def named(words: Sequence[str]) -> str:
    """A title of the first three words, `""` where nothing is shared."""
    title = ", ".join(words[:TITLE_WORDS])
    return title[:1].upper() + title[1:]


def words_of(groups: Sequence[Sequence[str]], *, most: int = 3) -> list[list[str]]:
    """For each group of texts up to `most` words that name it, the most telling first.

    A word names a group of several texts only if at least two say it. It is spelt as they mostly spell it, so that
    German nouns keep their capitals. Of words that weigh the same the first in the alphabet wins.
    """
    said = [[_words(text) for text in texts] for texts in groups]
    counts = [Counter(word for text in texts for word in text) for texts in said]
    everywhere = Counter[str]()
    for count in counts:
        everywhere.update(count)
    average = sum(everywhere.values()) / len(groups) if groups else 0
    return [
        _best(texts, count, everywhere, average, most)
        for texts, count in zip(groups, _shared(said, counts, everywhere), strict=True)
    ]


def _best(
    texts: Sequence[str], count: dict[str, int], everywhere: Counter[str], average: float, most: int
) -> list[str]:
    weights = {word: times * log(1 + average / everywhere[word]) for word, times in count.items()}
    spelt = _spellings(texts)
    chosen: list[str] = []
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        if len(chosen) < most and not any(_is_form_of(word, other) for other in chosen):
            chosen.append(word)
    return [spelt[word] for word in chosen]


def _is_form_of(word: str, other: str) -> bool:
    """Whether two words look like forms of one: "card" and "cards", "transfer" and "transferred"."""
    pairs = enumerate(zip(word, other, strict=False))
    shared = next((at for at, (one, two) in pairs if one != two), min(len(word), len(other)))
    return shared >= max(4, SAME_BEGINNING * max(len(word), len(other)))


def _shared(
    said: Sequence[Sequence[list[str]]], counts: Sequence[Counter[str]], everywhere: Counter[str]
) -> list[dict[str, int]]:
    """How often each group says the words that at least two of its texts hold, and that it says more than all do."""
    total = sum(len(texts) for texts in said)
    found = []
    for texts, count in zip(said, counts, strict=True):
        holding = Counter(word for text in texts for word in set(text))
        more = OWN * len(texts) / total if len(said) > 1 else 0
        telling = [word for word, often in holding.items() if often >= min(2, len(texts))]
        found.append({word: count[word] for word in telling if count[word] >= more * everywhere[word]})
    return found


def _words(text: str) -> list[str]:
    return [word for word in (found.lower() for found in _found(text)) if word not in STOP_WORDS]


def _found(text: str) -> list[str]:
    text = text.replace("’", "'")
    return [word for word in WORD.findall(text) if 1 < len(word) <= LONGEST]


def _spellings(texts: Sequence[str]) -> dict[str, str]:
    """Each word as it is mostly spelt; capitals count only within a sentence, where they mean something."""
    spelt: dict[str, Counter[str]] = {}
    for text in texts:
        for number, word in enumerate(_found(text)):
            weight = 1 if number == 0 else 10
            spelt.setdefault(word.lower(), Counter())[word] += weight
    return {word: min(found, key=lambda each: (-found[each], each)) for word, found in spelt.items()}
