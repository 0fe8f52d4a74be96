from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas import actions, queries
from ideas.models import Campaign, Frequencies, Idea
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_weights() -> Iterator[None]:
    """A process keeps weights for a minute."""
    queries.ask_for_weights()
    yield
    queries.ask_for_weights()


def titles(found: list[queries.Similar]) -> list[str]:
    return [each.idea.title for each in found]


@pytest.fixture
def said(ada: User, campaign: Campaign) -> list[Idea]:
    words = [
        "Text the arrival window the evening before",
        "Text people their time slot the night before",
        "Call back the same day",
        "Let customers return parcels in any store",
    ]
    return [factories.idea(ada, campaign, title) for title in words]


@pytest.mark.parametrize("learned", [False, True])
def test_the_most_alike_comes_first(bo: User, campaign: Campaign, said: list[Idea], learned: bool) -> None:
    if learned:
        actions.learn_frequencies()

    found = queries.similar(bo, campaign, "text the arrival window")

    assert found[0].idea == said[0]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_half_a_word_and_a_typing_error_are_found(bo: User, campaign: Campaign, said: list[Idea]) -> None:
    assert titles(queries.similar(bo, campaign, "return parc"))[0] == said[3].title
    assert titles(queries.similar(bo, campaign, "retrun parcels in any stroe"))[0] == said[3].title


def test_only_what_is_nearly_the_same_may_already_exist(bo: User, campaign: Campaign, said: list[Idea]) -> None:
    found = {each.idea: each for each in queries.similar(bo, campaign, "Text the arrival window the evening")}

    assert [idea for idea, each in found.items() if each.may_exist] == [said[0]]


def test_there_are_five_at_most(ada: User, bo: User, campaign: Campaign) -> None:
    for number in range(7):
        factories.idea(ada, campaign, f"Call back the same day at {number}")

    assert len(queries.similar(bo, campaign, "call back")) == 5


@pytest.mark.parametrize("text", ["", " ", "!?", "\x00", "xq zz", '"', "a'b*c:d&e|(f)"])
def test_nothing_is_like_a_text_without_words_in_common(
    bo: User, campaign: Campaign, said: list[Idea], text: str
) -> None:
    assert queries.similar(bo, campaign, text) == []


def test_a_very_long_text_is_compared_by_its_beginning(bo: User, campaign: Campaign, said: list[Idea]) -> None:
    assert queries.similar(bo, campaign, "call back the same day " * 500)[0].idea == said[2]


def test_what_is_hidden_merged_withdrawn_or_elsewhere_is_not_among_them(
    ada: User, bo: User, mod: User, campaign: Campaign, said: list[Idea]
) -> None:
    factories.idea(ada, factories.campaign(), "Call back the same day")
    for fields in ({"hidden_at": said[2].submitted_at}, {"status": "merged", "merged_into": said[0]}):
        other = factories.idea(ada, campaign, "Call back the same day please")
        Idea.objects.filter(pk=other.pk).update(**fields)
    actions.withdraw(by=ada, idea=factories.idea(ada, campaign, "Call back the same day now"))

    for viewer in (bo, mod):
        found = titles(queries.similar(viewer, campaign, "Call back the same day"))
        assert [title for title in found if "Call" in title] == ["Call back the same day"]


def test_changed_words_are_found_and_the_old_ones_are_not(
    ada: User, bo: User, campaign: Campaign, said: list[Idea]
) -> None:
    actions.edit(by=ada, idea=said[2], title="Offer tea while people wait")

    assert titles(queries.similar(bo, campaign, "offer tea"))[0] == "Offer tea while people wait"
    assert queries.similar(bo, campaign, "call back same day") == []


def test_ideas_of_an_import_are_found(ada: User, bo: User, campaign: Campaign) -> None:
    rows = [Idea(campaign=campaign, author=ada, title=f"Plant tree number {number}") for number in range(1200)]

    actions.take_over(ideas=rows)

    assert queries.similar(bo, campaign, "plant tree number 1177")[0].idea.title == "Plant tree number 1177"


def test_what_was_written_past_the_actions_is_found_after_the_job(ada: User, bo: User, campaign: Campaign) -> None:
    Idea.objects.create(campaign=campaign, author=ada, title="Plant trees")
    assert queries.similar(bo, campaign, "plant trees") == []

    actions.tend()

    assert titles(queries.similar(bo, campaign, "plant trees")) == ["Plant trees"]


def test_the_command_makes_everything_anew(bo: User, campaign: Campaign, said: list[Idea], capsys: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ideas_words")
    assert queries.similar(bo, campaign, "call back") == []

    call_command("index_ideas")

    assert titles(queries.similar(bo, campaign, "call back")) == ["Call back the same day"]
    assert capsys.readouterr().out == "Indexed 4 ideas. What is rare was learned from 4.\n"


def test_weights_are_learned_again_only_when_there_are_far_more_ideas(
    ada: User, campaign: Campaign, said: list[Idea]
) -> None:
    actions.tend()
    first = Frequencies.objects.get().made_at
    actions.tend()
    assert Frequencies.objects.get().made_at == first

    factories.idea(ada, campaign, "One more of five")
    actions.tend()

    assert Frequencies.objects.get().ideas == 5


def test_a_process_asks_for_new_weights_once_a_minute(campaign: Campaign, said: list[Idea]) -> None:
    assert queries.weights().ideas == 0
    actions.learn_frequencies()
    assert queries.weights().ideas == 0

    queries.ask_for_weights()

    assert queries.weights().ideas == 4


def test_it_takes_three_statements(bo: User, campaign: Campaign, said: list[Idea]) -> None:
    queries.similar(bo, campaign, "once a minute more is asked")

    with CaptureQueriesContext(connection) as asked:
        queries.similar(bo, campaign, "text people the evening before")

    assert len(asked) == 3
