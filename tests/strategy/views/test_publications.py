from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from curation import actions as curation
from curation.models import Theme
from ideas.models import Idea
from people.models import User
from strategy import actions
from strategy.models import Priority, Publication, Strategy
from votes.actions import cast

pytestmark = pytest.mark.django_db


def test_before_it_is_published_nobody_finds_the_page(visit: Any, eve: User, draft: Strategy) -> None:
    assert visit(eve, "strategy:detail", draft.slug).status_code == 404


@pytest.mark.parametrize("who", ["ada", "bo", "mod", "eve", "root"])
def test_what_is_published_is_for_everyone(
    who: str, visit: Any, named: Callable[[str], User], publication: Publication
) -> None:
    assert visit(named(who), "strategy:detail", publication.strategy.slug).status_code == 200
    assert visit(named(who), "strategy:version", publication.strategy.slug, 1).status_code == 200


def test_a_version_that_does_not_exist_is_not_found(visit: Any, bo: User, publication: Publication) -> None:
    assert visit(bo, "strategy:version", publication.strategy.slug, 2).status_code == 404


def test_a_published_page_stays_when_votes_themes_and_words_change(
    read: Any, crowd: Any, bo: User, mod: User, eve: User, publication: Publication, theme: Theme, idea: Idea
) -> None:
    before = essay(read(bo, "strategy:version", publication.strategy.slug, 1))

    for voter in crowd(7):
        cast(by=voter, idea=idea, choice="support")
    curation.change_theme(by=mod, theme=theme, title="Something else")
    curation.take_out(by=mod, idea=idea)
    actions.change_priority(by=eve, priority=publication.strategy.priorities.get(), title="Another promise")

    assert essay(read(bo, "strategy:version", publication.strategy.slug, 1)) == before


def essay(page: str) -> str:
    return page.split('<article class="cc-essay')[1].split("</article>")[0]


def test_an_older_version_leads_to_the_newest(read: Any, bo: User, eve: User, publication: Publication) -> None:
    actions.change_strategy(by=eve, strategy=publication.strategy, intent="We begin again.")
    actions.publish(by=eve, strategy=publication.strategy)

    older = read(bo, "strategy:version", publication.strategy.slug, 1)
    newest = read(bo, "strategy:detail", publication.strategy.slug)

    assert "You are reading version 1. Version 2 was published" in older
    assert "We begin again." not in older
    assert "You are reading version" not in newest
    assert "We begin again." in newest


def test_the_ideas_behind_a_priority_are_linked_for_those_who_may_read_them(
    read: Any, bo: User, company: Any, publication: Publication, idea: Idea
) -> None:
    link = reverse("ideas:detail", args=[idea.pk])
    assert link in read(bo, "strategy:detail", publication.strategy.slug)

    idea.campaign.audience.set([company.south])

    page = read(bo, "strategy:detail", publication.strategy.slug)
    assert link not in page
    assert idea.title in page


def test_the_figure_has_its_whole_table(read: Any, bo: User, publication: Publication) -> None:
    page = read(bo, "strategy:detail", publication.strategy.slug)

    assert '<th scope="row"><bdi>Waiting</bdi></th> <td class="num">1</td>' in page


def test_the_digest_and_the_data_stand_on_the_page(read: Any, bo: User, publication: Publication) -> None:
    page = read(bo, "strategy:detail", publication.strategy.slug)

    assert publication.digest in page
    assert f'href="/api/v1/strategies/{publication.strategy.slug}/versions/1/"' in page


def test_user_text_cannot_bring_markup(visit: Any, bo: User, eve: User, draft: Strategy, priority: Priority) -> None:
    actions.change_priority(by=eve, priority=priority, rationale="<script>alert(1)</script> [x](javascript:alert(1))")
    actions.publish(by=eve, strategy=draft)

    page = visit(bo, "strategy:detail", draft.slug).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
