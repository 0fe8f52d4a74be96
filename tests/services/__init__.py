"""Servers and programs that the tests need. What is installed is found, the rest is brought."""


class Unavailable(Exception):
    """Raised when something cannot be had here: why, and the one command that would help."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why} To have it: {remedy}")
