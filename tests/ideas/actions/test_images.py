"""Images beside an idea, and what lies on the disk."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from core.errors import Forbidden
from core.privacy import only_day
from ideas import actions, queries
from ideas.actions import CampaignClosed, TooManyImages
from ideas.images import redraw
from ideas.models import Attachment, Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db
DRAWN = redraw(picture())


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.*"))


def test_an_idea_is_shared_with_an_image(ada: User, bo: User, campaign: Campaign, media_folder: Path) -> None:
    idea = factories.idea(ada, campaign, images=[(redraw(photo()), " The  shelf ")])

    image = queries.images(idea).get()
    assert (image.alt, image.width, image.height) == ("The shelf", 48, 64)
    assert [re.fullmatch(r"[0-9a-f]{32}\.webp", file.name) is not None for file in files(media_folder)] == [True]
    assert queries.image(bo, image.pk) == image


@pytest.mark.parametrize("who", ["bo", "mod", "root"])
def test_nobody_else_puts_or_removes_an_image(who: str, request: pytest.FixtureRequest, ada: User, idea: Idea) -> None:
    somebody = request.getfixturevalue(who)
    attachment = actions.attach(by=ada, idea=idea, image=DRAWN)

    with pytest.raises(Forbidden):
        actions.attach(by=somebody, idea=idea, image=DRAWN)
    with pytest.raises(Forbidden):
        actions.detach(by=somebody, attachment=attachment)


def test_three_images_are_enough(ada: User, idea: Idea, media_folder: Path) -> None:
    for _ in range(3):
        actions.attach(by=ada, idea=idea, image=DRAWN)

    with pytest.raises(TooManyImages) as refused:
        actions.attach(by=ada, idea=idea, image=DRAWN)

    assert (refused.value.code, refused.value.status, idea.attachments.count()) == ("too_many_images", 409, 3)
    assert len(files(media_folder)) == 3


@pytest.mark.parametrize("anonymous", [False, True])
def test_once_people_voted_everyone_sees_that_an_image_was_changed(
    ada: User, campaign: Campaign, anonymous: bool
) -> None:
    idea = factories.idea(ada, campaign, anonymous=anonymous)
    attachment = actions.attach(by=ada, idea=idea, image=DRAWN)
    before = fresh(idea).edited_at
    actions.mark_voted_on(idea)

    actions.detach(by=ada, attachment=attachment)

    edited_at = fresh(idea).edited_at
    assert (before, edited_at is not None) == (None, True)
    assert (edited_at == only_day(edited_at)) == anonymous


def test_once_leaders_draft_images_stay(ada: User, idea: Idea) -> None:
    factories.set_step(idea.campaign, "shape")

    with pytest.raises(CampaignClosed):
        actions.attach(by=ada, idea=idea, image=DRAWN)


def test_the_file_of_an_anonymous_idea_tells_no_minute(ada: User, campaign: Campaign, media_folder: Path) -> None:
    factories.idea(ada, campaign, anonymous=True, images=[(DRAWN, "")])

    assert [file.stat().st_mtime for file in files(media_folder)] == [only_day(timezone.now()).timestamp()]


@pytest.mark.parametrize("verb", ["detach", "withdraw"])
def test_what_is_taken_back_is_gone_from_the_disk(
    verb: str, ada: User, idea: Idea, media_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = actions.attach(by=ada, idea=idea, image=DRAWN)
    thing = {"attachment": attachment} if verb == "detach" else {"idea": idea}

    with django_capture_on_commit_callbacks(execute=True):
        getattr(actions, verb)(by=ada, **thing)
        assert len(files(media_folder)) == 1  # until that is settled

    assert (files(media_folder), Attachment.objects.count()) == ([], 0)


def test_files_that_no_row_names_are_swept_after_some_days(ada: User, idea: Idea, media_folder: Path) -> None:
    actions.attach(by=ada, idea=idea, image=DRAWN)
    kept = files(media_folder)
    old, young = media_folder / "ideas/old.webp", media_folder / "ideas/young.webp"
    long_ago = (timezone.now() - timedelta(days=3)).timestamp()
    for file in (old, young):
        file.write_bytes(b"lost")
    for file in (old, *kept):
        os.utime(file, (long_ago, long_ago))

    assert actions.sweep_images() == 1
    assert files(media_folder) == sorted([*kept, young])


def test_without_any_image_there_is_nothing_to_sweep() -> None:
    assert actions.sweep_images() == 0
