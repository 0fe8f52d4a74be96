"""Votes are secret by construction: what the tables, the keys, the transactions and the logs cannot give away."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from core import keys
from ideas.models import Campaign, Idea, TakenPart
from participation.actions import summarise
from people.models import User
from tests import factories
from tests.factories import fresh
from votes.actions import cast
from votes.models import Vote
from votes.queries import hand

TELLING = (models.DateTimeField, models.DateField, models.TimeField, models.AutoField, models.GenericIPAddressField)


def test_a_vote_has_no_column_for_a_person_a_time_or_a_running_number() -> None:
    fields = Vote._meta.get_fields()

    assert {field.name for field in fields} == {"id", "idea", "voter", "choice", "unit", "revision"}
    assert not [field for field in fields if field.related_model is User or isinstance(field, TELLING)]


def test_no_table_refers_to_a_vote() -> None:
    tables = [model for model in apps.get_models(include_auto_created=True) if model is not Vote]

    assert not [model for model in tables for field in model._meta.fields if field.related_model is Vote]


@pytest.mark.django_db
def test_the_database_s_own_columns_of_a_vote_are_those_six() -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, Vote._meta.db_table)

    assert {column.name for column in columns} == {"id", "idea_id", "voter", "choice", "unit_id", "revision"}


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


@pytest.mark.django_db
def test_which_ideas_somebody_was_dealt_cannot_be_worked_out_without_the_key(
    ada: User, bo: User, campaign: Campaign
) -> None:
    for _ in range(12):
        factories.idea(ada, campaign)
    campaign = fresh(campaign)
    dealt = [idea.pk for idea in hand(bo, campaign, on=date(2026, 5, 4), size=10)]

    keys.destroy(campaign.key_name)
    keys.make(campaign.key_name)

    assert [idea.pk for idea in hand(bo, campaign, on=date(2026, 5, 4), size=10)] != dealt


@pytest.mark.django_db(transaction=True)
def test_who_took_part_is_written_by_the_count_and_in_no_order(idea: Idea, crowd: Callable[..., list[User]]) -> None:
    people = crowd(20)
    for voter in people:
        cast(by=voter, idea=idea, choice="support")
    before = TakenPart.objects.count()

    summarise(campaign=idea.campaign)

    noted = list(TakenPart.objects.exclude(user=idea.author).order_by("pk").values_list("user_id", flat=True))
    assert before == 0
    assert sorted(noted) == [voter.pk for voter in people] != noted


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_all_who_took_part_share_one_transaction_and_none_with_a_vote(
    idea: Idea, crowd: Callable[..., list[User]]
) -> None:
    for voter in crowd(3):
        cast(by=voter, idea=idea, choice="support")

    summarise(campaign=idea.campaign)

    [number] = transactions_of(TakenPart)
    assert number not in transactions_of(Vote)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_negative_control_in_one_transaction_the_two_rows_are_linked(idea: Idea, bo: User) -> None:
    with transaction.atomic():
        Vote.objects.create(idea=idea, voter=bytes(16), choice="support")
        TakenPart.objects.create(campaign=idea.campaign, user=bo, on=idea.submitted_at.date())

    assert transactions_of(TakenPart) == transactions_of(Vote)


def transactions_of(model: type[models.Model]) -> set[str]:
    """The numbers of the transactions that wrote the rows, as PostgreSQL keeps them beside every row."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT xmin::text FROM "{model._meta.db_table}"')  # noqa: S608
        return {number for (number,) in cursor.fetchall()}
