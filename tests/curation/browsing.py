"""For tests of curation's pages."""

from typing import Any

from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name: str, at: Any) -> str:
    return reverse(f"curation:{name}", args=[at])
