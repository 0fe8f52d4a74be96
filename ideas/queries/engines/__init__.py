"""Where the databases differ: how ideas are found by their words. One module an engine, each with

- `nearest(campaign_id, text, telling, limit)`: ids of ideas whose titles are most like `text`, the nearest first,
  among those that share one of the trigrams `telling`;
- `having(words)`: a condition on ideas that have all of these words;
- `few(words, campaign_id, most)`: their ids, in one campaign or in all, if they are at most `most`; else `None`, and
  where the engine needs no such help;
- `match(words)`: by how much, as an expression that is a whole number.

They may find what is hidden or withdrawn: whoever asks joins them with what the viewer may see.
"""

from types import ModuleType

from django.db import connection

from ideas.queries.engines import postgresql, sqlite


def engine() -> ModuleType:
    """The module of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite
