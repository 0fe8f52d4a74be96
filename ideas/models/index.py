"""What is kept about all ideas together, so that no page counts or compares them."""

from django.db import models
from django.utils import timezone

from ideas.models.campaign import Campaign, JourneyStage
from ideas.models.idea import Idea


class Frequencies(models.Model):
    """How rare each piece of a word is among all ideas (ideas/similarity.py): one row, made by a job."""

    weights = models.BinaryField(help_text="Inverse document frequencies, 32-bit floats, by hash of the piece.")
    ideas = models.PositiveIntegerField(help_text="From how many ideas they were made.")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"of {self.ideas} ideas"


class Share(models.Model):
    """How many listed ideas of a campaign have this stage, barrier and status, as a job last counted them."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="shares")
    stage = models.ForeignKey(JourneyStage, models.CASCADE, null=True, related_name="+")
    barrier = models.CharField(max_length=20, choices=Idea.Barrier, blank=True)
    status = models.CharField(max_length=20, choices=Idea.Status)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.number} of {self.campaign_id}"
