"""A web process before its first request."""

import gc

from core.start import settle


def test_what_is_read_in_at_the_start_is_not_looked_through_again() -> None:
    kept = {"a": ["thing"]}
    try:
        settle()

        assert gc.get_freeze_count() > 100_000
        assert not any(each is kept for each in gc.get_objects())
    finally:
        gc.unfreeze()
