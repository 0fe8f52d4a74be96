"""What is hidden or taken back, what is anonymous, and what a small group said, comes out on no way round."""

from collections.abc import Callable
from itertools import product

import pytest
from django.test import Client

from core.errors import Invalid
from curation import actions, queries
from curation.models import Question, Theme
from ideas import actions as ideas
from ideas.models import Campaign, Event, Idea
from people.models import User
from tests import factories
from tests.api import Api
from tests.curation.browsing import url
from tests.factories import fresh
from tests.votes.saying import say
from votes import queries as votes_queries
from votes.models import Tally
from votes.queries import Result

pytestmark = pytest.mark.django_db
GONE = "an idea that is not shown any more"


@pytest.fixture
def other(bo: User, campaign: Campaign) -> Idea:
    return factories.idea(bo, campaign, "Ring back today")


def hide(idea: Idea) -> Idea:
    Idea.objects.filter(pk=idea.pk).update(hidden_at="2026-05-04T00:00Z")
    hidden: Idea = fresh(idea)
    return hidden


def test_the_log_does_not_show_into_what_an_idea_was_merged_once_that_is_taken_back(
    ada: User, mod: User, idea: Idea, other: Idea, client: Client
) -> None:
    client.force_login(mod)
    actions.merge(by=mod, idea=other, into=idea)
    before = queries.log(mod, idea.campaign).rows[0].theme
    actions.unmerge(by=mod, idea=fresh(other))

    ideas.withdraw(by=ada, idea=fresh(idea))

    assert before == idea.title
    assert queries.log(mod, idea.campaign).rows[1].theme == GONE
    assert idea.title not in client.get(url("log", idea.campaign.slug)).content.decode()


def test_nor_does_the_log_in_the_api(mod: User, idea: Idea, other: Idea) -> None:
    actions.merge(by=mod, idea=other, into=idea)
    actions.unmerge(by=mod, idea=fresh(other))

    told = Api(mod).get(f"campaigns/{idea.campaign.slug}/moves/").content.decode()

    assert "merge" in told
    assert idea.title not in told


def test_a_hidden_idea_is_merged_into_none(mod: User, idea: Idea, other: Idea) -> None:
    with pytest.raises(Invalid):
        actions.merge(by=mod, idea=hide(other), into=idea)

    assert not Event.objects.filter(idea=idea).exists()


def test_a_taken_back_idea_is_merged_into_none(bo: User, mod: User, idea: Idea, other: Idea) -> None:
    seen = fresh(other)
    ideas.withdraw(by=bo, idea=fresh(other))

    with pytest.raises(Invalid):
        actions.merge(by=mod, idea=seen, into=idea)


def test_a_theme_does_not_add_up_what_a_small_group_said_with_one_voice(
    ada: User, mod: User, campaign: Campaign, theme: Theme
) -> None:
    many, few = factories.idea(ada, campaign), factories.idea(ada, campaign)
    say(many, "s" * 8 + "o" * 5 + "p" * 2)
    say(few, "s" * 5)
    actions.place(by=mod, theme=theme, ideas=[many, few])
    factories.set_step(campaign, "curate")

    page = queries.theme_page(ada, factories.fresh(theme))

    blurred = next(tile.ballot.result for tile in page.tiles if tile.idea == few)
    assert blurred.is_blurred
    assert (page.result.support, page.result.object, page.result.passed) == (8, 5, 2)


def test_exact_are_all_results_that_are_not_blurred(ada: User, campaign: Campaign) -> None:
    triples = [triple for triple in product(range(12), repeat=3) if 0 < sum(triple) < 12]
    rows = factories.many_ideas(ada, campaign, len(triples))
    names = ("shown_support", "shown_object", "shown_passed")
    Tally.objects.bulk_create(
        Tally(idea=idea, release=1, **dict(zip(names, triple, strict=True)))
        for idea, triple in zip(rows, triples, strict=True)
    )

    found = set(votes_queries.exact(Tally.objects.all()).values_list(*names))

    assert found == {triple for triple in triples if not Result(*triple).is_blurred}


def test_units_of_anonymous_ideas_are_not_counted(
    ada: User, bo: User, mod: User, campaign: Campaign, theme: Theme
) -> None:
    named = factories.idea(ada, campaign)
    nameless = factories.idea(bo, campaign, anonymous=True)
    Idea.objects.filter(pk=nameless.pk).update(unit=bo.unit)
    actions.place(by=mod, theme=theme, ideas=[named, nameless])

    counted = queries.themes(mod, campaign).get()

    assert (counted.idea_count, counted.unit_count) == (2, 1)


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_author_of_a_hidden_idea_answers_a_question_about_it(
    anonymous: bool, ada: User, bo: User, mod: User, campaign: Campaign, client: Client
) -> None:
    held = hide(factories.idea(ada, campaign, anonymous=anonymous))
    question = actions.ask(by=mod, idea=held, text="May I take the name out?")
    client.force_login(ada)

    page = client.get(url("answer", question.pk))
    client.post(url("answer", question.pk), {"text": "Yes."})

    assert page.status_code == 200
    assert fresh(question).answer == "Yes."
    assert queries.question(bo, question.pk) is None
    assert [row.kind for row in queries.queue(mod).page.rows] == ["answer"]


def test_a_question_that_was_taken_back_is_not_answered(ada: User, mod: User, idea: Idea) -> None:
    question = actions.ask(by=mod, idea=idea, text="Which day?")
    seen: Question = fresh(question)
    actions.withdraw_question(by=mod, question=question)

    with pytest.raises(actions.QuestionGone) as refused:
        actions.answer(by=ada, question=seen, text="Monday.")

    assert refused.value.status == 409


CALLS: dict[str, Callable[[User, Theme, Idea], object]] = {
    "place": lambda by, theme, idea: actions.place(by=by, theme=theme, ideas=[idea]),
    "change": lambda by, theme, idea: actions.change_theme(by=by, theme=theme, title="Other words"),
    "shift": lambda by, theme, idea: actions.shift(by=by, theme=theme, places=1),
    "delete": lambda by, theme, idea: actions.delete_theme(by=by, theme=theme),
}


@pytest.mark.parametrize("verb", CALLS)
def test_a_theme_that_another_curator_dissolved_meanwhile_is_not_there_any_more(
    verb: str, mod: User, kim: User, theme: Theme, idea: Idea
) -> None:
    seen: Theme = fresh(theme)
    actions.delete_theme(by=kim, theme=theme)

    with pytest.raises(actions.ThemeIsGone) as refused:
        CALLS[verb](mod, seen, idea)

    assert refused.value.status == 409
