"""Clients that vote over HTTP, and try again until they are told that it is done."""

import json
import random
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from threading import Thread
from typing import Any

from tests.faults.world import Post, Vote

PATIENCE = 90.0  # seconds for one deed; whoever has not been told by then is counted as never told
HTTP_SECONDS = 20
AGAIN = {429, 500, 502, 503, 504}


class Ledger:
    """What people were told. Each pair of person and idea belongs to one client, so nothing here needs a lock."""

    def __init__(self) -> None:
        self.votes: dict[tuple[int, int], str | None] = {}
        self.posts: dict[str, int] = {}
        self.retries: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.requests = 0


class Client(Thread):
    """One keep-alive connection, or two for what is sent from two devices at once, and a list of deeds."""

    def __init__(self, port: int, deeds: list[Vote | Post], ledger: Ledger) -> None:
        super().__init__(daemon=True)
        self.deeds, self.ledger = deeds, ledger
        self.phone = HTTPConnection("127.0.0.1", port, timeout=HTTP_SECONDS)
        self.desktop = HTTPConnection("127.0.0.1", port, timeout=HTTP_SECONDS)

    def run(self) -> None:
        for deed in self.deeds:
            try:
                self.post(deed) if isinstance(deed, Post) else self.vote(deed)
            except Exception as error:
                self.ledger.wrong.append(f"{deed}: {error!r}")
        self.phone.close()
        self.desktop.close()

    def vote(self, deed: Vote) -> None:
        path = f"/api/v1/ideas/{deed.idea}/vote/"
        for choice in deed.choices:
            if choice is None:
                self.until_told("DELETE", path, deed.token)
            else:
                body = {"choice": choice}
                if deed.twice:
                    self.at_once("PUT", path, deed.token, body)
                told = self.until_told("PUT", path, deed.token, body)
                if told["choice"] != choice:
                    self.ledger.wrong.append(f"{deed}: was told {told['choice']}")
            self.ledger.votes[deed.person, deed.idea] = choice

    def post(self, deed: Post) -> None:
        first, again = (self.until_told("POST", deed.path, deed.token, deed.body, deed.key) for _time in range(2))
        if first["id"] != again["id"]:
            self.ledger.wrong.append(f"{deed}: {first['id']} and {again['id']}")
        self.ledger.posts[deed.key] = first["id"]

    def at_once(self, method: str, path: str, token: str, body: dict[str, str]) -> None:
        """The same from two devices at the same moment. Neither answer is believed."""
        for device in (self.phone, self.desktop):
            try:
                send(device, method, path, token, body)
            except (OSError, HTTPException):
                device.close()
        for device in (self.phone, self.desktop):
            try:
                device.getresponse().read()
            except (OSError, HTTPException):
                device.close()

    def until_told(
        self, method: str, path: str, token: str, body: dict[str, str] | None = None, key: str = ""
    ) -> dict[str, Any]:
        """Send it again and again until the answer is that it is done. Raises `RuntimeError` at any other."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.ledger.requests += 1
            try:
                send(self.phone, method, path, token, body, key)
                response = self.phone.getresponse()
                text = response.read()
            except (OSError, HTTPException) as error:
                self.phone.close()
                reason = type(error).__name__
            else:
                if 200 <= response.status < 300:
                    return dict(json.loads(text)) if text else {}
                reason = str(response.status)
                if response.status not in AGAIN and not (response.status == 409 and b"still_running" in text):
                    raise RuntimeError(f"{method} {path}: {response.status} {text[:200]!r}")
            self.ledger.retries[reason] += 1
            time.sleep(random.uniform(0.05, 0.3))
        raise RuntimeError(f"{method} {path}: no answer for {PATIENCE:.0f} s")


def send(
    connection: HTTPConnection,
    method: str,
    path: str,
    token: str,
    body: dict[str, str] | None,
    key: str = "",
    **further: str,
) -> None:
    """A request of the API, with `further` headers; the answer is still to come."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **further}
    if key:
        headers["Idempotency-Key"] = key
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
