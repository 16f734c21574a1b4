"""Who asks."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person behind a view that only signed-in people reach."""
    return cast(User, request.user)
