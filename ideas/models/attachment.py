"""Images beside an idea."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, READERS, SAID, Kept, Personal
from core.text import check_text
from ideas.models.idea import Idea

ALT_LENGTH = 200


class Attachment(models.Model):
    """An image, drawn anew from what was sent: nothing else of the file is kept, not even its name."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="attachments")
    image = models.ImageField(_("image"), upload_to="ideas", width_field="width", height_field="height")
    alt = models.CharField(_("what the image shows"), max_length=ALT_LENGTH, blank=True, validators=[check_text])
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    personal = Personal(
        _("Your images"),
        Kept(
            "image",
            "alt",
            what=_("The image as everyone sees it, and your words on what it shows. Not where or when it was taken."),
            seen_by=READERS,
            until=CAMPAIGN,
        ),
        group=SAID,
        place=3,
    )

    def __str__(self) -> str:
        return self.alt or "image"
