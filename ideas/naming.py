"""What in a text seems to name a person or to be a way to reach one. Pure: who works here is for others to know.

It would rather miss a name than take every second sentence for one: what it finds is read by a curator before
colleagues see it, and what it misses can still be flagged.
"""

import re
from collections.abc import Iterator

E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2})(?!\d)")
# It begins as numbers that one dials do, and goes on in groups, so that amounts and order numbers are none.
PHONE = re.compile(
    r"(?<![\w.,])(?:\+\d|\(0\d+\)|00?[1-9])\d*(?:[ /.()-]{1,3}\d+){0,7}(?!\w)|(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)"
)
DIALLED = range(7, 16)  # digits
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Miss|Herrn?|Frau|Hr|Fr|Mme|Mlle|Monsieur|Madame|Señora?|Signora?)\.? +(?:Dr\.? +|Prof\.? +)?"
    r"[^\W\d_a-z][\w’'-]+"
)
# Addresses and titles that belong to nobody in particular.
NOBODYS = re.compile(
    r"(?:info|contact|kontakt|help|hilfe|support|service|office|team|sales|hello|mail|post|no-?reply)@", re.IGNORECASE
)
FREE_CALL = re.compile(r"\D*(?:00?|\+\d{1,3}\D*)?(?:800|900)")
MISS = re.compile(r"\bMiss +[A-Z]")  # “Miss Deadlines”: also what one does with a train

WORD = re.compile(r"[^\W\d_]\.|[^\W\d_][\w’'-]*")  # an initial with its dot, or a word
PARTICLES = {
    "al",
    "bin",
    "da",
    "de",
    "del",
    "den",
    "der",
    "di",
    "dos",
    "du",
    "el",
    "la",
    "le",
    "ten",
    "van",
    "von",
    "zu",
}
LONGEST_NAME = 5  # words
MOST_NAMES = 300


def ways_to_reach(text: str) -> list[str]:
    """E-mail addresses and telephone numbers in `text` that seem to be a person's."""
    mails = [found[0] for found in E_MAIL.finditer(text) if not NOBODYS.match(found[0])]
    calls = [found[0] for found in PHONE.finditer(DATE.sub(" ", text)) if _is_dialled(found[0])]
    return mails + calls


def titled(text: str) -> list[str]:
    """Those who are called Mr, Frau or the like in `text`."""
    return [found[0] for found in TITLED.finditer(text) if not MISS.match(found[0])]


def likely_names(text: str) -> list[str]:
    """Two to five words in a row that might be a name: they begin with capitals, `van` or `de` may stand between.

    At most 300 of them, each once, in their order.
    """
    found: dict[str, None] = {}
    for words in _runs(text):
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + LONGEST_NAME) + 1):
                if _is_large(words[start]) and _is_large(words[end - 1]):
                    found.setdefault(" ".join(words[start:end]))
                if len(found) == MOST_NAMES:
                    return list(found)
    return list(found)


def _runs(text: str) -> Iterator[list[str]]:
    """Words that may belong to one name, as they follow each other."""
    run: list[str] = []
    ended = 0
    for match in WORD.finditer(text):
        word = match[0].removesuffix("’s").removesuffix("'s")
        fits = _is_large(word) or (run and word in PARTICLES)
        if run and not (fits and not text[ended : match.start()].strip(" ")):
            yield run
            run = []
        if fits and (_is_large(word) or run):
            run.append(word)
        ended = match.end()
        if word != match[0] and run:  # “Ada Quill’s idea”: the name is over
            yield run
            run = []
    if run:
        yield run


def _is_large(word: str) -> bool:
    return word[0].isupper()


def _is_dialled(number: str) -> bool:
    digits = sum(character.isdigit() for character in number)
    return digits in DIALLED and not FREE_CALL.match(number)
