"""Words in PostgreSQL: arrays of trigrams, and full text in each idea's own language.

A k-nearest-neighbour walk along pg_trgm's GiST index reads nearly all of it where titles have much in common: 66 ms of
100,000. An inverted index over the telling trigrams alone, counted with intarray, takes a fifth of that.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL

from core.prepared import run
from ideas.similarity import key, trigrams

LONG = 5  # letters from which on a word is found in spite of a typing error
NEARLY = 0.55  # the share of its trigrams that an idea then must have
NEAREST = """
SELECT idea_id FROM (
  SELECT idea_id, icount(trigrams & %(asked)s::int[])::float4 AS shared, icount(trigrams) AS own
  FROM ideas_words WHERE campaign_id = %(campaign)s AND trigrams && %(telling)s::int[]
) AS found
ORDER BY 2 * shared / (own + %(number)s - shared) + shared / %(number)s DESC, idea_id DESC LIMIT %(limit)s
"""
RANK = """
COALESCE((
  SELECT 1000 * icount(trigrams & %s::int[]) / %s + round(1000 * ts_rank(document, plainto_tsquery('simple', %s)))::int
  FROM ideas_words WHERE idea_id = ideas_idea.id
), 0)
"""


def nearest(campaign_id: int, text: str, telling: Iterable[str], limit: int) -> list[int]:
    """See the package. By Jaccard, and by containment for what is half typed."""
    asked, some = _keys(trigrams(text)), _keys(telling)
    values = {"asked": asked, "telling": some, "campaign": campaign_id, "number": len(asked), "limit": limit}
    return [row[0] for row in run(NEAREST, values)] if asked else []


def having(words: Sequence[str]) -> Q:
    """See the package. A word is found by its beginning, inflected, or with a typing error in the title."""
    return Q(pk__in=RawSQL(*_having(words)))  # noqa: S611 - only constants, see below


def few(words: Sequence[str], campaign_id: int | None, most: int) -> list[int] | None:
    """See the package. Not knowing that they are few, PostgreSQL would walk along an order until it has met a page."""
    sql, params = _having(words)
    if campaign_id is not None:
        sql, params = f"{sql} AND campaign_id = %s", [*params, campaign_id]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*params, most + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= most else None


def _having(words: Sequence[str]) -> tuple[str, list[Any]]:
    longest = max(words, key=len)
    parts, params = zip(*[_has(word, is_needed=word == longest) for word in words], strict=True)
    sql = f"SELECT idea_id FROM ideas_words WHERE {' AND '.join(parts)}"  # noqa: S608
    return sql, [value for each in params for value in each]


def match(words: Sequence[str]) -> RawSQL:
    """See the package."""
    asked = _keys(trigrams(" ".join(words)))
    return RawSQL(RANK, [asked, max(1, len(asked)), " ".join(words)], output_field=IntegerField())  # noqa: S611


def _has(word: str, *, is_needed: bool) -> tuple[str, list[Any]]:
    """The condition that an idea has `word`, which holds letters and digits only, and its parameters.

    Unless `is_needed`, it may be missing when a language leaves it out, like “the”.
    """
    languages = _languages()
    inflected = [f"plainto_tsquery(ideas_language('{code}'), %s)" for code in languages]
    sql = f"document @@ ({' || '.join(['to_tsquery(%s, %s)', *inflected])})"
    params: list[Any] = ["simple", f"'{word}':*", *[word] * len(languages)]
    if not is_needed:
        sql += "".join(f" OR numnode({each}) = 0" for each in inflected)
        params += [word] * len(languages)
    if len(word) >= LONG:
        own = _keys(trigrams(word))
        least = ceil(NEARLY * len(own))
        # Whoever has so many of them has one of these, which the index finds.
        sql += " OR (trigrams && %s::int[] AND icount(trigrams & %s::int[]) >= %s)"
        params += [own[: len(own) - least + 1], own, least]
    return f"({sql})", params


@cache
def _languages() -> list[str]:
    """The languages of the product. Words of others are found by their beginnings."""
    return [code for code, _name in settings.LANGUAGES if code.replace("-", "").isalnum()]


def _keys(found: Iterable[str]) -> list[int]:
    return sorted({key(trigram) for trigram in found})
