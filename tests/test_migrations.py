"""Migrations fit the models, and can be taken back and made again, on a database of their own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

ALIAS = "elsewhere"
OURS = ["core", "people", "notices", "ideas", "votes", "curation", "participation", "strategy"]


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.fixture
def elsewhere(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database beside that of the tests, on the same engine."""
    with django_db_blocker.unblock():
        default = connections[DEFAULT_DB_ALIAS]
        name = f"migrations_{uuid4().hex[:12]}"
        connections.databases[ALIAS] = {**default.settings_dict, "NAME": name, "CONN_MAX_AGE": 0}
        if default.vendor == "sqlite":
            hasty = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"}
            connections.databases[ALIAS] |= {"NAME": str(tmp_path / "elsewhere.sqlite3"), "OPTIONS": hasty}
            yield
            connections[ALIAS].close()
        else:
            default.ensure_connection()
            with psycopg.connect(**server_of(default.get_connection_params())) as server:
                server.autocommit = True
                server.execute(f'CREATE DATABASE "{name}"')
                yield
                connections[ALIAS].close()
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        del connections.databases[ALIAS]
        del connections[ALIAS]


def server_of(parameters: dict[str, object]) -> dict[str, object]:
    wanted = ("host", "port", "user", "password")
    return {"dbname": "postgres", **{name: parameters[name] for name in wanted if parameters.get(name)}}


def tables() -> set[str]:
    return set(connections[ALIAS].introspection.table_names())


def tables_of(app: str) -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.managed
    }


@pytest.mark.slow
def test_every_app_can_be_migrated_back_to_nothing_and_forward_again(elsewhere: None) -> None:
    call_command("migrate", database=ALIAS, verbosity=0)
    whole = tables()

    for app in reversed(OURS):
        call_command("migrate", app, "zero", database=ALIAS, verbosity=0)
        assert not tables() & tables_of(app), app

    call_command("migrate", database=ALIAS, verbosity=0)
    assert tables() == whole


def test_every_migration_of_ours_is_reversible() -> None:
    loader = MigrationExecutor(None).loader

    stuck = [
        f"{key}: {operation}"
        for key, migration in loader.disk_migrations.items()
        if key[0] in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert stuck == []
