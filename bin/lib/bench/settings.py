"""The product's own settings, with the floors' addresses beside its own."""

from cocreate.settings import *  # noqa: F403 - every one of them

ROOT_URLCONF = "bench.urls"
