"""Secret keys that live outside the database, and the pseudonyms made with them (docs/decisions/0003).

A dump or a backup of the database without them cannot tell who voted. Where they are kept is a class that
`COCREATE_KEY_STORE` names: a folder of `0600` files by default, or whatever an operator puts behind the same four
functions (docs/keys.md). Keys are asked for every time: a copy in memory would outlive the destroyed one.
"""

import hmac
import logging
import os
import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

log = logging.getLogger(__name__)
KEY_BYTES = 32
PSEUDONYM_BYTES = 16
NAME = re.compile(r"[a-z0-9-]{1,100}")
NO_KEY = "there is no such key"


class KeyMissing(Refusal):
    """Raised when a key that was in use is gone. Making a new one would allow second votes, so nothing is made."""

    code = "key_missing"
    status = 503
    message = _(
        "Votes and ideas cannot be taken safely right now. An administrator has been told. Please try again later."
    )


class Key(bytes):
    """A key that no trace, log or error page writes out: the variables of a failed function are shown by `repr`."""

    def __repr__(self) -> str:
        return "<key>"

    __str__ = __repr__


class KeyStore(Protocol):
    """Where keys are kept, each under a name of `a-z`, `0-9` and `-`, and never in the database or its backups.

    One object serves all threads of a process. All processes must see the same keys. What cannot be reached raises
    `OSError`: contributions are then refused until it is back.
    """

    def make(self, name: str, key: bytes) -> None:
        """Keep `key` under `name` unless there is one already: of two at once, one stays and nobody sees half of it.

        When it returns, the key outlives a power cut.
        """

    def exists(self, name: str) -> bool:
        """Whether there is a key of this name, be it damaged."""

    def read(self, name: str) -> bytes | None:
        """The key, or `None` when there is none."""

    def destroy(self, name: str) -> None:
        """Remove the key for good, with every copy and version that the store has made. Without one, do nothing."""


class FileStore:
    """A folder, `COCREATE_KEYS`, with a file for each key that only its owner may read."""

    def make(self, name: str, key: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, key)
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            os.link(draft, path)  # fails when it exists: a whole file appears at once, or none
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        self._keep(path.parent)

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def read(self, name: str) -> bytes | None:
        try:
            with open(f"{settings.COCREATE_KEYS}/{name}.key", "rb") as file:  # noqa: PTH123 - read for every vote
                return Key(file.read())
        except FileNotFoundError:
            return None

    def destroy(self, name: str) -> None:
        """Overwrite and remove the file."""
        path = self._path(name)
        if path.is_file():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                os.fsync(file.fileno())
            path.unlink(missing_ok=True)
            self._keep(path.parent)

    def _path(self, name: str) -> Path:
        return Path(settings.COCREATE_KEYS) / f"{name}.key"

    def _keep(self, folder: Path) -> None:
        """Have what happened to the folder outlive a power cut too: that a key came, and that it went."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def store() -> KeyStore:
    """The store in use. Raises `ImproperlyConfigured`."""
    return _made(settings.COCREATE_KEY_STORE)


@cache
def _made(path: str) -> KeyStore:
    try:
        made: KeyStore = import_string(path)()
    except ImportError as error:
        raise ImproperlyConfigured(f"COCREATE_KEY_STORE: {error}") from None
    return made


def make(name: str) -> None:
    """Make the key `name` if there is none. Two at once end up with the same one. Raises `KeyMissing`."""
    try:
        store().make(_checked(name), Key(secrets.token_bytes(KEY_BYTES)))
    except OSError as error:
        raise _gone(name, type(error).__name__) from None


def exists(name: str) -> bool:
    """Whether there is something under `name`, be it damaged. Not where the store does not answer."""
    try:
        return store().exists(_checked(name))
    except OSError as error:
        log.warning("The store of keys does not answer: %s", type(error).__name__)
        return False


def read(name: str) -> Key:
    """The 32 bytes of the key `name`. Raises `KeyMissing`."""
    key, why_not = _look_up(name)
    if key is None:
        raise _gone(name, why_not)
    return key


def find(name: str) -> Key | None:
    """The same, or `None` when it cannot be read: there is none, it is damaged, or the store does not answer.

    For whatever people see: where nothing is to be written, a page comes without what only the key could tell.
    """
    key, why_not = _look_up(name)
    if key is None and why_not != NO_KEY:
        log.warning("The key %s cannot be read (%s).", name, why_not)
    return key


def _look_up(name: str) -> tuple[Key | None, str]:
    """The key, or why there is none."""
    try:
        key = store().read(_checked(name))
    except OSError as error:
        return None, type(error).__name__
    if key is None:
        return None, NO_KEY
    return (Key(key), "") if len(key) == KEY_BYTES else (None, "it is damaged")


def destroy(name: str) -> None:
    """Remove the key `name` for good. From then on its pseudonyms belong to nobody. Raises `OSError`."""
    store().destroy(_checked(name))


def pseudonym(name: str, subject: int, purpose: str = "vote") -> bytes:
    """The first 16 bytes of HMAC-SHA256 of `subject` (a user's id) under the key `name`. Raises `KeyMissing`.

    Each purpose (`vote`, `author`) has its own, so that nothing joins an anonymous idea with its author's votes. For
    `receipt`, `subject` is an idea's id: that is its receipt code.
    """
    return _pseudonym(read(name), subject, purpose)


def find_pseudonym(name: str, subject: int, purpose: str = "vote") -> bytes | None:
    """The same, or `None` when there is no key to be read."""
    key = find(name)
    return None if key is None else _pseudonym(key, subject, purpose)


def both(name: str, subject: int) -> tuple[bytes, bytes] | None:
    """The pseudonyms under which `subject` votes and writes, or `None` when there is no key to be read."""
    key = find(name)
    return None if key is None else (_pseudonym(key, subject, "vote"), _pseudonym(key, subject, "author"))


def pseudonyms(name: str, subjects: Iterable[int], purpose: str = "vote") -> dict[bytes, int]:
    """The same for many: pseudonym → subject. Raises `KeyMissing`."""
    return _pseudonyms(read(name), subjects, purpose)


def find_pseudonyms(name: str, subjects: Iterable[int], purpose: str = "vote") -> dict[bytes, int]:
    """The same, or nothing when there is no key to be read."""
    key = find(name)
    return {} if key is None else _pseudonyms(key, subjects, purpose)


def _pseudonyms(key: Key, subjects: Iterable[int], purpose: str) -> dict[bytes, int]:
    return {_pseudonym(key, subject, purpose): subject for subject in subjects}


def _pseudonym(key: Key, subject: int, purpose: str) -> bytes:
    text = str(subject) if purpose == "vote" else f"{purpose}:{subject}"
    return hmac.digest(key, text.encode(), "sha256")[:PSEUDONYM_BYTES]


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a key")
    return name


def _gone(name: str, reason: str) -> KeyMissing:
    """The refusal, once the log has been told: at once, and of no person."""
    log.critical("The key %s cannot be read (%s). Nobody can contribute with it.", name, reason)
    return KeyMissing()
