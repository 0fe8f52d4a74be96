"""Files of the images beside an idea. Who may add and remove them is decided in `editing`."""

import os
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal, require
from core.privacy import only_day
from ideas.images import SUFFIX, Drawn
from ideas.models import Attachment, Idea

MOST_IMAGES = 3
UNCLAIMED = timedelta(days=2)


class TooManyImages(Refusal):
    """Raised when an idea has as many images as it may have."""

    code = "too_many_images"
    message = _("An idea can have three images. Remove one first.")


def keep_images(idea: Idea, images: Iterable[tuple[Drawn, str]]) -> list[Attachment]:
    """Save `images`, each with what it shows, beside `idea`, whose row is locked or new."""
    new = list(images)
    require(not new or idea.attachments.count() + len(new) <= MOST_IMAGES, TooManyImages)
    return [_written(idea, image, alt) for image, alt in new]


def _written(idea: Idea, image: Drawn, alt: str) -> Attachment:
    """The file is there before its row. If that is undone after all, `sweep_images` finds the file."""
    row = Attachment(idea=idea, alt=" ".join(alt.split()))
    row.image.save(f"{secrets.token_hex(16)}{SUFFIX}", ContentFile(image.content), save=False)
    row.width, row.height = image.width, image.height  # Django does not find them in a WebP file
    if idea.is_anonymous:  # a backup keeps the time of each file, and the minute would name the author
        day = only_day(timezone.now()).timestamp()
        os.utime(row.image.path, (day, day))
    row.save()
    return row


def drop_images(rows: QuerySet[Attachment]) -> None:
    """Delete these rows, and their files once that is settled."""
    files = [row.image for row in rows]
    rows.delete()

    def drop() -> None:
        for file in files:
            file.storage.delete(str(file.name))

    transaction.on_commit(drop)


def sweep_images() -> int:
    """Delete files that no row names, some days after they came: what a crash left behind. Returns how many."""
    field = Attachment._meta.get_field("image")
    storage, folder = field.storage, str(field.upload_to)
    if not storage.exists(folder):
        return 0
    found = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    lost = set(found) - set(Attachment.objects.values_list("image", flat=True))
    old = [name for name in lost if storage.get_modified_time(name) < timezone.now() - UNCLAIMED]
    for name in old:
        storage.delete(name)
    return len(old)
