"""Votes are secret by construction: what the tables, the keys, the transactions and the logs cannot give away."""

import base64
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from core import keys
from ideas.actions import mix_taken_part, note_taken_part
from ideas.models import Idea, TakenPart
from people.models import User
from votes.actions import cast
from votes.models import Vote

Worker = Callable[[], AbstractContextManager[None]]
TELLING = (models.DateTimeField, models.DateField, models.TimeField, models.AutoField, models.GenericIPAddressField)


def test_a_vote_has_no_column_for_a_person_a_time_or_a_running_number() -> None:
    fields = Vote._meta.get_fields()

    assert {field.name for field in fields} == {"id", "idea", "voter", "choice", "unit"}
    assert not [field for field in fields if field.related_model is User or isinstance(field, TELLING)]


def test_no_table_refers_to_a_vote() -> None:
    tables = [model for model in apps.get_models(include_auto_created=True) if model is not Vote]

    assert not [model for model in tables for field in model._meta.fields if field.related_model is Vote]


@pytest.mark.django_db
def test_the_database_s_own_columns_of_a_vote_are_those_five() -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, Vote._meta.db_table)

    assert {column.name for column in columns} == {"id", "idea_id", "voter", "choice", "unit_id"}


@pytest.mark.django_db
def test_the_numbers_of_votes_do_not_follow_the_order_of_casting(idea: Idea, crowd: Callable[..., list[User]]) -> None:
    cast_in_order = []
    for voter in crowd(12):
        cast(by=voter, idea=idea, choice="support")
        cast_in_order.append(Vote.objects.get(voter=keys.pseudonym(idea.campaign.key_name, voter.pk)).pk)

    assert sorted(cast_in_order) != cast_in_order


@pytest.mark.django_db
def test_a_pseudonym_is_no_plain_hash_of_the_person(idea: Idea, bo: User) -> None:
    cast(by=bo, idea=idea, choice="support")

    keys.destroy(idea.campaign.key_name)
    idea.campaign.first_contribution_at = None
    keys.make(idea.campaign.key_name)

    assert bytes(Vote.objects.get().voter) != keys.pseudonym(idea.campaign.key_name, bo.pk)


@pytest.mark.django_db(transaction=True)
def test_the_key_of_a_campaign_never_reaches_the_database(idea: Idea, bo: User, worker: Worker) -> None:
    with worker():
        cast(by=bo, idea=idea, choice="support")
    key = keys.read(idea.campaign.key_name)
    pseudonym = keys.pseudonym(idea.campaign.key_name, bo.pk)

    dump = everything_in_the_database()

    assert any(form in dump for form in spellings(pseudonym)), "the search finds what is there"
    assert not [form for form in spellings(key) if form in dump]


def spellings(secret: bytes) -> list[bytes]:
    """The ways in which bytes may stand in a dump."""
    return [
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        base64.b64encode(secret),
        repr(secret).encode(),
    ]


def everything_in_the_database() -> bytes:
    """SQLite's file, byte for byte, or every row of every table as PostgreSQL copies it out."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                found.extend(bytes(row) for row in rows)
    return b"\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_the_key_and_the_voter_never_reach_the_log(
    idea: Idea, bo: User, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        with worker():
            cast(by=bo, idea=idea, choice="support")
        keys.read(idea.campaign.key_name)

    said = "\n".join(
        json.dumps(vars(record), default=str) for record in caplog.records if record.name != "django.db.backends"
    )
    key, pseudonym = keys.read(idea.campaign.key_name), keys.pseudonym(idea.campaign.key_name, bo.pk)
    assert not [form for secret in (key, pseudonym) for form in spellings(secret) if form.decode("latin-1") in said]


@pytest.mark.django_db
def test_the_line_of_a_request_names_no_person_and_no_address(
    client: Client, bo: User, idea: Idea, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(bo)

    with caplog.at_level(logging.INFO):
        client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"}, REMOTE_ADDR="203.0.113.9")

    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [line["event"] for line in lines] == ["request_started", "request_finished"]
    assert not [line for line in lines if {"user_id", "ip", "user"} & set(line)]
    assert not [said for said in ("203.0.113.9", bo.email, bo.display_name) if said in str(lines)]


@pytest.mark.django_db(transaction=True)
def test_once_counted_the_order_of_taking_part_no_longer_tells_whose_each_vote_is(
    idea: Idea, crowd: Callable[..., list[User]], worker: Worker
) -> None:
    for voter in crowd(12):
        with worker():
            cast(by=voter, idea=idea, choice="support")
    before = linked_by_order(idea)

    mix_taken_part(campaign=idea.campaign, since=idea.submitted_at.date())

    assert before == 12, "the attack works on what was not mixed yet"
    assert linked_by_order(idea) < 12
    assert TakenPart.objects.values("user", "campaign", "unit", "on").distinct().count() == 13


def linked_by_order(idea: Idea) -> int:
    """How many voters follow from laying the votes, as they are kept, beside those who took part. No key needed."""
    kept = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT voter FROM votes_vote ORDER BY {kept}")  # noqa: S608
        votes = [bytes(voter) for (voter,) in cursor.fetchall()]
    people = TakenPart.objects.exclude(user=idea.author).order_by("pk").values_list("user_id", flat=True)
    return sum(keys.pseudonym(idea.campaign.key_name, pk) == vote for pk, vote in zip(people, votes, strict=True))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_once_counted_all_who_took_part_share_one_transaction(
    idea: Idea, crowd: Callable[..., list[User]], worker: Worker
) -> None:
    for voter in crowd(3):
        with worker():
            cast(by=voter, idea=idea, choice="support")

    mix_taken_part(campaign=idea.campaign, since=idea.submitted_at.date())

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM ideas_takenpart")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_vote_and_the_note_of_taking_part_share_no_transaction(idea: Idea, bo: User, worker: Worker) -> None:
    with worker():
        cast(by=bo, idea=idea, choice="support")

    assert transaction_of(TakenPart, "user_id", bo.pk) != transaction_of(Vote, "idea_id", idea.pk)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_negative_control_in_one_transaction_the_two_rows_are_linked(idea: Idea, bo: User) -> None:
    with transaction.atomic():
        Vote.objects.create(idea=idea, voter=bytes(16), choice="support")
        note_taken_part(campaign_id=idea.campaign.pk, user_id=bo.pk, unit_id=None, on=idea.submitted_at.date())

    assert transaction_of(TakenPart, "user_id", bo.pk) == transaction_of(Vote, "idea_id", idea.pk)


def transaction_of(model: type[models.Model], column: str, value: int) -> str:
    """The number of the transaction that wrote the row, as PostgreSQL keeps it beside every row."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT xmin::text FROM "{model._meta.db_table}" WHERE {column} = %s', [value])  # noqa: S608
        [(number,)] = cursor.fetchall()
    return str(number)
