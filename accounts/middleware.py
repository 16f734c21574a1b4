"""What staff sessions must satisfy on every request."""

import time
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from accounts.permissions import SIGNED_IN_AT, is_over
from helpdesk.errors import wants_json
from helpdesk.lib.pages import way_back

OPEN_NAMES = {"account_logout", "account_reauthenticate", "account_login", "healthz", "readyz"}
"""What staff reach while they still have to set up a second factor, beside the set-up itself."""


class StaffSafetyMiddleware:
    """A staff session ends eight hours after sign-in, used or not; and staff work only with a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff and has_ended(request):
            return end_session(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or is_open(match) or not lacks_second_factor(request):
            return None
        return ask_for_second_factor(request)


def has_ended(request: HttpRequest) -> bool:
    """True past the limit. The first request of a session starts the clock, however it signed in."""
    request.session.setdefault(SIGNED_IN_AT, int(time.time()))
    return is_over(request.session)


def end_session(request: HttpRequest) -> HttpResponse:
    logout(request)
    words = _("You were signed out after eight hours. Sign in again to go on.")
    if wants_json(request):
        return JsonResponse({"code": "session_ended", "message": words}, status=401)
    messages.info(request, words)
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?next={quote(way_back(request))}")


def is_open(match: ResolverMatch) -> bool:
    name = match.url_name or ""
    return name in OPEN_NAMES or name.startswith("mfa_")


def lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and user.is_staff and not user.is_protected


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    words = _("Staff accounts need a second factor. Set up an authenticator app to go on.")
    if wants_json(request):
        return JsonResponse({"code": "second_factor_required", "message": words}, status=403)
    messages.warning(request, words)
    return redirect("mfa_activate_totp")
