"""Reads settings from the environment and fails closed.

Every variable may also be given as `<NAME>_FILE`, the path of a file that holds the value (a mounted secret).
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

KNOWN = frozenset(
    {
        "COCREATE_DEMO",
        "COCREATE_IDEAS_AN_HOUR",
        "COCREATE_KEYS",
        "COCREATE_KEY_GRACE_DAYS",
        "COCREATE_KEY_STORE",
        "COCREATE_PERIODS",
        "COCREATE_STATEMENT_SECONDS",
        "COCREATE_SUMMARISE_SECONDS",
        "COCREATE_TEST_DATABASE",
        "COCREATE_TEST_DATA",
        "COCREATE_TRUSTED_PROXY",
        "COCREATE_VAR",
    }
)


def read() -> environ.Env:
    """The environment, with `<NAME>_FILE` values read in.

    Raises `ImproperlyConfigured` for an unknown `COCREATE_*` variable: a misspelt one would silently do nothing.
    """
    for name in [name for name in os.environ if name.endswith("_FILE")]:
        plain = name.removesuffix("_FILE")
        if plain not in os.environ and (plain in KNOWN or not plain.startswith("COCREATE_")):
            path = Path(os.environ[name])
            if plain in {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} or plain in KNOWN:
                os.environ[plain] = path.read_text(encoding="utf-8").strip()
    for name in os.environ:
        if name.startswith("COCREATE_") and name.removesuffix("_FILE") not in KNOWN:
            raise ImproperlyConfigured(f"{name} is not a setting of Cocreate. .env.example lists all of them.")
    return environ.Env()
