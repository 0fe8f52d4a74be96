"""Getting a web process ready before the first request."""

import gc

from django.urls import resolve


def settle() -> None:
    """Read in what every request needs, and have Python's collector pass it over from now on.

    It stays as long as the process. To look through all of it again took 150 ms, once in some thousand requests, and
    nobody got an answer meanwhile.
    """
    resolve("/")
    gc.collect()
    gc.freeze()
