"""Words in SQLite: a full-text table over trigrams (FTS5), so that any part of a word is found."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL, Value

SHORTEST = 3  # letters that the table can look for
NEAREST = """
SELECT ideas_words.rowid FROM ideas_words JOIN ideas_idea ON ideas_idea.id = ideas_words.rowid
WHERE ideas_words MATCH %s AND campaign_id = %s ORDER BY bm25(ideas_words), ideas_words.rowid DESC LIMIT %s
"""
HAVING = "SELECT rowid FROM ideas_words WHERE ideas_words MATCH %s"
RANK = """
COALESCE((
  SELECT CAST(-1000 * bm25(ideas_words, 10, 1) AS INTEGER) FROM ideas_words
  WHERE ideas_words MATCH %s AND rowid = ideas_idea.id
), 0)
"""


def nearest(campaign_id: int, text: str, telling: Iterable[str], limit: int) -> list[int]:
    """See the package. By BM25 over the telling trigrams."""
    some = " OR ".join(map(_quoted, telling))
    if not some:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [f"title : ({some})", campaign_id, limit])
        return [pk for (pk,) in cursor.fetchall()]


def few(words: Sequence[str], campaign_id: int | None, most: int) -> list[int] | None:
    """See the package. SQLite looks the words up first."""
    return None


def having(words: Sequence[str]) -> Q:
    """See the package. Short words are looked for in the ideas themselves."""
    long = _long(words)
    found = Q(pk__in=RawSQL(HAVING, [long])) if long else Q()  # noqa: S611 - a constant
    for word in words:
        if len(word) < SHORTEST:
            found &= Q(title__icontains=word) | Q(today__icontains=word) | Q(better__icontains=word)
    return found


def match(words: Sequence[str]) -> RawSQL | Value:
    """See the package."""
    long, whole = _long(words), IntegerField()
    return RawSQL(RANK, [long], output_field=whole) if long else Value(0, output_field=whole)  # noqa: S611 - a constant


def _long(words: Sequence[str]) -> str:
    return " AND ".join(_quoted(word) for word in words if len(word) >= SHORTEST)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
