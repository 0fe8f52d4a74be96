"""Short texts that only a holder of a key can read: for what must lie outside the house, in Redis or in an address.

AES-GCM of the library `cryptography`, under a nonce drawn afresh each time: it hides, and it tells what was changed.
"""

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, as AES-GCM is defined with
PART = 1024  # bytes


class Sealer:
    """Seals and opens under one key, whose part of the work is done once.

    For keys that live as long as the process: that of a campaign must not outlive its end in memory.
    """

    def __init__(self, key: bytes) -> None:
        # One key serves one purpose: the one that hides is derived from the one that pseudonyms are made with.
        self._cipher = AESGCM(hmac.digest(key, b"cocreate.sealing", "sha256"))

    def seal(self, text: str, *, part: int = PART) -> str:
        """`text`, in letters and digits. The same text twice looks like two.

        Its length is rounded up to whole parts of so many bytes, so that it tells little.
        """
        plain = text.encode()
        plain = plain.ljust(-(-max(len(plain), 1) // part) * part)
        nonce = secrets.token_bytes(NONCE)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, None)).decode()

    def unseal(self, sealed: str) -> str | None:
        """The text without spaces at its end, or `None` when it was sealed with another key or is not whole."""
        try:
            raw = base64.urlsafe_b64decode(sealed)
            plain = self._cipher.decrypt(raw[:NONCE], raw[NONCE:], None)
        except (ValueError, InvalidTag):
            return None
        return plain.decode().rstrip(" ")


def seal(key: bytes, text: str, *, part: int = PART) -> str:
    """`text` under `key`, once."""
    return Sealer(key).seal(text, part=part)


def unseal(key: bytes, sealed: str) -> str | None:
    """What was sealed with `key`, or `None`."""
    return Sealer(key).unseal(sealed)
