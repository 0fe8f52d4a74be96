from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.models import Theme
from ideas.models import Campaign
from people.models import User
from strategy.models import Priority, Publication, Strategy
from tests import factories
from tests.factories import fresh
from tests.strategy.views.conftest import words

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]


@pytest.mark.parametrize(("who", "status"), [("ada", 404), ("bo", 404), ("mod", 200), ("eve", 200), ("root", 200)])
def test_a_draft_is_there_only_for_those_who_work_on_it(
    who: str, status: int, visit: Any, named: Named, priority: Priority
) -> None:
    slug, viewer = priority.strategy.slug, named(who)

    assert visit(viewer, "strategy:studio", slug).status_code == status
    assert visit(viewer, "strategy:publish", slug).status_code == status
    assert visit(viewer, "strategy:add_priority", slug).status_code == status
    assert visit(viewer, "strategy:priority", slug, priority.pk).status_code == status
    assert visit(viewer, "strategy:ground", slug, priority.pk).status_code == status


@pytest.mark.parametrize(("who", "status"), [("bo", 403), ("mod", 200), ("eve", 200), ("root", 200)])
def test_the_list_of_drafts_is_for_those_who_work_on_them(who: str, status: int, visit: Any, named: Named) -> None:
    assert visit(named(who), "strategy:studios").status_code == status


def test_a_working_text_stays_closed_after_publication(visit: Any, bo: User, publication: Publication) -> None:
    assert visit(bo, "strategy:studio", publication.strategy.slug).status_code == 404


@pytest.mark.parametrize("who", ["mod", "root"])
def test_those_who_only_read_along_get_no_form(who: str, read: Any, named: Named, priority: Priority) -> None:
    page = read(named(who), "strategy:priority", priority.strategy.slug, priority.pk)

    assert 'name="statement"' not in page
    assert priority.title in page


def test_a_curator_who_sends_the_form_anyway_is_refused(visit: Any, mod: User, priority: Priority) -> None:
    answer = visit(mod, "strategy:studio", priority.strategy.slug, data={"title": "Mine now"})

    assert answer.status_code == 403
    assert fresh(priority.strategy).title == "Time given back"


def test_an_executive_starts_a_strategy(visit: Any, eve: User, campaign: Campaign) -> None:
    answer = visit(eve, "strategy:studios", data={"title": "Door to door", "campaigns": [campaign.pk]})

    made = Strategy.objects.get()
    assert answer["Location"] == reverse("strategy:studio", args=[made.slug])
    assert list(made.campaigns.all()) == [campaign]


def test_the_words_are_saved(visit: Any, eve: User, draft: Strategy) -> None:
    data = {"title": "Time given back", "intent": "Fewer trips.", "not_doing": "", "horizon_on": "2030-01-31"}

    visit(eve, "strategy:studio", draft.slug, data=data)

    saved = fresh(draft)
    assert (saved.intent, str(saved.horizon_on)) == ("Fewer trips.", "2030-01-31")


def test_what_was_typed_stays_when_the_form_does_not_fit(visit: Any, eve: User, priority: Priority) -> None:
    data = {"title": "", "statement": "Nobody waits twice"}

    answer = visit(eve, "strategy:priority", priority.strategy.slug, priority.pk, data=data)

    assert answer.status_code == 400
    assert "Nobody waits twice" in words(answer)


def test_a_sponsor_is_chosen_among_executives(visit: Any, bo: User, eve: User, priority: Priority) -> None:
    address = ("strategy:priority", priority.strategy.slug, priority.pk)

    answer = visit(eve, *address, data={"title": priority.title, "sponsor": bo.pk})

    assert answer.status_code == 400
    assert fresh(priority).sponsor == eve


def test_a_priority_from_a_theme_takes_its_title(visit: Any, eve: User, draft: Strategy, theme: Theme) -> None:
    visit(eve, "strategy:add_priority", draft.slug, data={"theme": theme.pk, "title": ""})

    made = Priority.objects.get()
    assert made.title == "Waiting"
    assert list(made.themes.all()) == [theme]


def test_a_priority_without_theme_and_title_is_refused_in_the_form(visit: Any, eve: User, draft: Strategy) -> None:
    answer = visit(eve, "strategy:add_priority", draft.slug, data={"title": ""})

    assert answer.status_code == 400
    assert "Give it a title." in words(answer)


def test_grounding_takes_themes_and_single_ideas(
    visit: Any, ada: User, eve: User, campaign: Campaign, priority: Priority, theme: Theme
) -> None:
    other = factories.idea(ada, campaign, "Answer on the first ring")
    address = ("strategy:ground", priority.strategy.slug, priority.pk)

    visit(eve, *address, data={"themes": [theme.pk], "ideas": [other.pk]})

    assert list(priority.themes.all()) == [theme]
    assert list(priority.ideas.all()) == [other]


def test_ideas_to_ground_in_are_found_by_their_words(
    client: Client, ada: User, eve: User, campaign: Campaign, priority: Priority
) -> None:
    factories.idea(ada, campaign, "Answer on the first ring")
    client.force_login(eve)

    answer = client.get(reverse("strategy:ground", args=[priority.strategy.slug, priority.pk]), {"q": "ring first"})

    assert "Answer on the first ring" in words(answer)


def test_a_priority_is_taken_out_only_by_sending(visit: Any, eve: User, priority: Priority) -> None:
    address = ("strategy:remove_priority", priority.strategy.slug, priority.pk)

    assert visit(eve, *address).status_code == 405
    visit(eve, *address, data={})

    assert not Priority.objects.exists()


def test_a_theme_of_two_strategies_counts_in_each_for_itself(
    read: Any, eve: User, campaign: Campaign, theme: Theme, priority: Priority
) -> None:
    other = factories.strategy(eve, campaign, title="Another one")
    factories.priority(eve, other, theme)
    factories.priority(eve, other, title="On nothing")

    page = read(eve, "strategy:studio", other.slug)

    assert "Ready to publish? 4 of 5" in page


def test_publishing_from_the_page_makes_a_version(visit: Any, eve: User, priority: Priority) -> None:
    answer = visit(eve, "strategy:publish", priority.strategy.slug, data={})

    assert answer["Location"] == reverse("strategy:detail", args=[priority.strategy.slug])
    assert Publication.objects.get().published_by == eve


def test_looking_at_the_publish_page_publishes_nothing(visit: Any, eve: User, priority: Priority) -> None:
    visit(eve, "strategy:publish", priority.strategy.slug)

    assert not Publication.objects.exists()


def test_what_is_missing_is_said_where_one_wanted_to_publish(visit: Any, eve: User, draft: Strategy) -> None:
    factories.priority(eve, draft, title="On nothing")

    answer = visit(eve, "strategy:publish", draft.slug, data={})

    assert answer.status_code == 409
    assert "Priority 1 rests on ideas" in words(answer)
    assert not Publication.objects.exists()


def test_curators_do_not_publish(visit: Any, mod: User, priority: Priority) -> None:
    answer = visit(mod, "strategy:publish", priority.strategy.slug, data={})

    assert answer.status_code == 403
    assert not Publication.objects.exists()
