"""How programs sign in: `Authorization: Bearer <token>`."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from people import queries, receipts, short_way

SAFE = {"GET", "HEAD", "OPTIONS"}


class TokenAuthentication(authentication.BaseAuthentication):
    """A token of an active person, unexpired, whose scope fits the method."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        owner = short_way.token_owner if short_way.is_for(request) else queries.token_owner
        token = owner(text.strip())
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is not known, or has expired."))
        if token.scope != token.Scope.WRITE and request.method not in SAFE:
            raise exceptions.PermissionDenied(_("This token may only read. Make one with the scope “write”."))
        token.user.receipts = receipts.shown(request)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers itself untyped
    """What the OpenAPI document says of it."""

    target_class = TokenAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        words = "A token of `bin/manage create_token`. With the scope `read` it may only read."
        return {"type": "http", "scheme": "bearer", "description": words}
