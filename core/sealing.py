"""Short texts that only a holder of a key can read: for what must lie outside the house, in Redis, for a while.

Encrypt, then authenticate: the text is added to HMAC-SHA256 in counter mode, a pseudo-random stream under a nonce that
is drawn afresh each time, and a tag over both tells whether they are as they were.
"""

import base64
import hmac
import secrets

NONCE = 16
TAG = 16
PART = 1024  # bytes


def seal(key: bytes, text: str, *, part: int = PART) -> str:
    """`text` under `key`, in letters and digits. The same text twice looks like two.

    Its length is rounded up to whole parts of so many bytes, so that it tells little.
    """
    plain = text.encode()
    plain = plain.ljust(-(-max(len(plain), 1) // part) * part)
    nonce = secrets.token_bytes(NONCE)
    hidden = nonce + _added(plain, _stream(key, nonce, len(plain)))
    return base64.urlsafe_b64encode(hidden + _tag(key, hidden)).decode()


def unseal(key: bytes, sealed: str) -> str | None:
    """The text without spaces at its end, or `None` when it was sealed with another key or is not whole."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
    except ValueError:
        return None
    hidden, tag = raw[:-TAG], raw[-TAG:]
    if len(hidden) < NONCE or not hmac.compare_digest(tag, _tag(key, hidden)):
        return None
    nonce, plain = hidden[:NONCE], hidden[NONCE:]
    return _added(plain, _stream(key, nonce, len(plain))).decode().rstrip(" ")


def _stream(key: bytes, nonce: bytes, size: int) -> bytes:
    parts = (hmac.digest(key, b"seal:" + nonce + part.to_bytes(8, "big"), "sha256") for part in range(-(-size // 32)))
    return b"".join(parts)[:size]


def _tag(key: bytes, hidden: bytes) -> bytes:
    return hmac.digest(key, b"sealed:" + hidden, "sha256")[:TAG]


def _added(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")
