"""Addresses of the pages."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ideas.models import Campaign, Idea

HTMX = {"HX-Request": "true"}


def page(campaign: Campaign, **asked: Any) -> str:
    return f"{reverse('ideas:campaign', args=[campaign.slug])}?{urlencode(asked)}"


def share(campaign: Campaign) -> str:
    return reverse("ideas:submit", args=[campaign.slug])


def detail(idea: Idea) -> str:
    return reverse("ideas:detail", args=[idea.pk])
