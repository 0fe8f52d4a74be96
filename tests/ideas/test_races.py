"""People who report, answer and decide at the same moment, on real PostgreSQL."""

from functools import partial

import pytest
from django.db import connection

from ideas import actions
from ideas.actions import AlreadyDecided
from ideas.models import Case, Comment, Flag, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 16


def test_reports_at_the_same_moment_open_one_case(idea: Idea) -> None:
    people = [factories.person() for _ in range(CROWD)]

    outcomes = race(*[partial(actions.flag, by=fresh(who), idea=fresh(idea), why="hurtful") for who in people] * 2)

    assert failures(outcomes) == []
    assert (Case.objects.count(), Flag.objects.count()) == (1, CROWD)


def test_reports_on_one_comment_open_one_case(bo: User, idea: Idea) -> None:
    said = actions.comment(by=bo, idea=idea, text="You are all wrong.")
    people = [factories.person() for _ in range(CROWD)]

    outcomes = race(
        *[partial(actions.flag, by=fresh(who), idea=fresh(idea), comment=fresh(said), why="hurtful") for who in people]
    )

    assert failures(outcomes) == []
    assert (Case.objects.count(), Flag.objects.count()) == (1, CROWD)


def test_the_negative_control_without_the_constraint_there_are_many_cases(idea: Idea) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_case (idea_id bigint, settled_at timestamptz)")

    race(*[partial(open_carelessly, idea.pk)] * CROWD)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM careless_case")
        [(rows,)] = cursor.fetchall()
        cursor.execute("DROP TABLE careless_case")
    assert rows > 1


def open_carelessly(idea_id: int) -> None:
    """What `open_case` does, without lock and constraint: look, and insert when there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM careless_case WHERE idea_id = %s AND settled_at IS NULL", [idea_id])
        if cursor.fetchone() is None:
            cursor.execute(LINGER)
            cursor.execute("INSERT INTO careless_case (idea_id) VALUES (%s)", [idea_id])


def test_of_many_who_decide_one_does_and_the_others_read_what(bo: User, mod: User, idea: Idea) -> None:
    case = actions.flag(by=bo, idea=idea, why="hurtful")
    ways = [{"outcome": "shown"}, {"outcome": "hidden", "reason": "It names her."}] * 4

    outcomes = race(*[partial(actions.decide, by=fresh(mod), case=fresh(case), **way) for way in ways])

    decided = [each for each in outcomes if isinstance(each, Case)]
    assert len(decided) == 1
    assert {type(each) for each in failures(outcomes)} == {AlreadyDecided}
    assert (fresh(idea).hidden_at is not None) == (fresh(case).outcome == "hidden")


def test_numbers_of_comments_stay_right_when_all_happens_at_once(bo: User, mod: User, idea: Idea) -> None:
    top = actions.comment(by=bo, idea=idea, text="Which phone?")
    replies = [actions.comment(by=factories.person(), idea=idea, parent=top, text="Mine.") for _ in range(8)]
    cases = [actions.flag(by=mod, idea=idea, comment=reply, why="hurtful") for reply in replies[:4]]
    people = [factories.person() for _ in range(8)]

    outcomes = race(
        *[partial(actions.comment, by=fresh(who), idea=fresh(idea), parent=fresh(top), text="So?") for who in people],
        *[partial(actions.withdraw_comment, by=fresh(reply.author), comment=fresh(reply)) for reply in replies],
        *[partial(actions.decide, by=fresh(mod), case=fresh(each), outcome="hidden", reason="No.") for each in cases],
    )

    assert failures(outcomes) == []
    there = Comment.objects.filter(idea=idea, hidden_at=None, withdrawn_at=None)
    assert fresh(idea).comment_count == there.count() == 9
    assert fresh(top).reply_count == there.filter(parent=top).count() == 8


def test_two_who_hide_all_of_one_author_do_not_wait_for_each_other_for_ever(ada: User, mod: User, idea: Idea) -> None:
    ideas = [factories.idea(ada, idea.campaign, anonymous=True) for _ in range(6)]
    cases = [actions.open_case(idea=each, why="hurtful") for each in ideas]

    outcomes = race(
        *[partial(actions.hide_all_of_author, by=fresh(mod), case=fresh(each), reason="No.") for each in cases]
    )

    assert {type(each) for each in failures(outcomes)} == {AlreadyDecided}
    assert [each for each in outcomes if isinstance(each, int)] == [6]
    assert Case.objects.filter(outcome="hidden").count() == 6


def test_whoever_follows_at_once_follows_once(bo: User, idea: Idea) -> None:
    outcomes = race(*[partial(actions.follow, by=fresh(bo), idea=fresh(idea))] * 8)

    assert failures(outcomes) == []
    assert idea.follows.count() == 1


def test_an_author_who_changes_and_moderators_who_decide_do_not_wait_for_each_other(ada: User, mod: User) -> None:
    idea = factories.idea(ada, factories.campaign(), "Ask Mr Smith")
    case = idea.cases.get()
    changes = [partial(actions.edit, by=fresh(ada), idea=fresh(idea), title=f"Ask Mr Smith{n}") for n in range(12)]
    decisions = [partial(actions.decide, by=fresh(mod), case=fresh(case), outcome="hidden", reason="No.")] * 12

    outcomes = race(*[each for pair in zip(changes, decisions, strict=True) for each in pair])

    assert {type(each) for each in failures(outcomes)} == {AlreadyDecided}
