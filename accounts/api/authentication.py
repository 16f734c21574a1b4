"""How a program says who it is."""

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.actions import note_token_use
from accounts.models import ApiToken, User
from helpdesk.lib.rates import address_of, enforce

INVALID = _("This API token is not valid, or it has ended. Create a new one.")
READ_ONLY = _("This API token may only read. Use one that may also write.")
NEEDS_FACTOR = _("Staff accounts need a second factor. Set one up in your account to use the API.")
NOTED_EVERY = timedelta(minutes=1)
WRONG_TOKENS_AT_MOST = (30, 60)


class TokenAuthentication(KnoxAuthentication):
    """`Authorization: Token vgl_…`. A read-only token is refused on anything that writes; wrong ones are counted."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        found = self.named_by(request)
        if found is None:
            return None
        user, token = found
        if token.scope == ApiToken.Scope.READ and request.method not in SAFE_METHODS:
            raise PermissionDenied(READ_ONLY)
        if user.is_staff and not user.is_protected:
            raise PermissionDenied(NEEDS_FACTOR)
        if token.last_used_at is None or token.last_used_at < now() - NOTED_EVERY:
            note_token_use(token)
        return user, token

    def named_by(self, request: Request) -> tuple[User, ApiToken] | None:
        try:
            found: tuple[User, ApiToken] | None = super().authenticate(request)
        except AuthenticationFailed:
            enforce(f"wrong-token:{address_of(request)}", *WRONG_TOKENS_AT_MOST)
            raise
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        text = token.decode("ascii", "replace")
        candidates = ApiToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related(
            "user"
        )
        for candidate in candidates:
            is_over = candidate.expiry is not None and candidate.expiry < now()
            if (
                not is_over
                and candidate.user.is_active
                and compare_digest(hash_token(text), candidate.digest)
            ):
                return candidate.user, candidate
        raise AuthenticationFailed(INVALID)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token vgl_…`"}
