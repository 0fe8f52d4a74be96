"""A published version cannot be changed, not even by hand on the database.

Forgetting who published it (a leaver) stays possible. On SQLite a version can still be deleted: Django empties
tables there with DELETE.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = {
    "strategy_publication": "strategy_id, number, content, digest, published_at",
    "strategy_publishedground": "publication_id, idea_id, position, title",
}


def forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(
            "CREATE FUNCTION cocreate_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'A publication never changes.' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table, columns in KEPT.items():
        if postgres:
            editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE DELETE OR UPDATE OF {columns} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION cocreate_never_changes()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {columns} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'A publication never changes.'); END"
            )


def allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on = editor.connection.vendor == "postgresql"
    for table in KEPT:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept" + (f" ON {table}" if on else ""))
    if on:
        editor.execute("DROP FUNCTION IF EXISTS cocreate_never_changes()")


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
