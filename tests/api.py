"""Speaking to the API as a person's program does."""

from typing import Any

from rest_framework.test import APIClient

from people.actions import create_token
from people.models import User

ROOT = "/api/v1/"


class Api(APIClient):
    """`Api(ada).post("campaigns/next-visit/ideas/", {"title": …})`: JSON, with a token of `user`'s."""

    def __init__(self, user: User | None = None, scope: str = "write") -> None:
        super().__init__()
        self.default_format = "json"
        if user is not None:
            self.credentials(HTTP_AUTHORIZATION=f"Bearer {create_token(user=user, scope=scope)}")

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        return super().generic(method, path if path.startswith(("/", "http")) else ROOT + path, *args, **kwargs)

    def send(self, method: str, path: str, body: bytes, content_type: str = "application/json", **extra: Any) -> Any:
        """A body as it is."""
        return self.generic(method, path, body, content_type=content_type, **extra)


def problem(response: Any) -> tuple[int, str]:
    """The status and the code of a problem document, which it must be."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content[:300]
    body = response.json()
    assert {"type", "title", "status", "detail", "errors", "request_id"} <= set(body)
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:cocreate:{body['code']}"
    return response.status_code, body["code"]
