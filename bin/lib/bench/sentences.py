"""Titles of ideas made from lists of words, and what people do to them while typing. The same for the same seed."""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


def _parts(text: str) -> list[str]:
    return text.split("|")


VERBS = _words(
    "text call show let give print send offer tell keep move open train put ask remind check share fix start stop "
    "allow make add bring build carry change choose clean close collect compare count deliver explain follow "
    "guide hand help hold install label lend listen measure mend name pack pay pick plan play post read repair "
    "replace return say sell sort split store swap take teach test thank track translate try turn use visit wait "
    "warn wash weigh welcome wrap"
)
THINGS = _words(
    "customer driver fitter receipt parcel van delivery refund queue sofa kitchen warranty invoice appointment "
    "slot shelf label colleague manager store depot website app number email letter phone counter return exchange "
    "voucher card kiosk screen map route box manual part tool shift rota window door lamp table chair bed "
    "mattress wardrobe drawer handle hinge screw colour sample catalogue price discount basket trolley lift ramp "
    "car park bench coffee toilet child family student pensioner neighbour builder plumber electrician guest "
    "visitor language sign arrow entrance exit till checkout fitting room mirror stock warehouse pallet truck "
    "ladder uniform badge password account address birthday season holiday weekend morning evening night "
    "complaint compliment survey question answer promise deadline delay reason mistake guarantee insurance "
    "contract signature photo video drawing plan budget credit loan instalment gift wrapping paper bag bottle "
    "battery cable plug socket heater fridge oven dishwasher tap sink tile carpet curtain blind paint brush "
    "wallpaper plant garden fence gate key lock alarm camera robot screen tablet"
)
KINDS = _words(
    "same late early broken missing lost new old empty heavy second first next last whole real clear simple "
    "honest cheap small large local quiet busy wet cold warm bright dark wrong right free spare safe slow fast "
    "short long"
)
ENDS = _parts(
    "before they arrive|without asking twice|on the same day|at the counter|when the van is late|the evening before|"
    "for every order|in plain words|after a complaint|within an hour|by text|over the phone|in each store|before the "
    "weekend|at no cost|with one tap|in their own language|until it works|as soon as we know|for people in wheelchairs|"
    "when nobody answers|during the sale|after closing time|on rainy days|for regular customers"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TYPING_ERRORS = 0.25  # of words of four letters or more


def title(chance: Random) -> str:
    """An idea in one line."""
    parts = [chance.choice(VERBS).capitalize(), "the", chance.choice(KINDS), chance.choice(THINGS)]
    if chance.random() < 0.6:
        parts += [chance.choice(("to", "for", "with", "of", "near")), "the", chance.choice(THINGS)]
    if chance.random() < 0.4:
        parts += ["and", chance.choice(VERBS), "a", chance.choice(KINDS), chance.choice(THINGS)]
    return " ".join([*parts, chance.choice(ENDS)])


def half(text: str) -> str:
    """What is there when half of it is typed."""
    return text[: max(4, len(text) // 2)].rstrip()


def misspelt(text: str, chance: Random) -> str:
    """With typing errors in a quarter of the longer words, one at least."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4]
    wrong = {place for place in long if chance.random() < TYPING_ERRORS} or set(long[:1])
    return " ".join(_mistyped(word, chance) if place in wrong else word for place, word in enumerate(words))


def _mistyped(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        )
    )
