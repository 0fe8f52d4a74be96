import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import FieldError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from core.models import JobRun
from curation.models import Theme
from ideas.actions import edit
from ideas.models import Campaign, Idea
from notices.models import Notice
from notices.queries import unread
from people.models import User
from people.queries import history
from strategy import actions, queries
from strategy.actions import NotReady
from strategy.content import digest
from strategy.models import Publication, PublishedGround, Strategy
from strategy.tasks import notify_published
from tests import factories
from tests.factories import fresh
from votes.actions import cast

pytestmark = pytest.mark.django_db
Worker = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def theme(mod: User, campaign: Campaign, idea: Idea) -> Theme:
    return factories.theme(mod, campaign, idea, title="Waiting")


@pytest.fixture
def ready(eve: User, campaign: Campaign, theme: Theme) -> Strategy:
    """A strategy with one priority, grounded in the theme, that can be published."""
    strategy = factories.strategy(eve, campaign)
    factories.priority(eve, strategy, theme)
    return strategy


def test_a_publication_holds_everything_that_its_page_shows(eve: User, ready: Strategy, idea: Idea) -> None:
    content = actions.publish(by=eve, strategy=ready).content

    [priority] = content["priorities"]
    assert (content["title"], priority["title"], priority["sponsor"]) == (
        "Time given back",
        "Answer within the hour",
        "Chief customer officer",
    )
    assert priority["themes"] == [{"id": idea.placement.theme_id, "title": "Waiting", "ideas": 1}]
    [published] = priority["ideas"]
    assert (published["id"], published["title"]) == (idea.pk, idea.title)
    assert published["said_by"] == "Service adviser · Mill Lane"


def test_publishing_sets_the_status_and_is_audited(eve: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)

    assert fresh(ready).status == "published"
    entry = history(f"strategy.strategy:{ready.pk}").last()
    assert entry is not None
    assert (entry.actor, entry.after) == (eve, {"number": 1, "digest": publication.digest})


def test_the_digest_fits_what_the_database_gives_back(eve: User, ready: Strategy) -> None:
    publication = fresh(actions.publish(by=eve, strategy=ready))

    assert publication.digest == digest(publication.content)


def test_publishing_the_same_text_again_is_the_same_version(eve: User, ready: Strategy) -> None:
    first = actions.publish(by=eve, strategy=ready)

    assert actions.publish(by=eve, strategy=ready) == first
    assert Publication.objects.count() == 1


def test_a_changed_text_is_the_next_version_and_the_first_stays(eve: User, ready: Strategy) -> None:
    first = actions.publish(by=eve, strategy=ready)
    actions.change_strategy(by=eve, strategy=ready, title="Time well spent")

    second = actions.publish(by=eve, strategy=ready)

    assert (first.number, second.number) == (1, 2)
    assert fresh(first).content["title"] == "Time given back"
    assert queries.publication(eve, ready.slug) == second
    assert queries.publication(eve, ready.slug, 1) == first


def test_going_back_to_an_older_text_is_a_version_of_its_own(eve: User, ready: Strategy) -> None:
    for title in ("Time given back", "Time well spent", "Time given back"):
        actions.change_strategy(by=eve, strategy=ready, title=title)
        actions.publish(by=eve, strategy=ready)

    assert [row.number for row in queries.versions(eve, ready)] == [3, 2, 1]


def test_later_changes_of_an_idea_do_not_change_what_was_published(
    eve: User, ada: User, ready: Strategy, idea: Idea
) -> None:
    publication = actions.publish(by=eve, strategy=ready)

    edit(by=ada, idea=idea, title="Entirely other words")

    assert fresh(publication).content["priorities"][0]["ideas"][0]["title"] == "Call back the same day"


def test_a_publication_can_neither_be_changed_nor_deleted(eve: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)
    publication.content["title"] = "Never said"

    with pytest.raises(FieldError):
        publication.save()
    with pytest.raises(FieldError):
        publication.delete()
    assert fresh(publication).content["title"] == "Time given back"


def test_the_database_itself_refuses_to_change_a_publication(eve: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)

    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(digest="0" * 64)

    assert fresh(publication).digest == publication.digest


@pytest.mark.postgres
def test_the_database_itself_refuses_to_delete_a_publication(eve: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)
    rows = Publication.objects.filter(pk=publication.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)

    assert rows.exists()


def test_what_a_publication_rests_on_cannot_be_deleted(eve: User, ready: Strategy, idea: Idea) -> None:
    actions.publish(by=eve, strategy=ready)

    for thing in (ready, idea):
        with pytest.raises(ProtectedError), transaction.atomic():
            thing.delete()


def test_the_database_keeps_a_number_for_one_version(eve: User, ready: Strategy) -> None:
    first = actions.publish(by=eve, strategy=ready)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(strategy=ready, number=first.number, content={}, published_at=timezone.now())


def test_a_strategy_that_is_not_ready_is_refused_and_told_why(eve: User) -> None:
    strategy = factories.strategy(eve)
    factories.priority(eve, strategy, sponsor=factories.person("Not an executive"))

    with pytest.raises(NotReady) as refused:
        actions.publish(by=eve, strategy=strategy)

    assert (refused.value.code, refused.value.status) == ("not_ready", 409)
    assert [check["check"] for check in refused.value.extra["checks"]] == ["grounded", "sponsored"]
    assert json.dumps(refused.value.extra)
    assert not Publication.objects.exists()


def test_a_strategy_without_priorities_is_not_ready(eve: User) -> None:
    with pytest.raises(NotReady) as refused:
        actions.publish(by=eve, strategy=factories.strategy(eve))

    assert [check["check"] for check in refused.value.extra["checks"]] == ["stated"]


def test_an_anonymous_idea_is_published_without_any_trace(
    eve: User, mod: User, ada: User, campaign: Campaign, ready: Strategy, theme: Theme
) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)
    Theme.objects.get().placements.create(idea=idea)

    content = actions.publish(by=eve, strategy=ready).content

    published = {row["id"]: row for row in content["priorities"][0]["ideas"]}
    assert published[idea.pk]["said_by"] == ""


@pytest.mark.parametrize(("voters", "figures"), [(4, None), (5, None), (9, None), (10, (10, 10))])
def test_only_released_figures_are_published(
    voters: int,
    figures: tuple[int, int] | None,
    eve: User,
    ready: Strategy,
    idea: Idea,
    crowd: Callable[..., list[User]],
) -> None:
    for voter in crowd(voters):
        cast(by=voter, idea=idea, choice="support")

    [published] = actions.publish(by=eve, strategy=ready).content["priorities"][0]["ideas"]

    assert (published.get("support"), published.get("votes")) == (figures or (None, None))


def test_everyone_may_read_what_is_published_and_nobody_who_has_left(eve: User, bo: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)
    gone = factories.person("Gone", is_active=False)

    assert list(queries.published(bo)) == [publication]
    assert list(queries.published(gone)) == []
    assert queries.publication(bo, ready.slug, 2) is None


def test_contributors_are_told_once(eve: User, ada: User, bo: User, ready: Strategy, worker: Worker) -> None:
    with worker():
        publication = actions.publish(by=eve, strategy=ready)

    actions.tell_contributors(publication_id=publication.pk)

    [notice] = unread(ada)
    assert (notice.kind, notice.data["priority"]) == ("idea_in_priority", "Answer within the hour")
    assert Notice.objects.count() == 1


def test_a_second_version_does_not_tell_the_same_again(eve: User, ada: User, ready: Strategy, worker: Worker) -> None:
    with worker():
        actions.publish(by=eve, strategy=ready)
        actions.change_strategy(by=eve, strategy=ready, title="Time well spent")
        actions.publish(by=eve, strategy=ready)

    assert unread(ada).count() == 1


def test_anonymous_authors_are_told_nothing_that_would_name_them(
    eve: User, ada: User, mod: User, worker: Worker
) -> None:
    campaign = factories.campaign()
    theme = factories.theme(mod, campaign, factories.idea(ada, campaign, anonymous=True))
    strategy = factories.strategy(eve)
    factories.priority(eve, strategy, theme)

    with worker():
        actions.publish(by=eve, strategy=strategy)

    assert PublishedGround.objects.count() == 1
    assert not Notice.objects.exists()


def test_the_sweep_tells_what_a_lost_job_did_not(eve: User, ada: User, ready: Strategy, worker: Worker) -> None:
    publication = actions.publish(by=eve, strategy=ready)  # its job is never run here
    before = queries.untold()

    with worker():
        notify_published()

    assert before == [publication.pk]
    assert queries.untold() == []
    assert unread(ada).count() == 1


def test_a_telling_that_was_begun_and_not_finished_is_swept_again(eve: User, ready: Strategy) -> None:
    publication = actions.publish(by=eve, strategy=ready)
    JobRun.objects.create(job="strategy.tell", period=str(publication.pk))

    assert queries.untold() == [publication.pk]
