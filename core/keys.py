"""Secret keys that live outside the database, and the pseudonyms made with them (docs/decisions/0003).

A dump or a backup of the database without these files cannot tell who voted. The embedded default is a folder of
`0600` files; production mounts one, from whatever keeps its secrets.
"""

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

KEY_BYTES = 32
PSEUDONYM_BYTES = 16
NAME = re.compile(r"[a-z0-9-]{1,100}")


class KeyMissing(Refusal):
    """Raised when a key that was in use is gone. Making a new one would allow second votes, so nothing is made."""

    code = "key_missing"
    status = 503
    message = _("Votes cannot be taken safely right now. An administrator has been told. Please try again later.")


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a key")
    return Path(settings.COCREATE_KEYS) / f"{name}.key"


def make(name: str) -> None:
    """Make the key `name` if there is none. Two at once end up with the same one."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)  # fails when it exists: a whole file appears at once, or none
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _keep(path.parent)


def _keep(folder: Path) -> None:
    """Have the file's name outlive a power cut too: a vote whose key was lost could never be found again."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def exists(name: str) -> bool:
    return _path(name).is_file()


def read(name: str) -> bytes:
    """The 32 bytes of the key `name`. Raises `KeyMissing`."""
    try:
        key = _path(name).read_bytes()
    except FileNotFoundError:
        raise KeyMissing from None
    if len(key) != KEY_BYTES:
        raise KeyMissing
    return key


def destroy(name: str) -> None:
    """Overwrite and remove the key `name`. From then on its pseudonyms belong to nobody."""
    path = _path(name)
    if path.is_file():
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)


def pseudonym(name: str, subject: int) -> bytes:
    """The first 16 bytes of HMAC-SHA256 of `subject` (a user's id) under the key `name`. Raises `KeyMissing`."""
    return hmac.new(read(name), str(subject).encode(), hashlib.sha256).digest()[:PSEUDONYM_BYTES]
