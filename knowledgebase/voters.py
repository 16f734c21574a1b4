"""Who votes: a person by their account, a visitor by a signed cookie that holds a random number and nothing else."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_COOKIE = "vigil_reader"
_SALT = "knowledgebase.voter"
_YEAR = 60 * 60 * 24 * 365


def voter_of(request: HttpRequest) -> str:
    """This reader's mark on a vote, the same on every visit; empty for a visitor who never voted."""
    if request.user.is_authenticated:
        return f"u.{request.user.pk}"
    known = request.get_signed_cookie(_COOKIE, default="", salt=_SALT)
    return f"v.{known}" if known else ""


def remember_voter(request: HttpRequest, response: HttpResponse, voter: str) -> None:
    """Give a visitor's browser the mark it just voted with."""
    if not request.user.is_authenticated and voter.startswith("v."):
        response.set_signed_cookie(
            _COOKIE,
            voter[2:],
            salt=_SALT,
            max_age=_YEAR,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )


def new_voter() -> str:
    return f"v.{secrets.token_urlsafe(18)}"
