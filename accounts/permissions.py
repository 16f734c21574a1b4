"""Who may do what among people. Pages, API, sockets and admin ask here."""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeGuard, TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from helpdesk.lib.errors import Forbidden, Missing

SIGNED_IN_AT = "staff_signed_in_at"
Anyone = User | AnonymousUser
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Test = Callable[[Anyone], bool]

NOT_STAFF = _("This page is for support staff. Sign in with a staff account to open it.")
NOT_LEAD = _("This page is for team leads. Ask an administrator if you should have access.")


def can_work(user: Anyone) -> bool:
    """May answer customers: an active agent, lead or administrator, with a second factor where one is required."""
    return is_present(user) and user.is_agent


def can_lead(user: Anyone) -> bool:
    """May review others' work and steer queues."""
    return is_present(user) and user.is_lead


def is_present(user: Anyone) -> TypeGuard[User]:
    """Signed in, not deactivated, and protected as staff must be."""
    return isinstance(user, User) and user.is_active and (user.is_customer or user.is_protected)


def signed_in(request: HttpRequest | Request) -> User:
    """Who asks. The guards before a view have made sure that it is somebody; a view without them answers 404."""
    if not isinstance(request.user, User):
        raise Missing
    return request.user


def is_over(session: SessionBase | Mapping[str, Any] | None) -> bool:
    """A staff session has lasted its eight hours, used or not. Its first request starts the clock."""
    began = session.get(SIGNED_IN_AT) if session is not None else None
    return began is not None and time.time() - began > settings.STAFF_SESSION_SECONDS


def guard(test: Test, refusal: Any) -> Callable[[View], View]:
    """A view decorator: visitors are sent to sign in, people who fail `test` read `refusal` with a 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not test(request.user):
                raise Forbidden(refusal)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return decorate


staff_required = guard(can_work, NOT_STAFF)
lead_required = guard(can_lead, NOT_LEAD)


class IsAgent(BasePermission):
    """API: agents, leads and administrators."""

    message = NOT_STAFF

    def has_permission(self, request: Request, view: Any) -> bool:
        return can_work(request.user)
