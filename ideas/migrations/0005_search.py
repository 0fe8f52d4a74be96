"""What ideas are found by: a table beside the models, which a job can make anew from the ideas (ideas/actions/indexing.py).

It stands apart from the ideas, because those change all the time (their ranks, how often they were seen), and each
change would write their words into both indexes again.
"""

from django.db import migrations

CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
CASES = "\n".join(f"    WHEN '{code}' THEN 'pg_catalog.{name}'::regconfig" for code, name in CONFIGURATIONS.items())
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS intarray",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    f"""
    CREATE FUNCTION ideas_language(code text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE split_part(lower(code), '-', 1)
    {CASES}
    ELSE 'pg_catalog.simple'::regconfig END $$
    """,
    """
    CREATE TABLE ideas_words (
        idea_id bigint PRIMARY KEY,
        campaign_id bigint NOT NULL,
        trigrams integer[] NOT NULL,
        document tsvector NOT NULL
    )
    """,
    # With a list of pending entries, whoever looks something up would read through it.
    "CREATE INDEX ideas_words_alike ON ideas_words USING gin (campaign_id, trigrams gin__int_ops) WITH (fastupdate = off)",
    "CREATE INDEX ideas_words_text ON ideas_words USING gin (document) WITH (fastupdate = off)",
]
SQLITE = ["CREATE VIRTUAL TABLE ideas_words USING fts5(title, body, tokenize = 'trigram')"]
BACK = {
    "postgresql": ["DROP TABLE ideas_words", "DROP FUNCTION ideas_language(text)"],  # others may use the extensions
    "sqlite": ["DROP TABLE ideas_words"],
}


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_talk_moderation_revisions")]
    operations = [migrations.RunPython(make, remove)]
