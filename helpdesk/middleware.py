"""What happens around every request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from helpdesk.errors import answer_refusal
from helpdesk.lib import request_id
from helpdesk.lib.errors import DomainError
from helpdesk.lib.pages import way_back

Answer = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        value = request_id.begin(request.headers.get("X-Request-ID", ""))
        response = self.get_response(request)
        response.headers["X-Request-ID"] = value
        return response


class LanguageMiddleware:
    """The reader's language and time zone. The language is the one in the address, else the person's own, else the cookie, else the browser's.

    Staff pages and the API carry no language in their address, so the person's own choice decides there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_path = translation.get_language_from_path(request.path_info)
        language = in_path or self.preferred(request)
        with translation.override(language), timezone.override(self.zone_of(request)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not in_path:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    @staticmethod
    def zone_of(request: HttpRequest) -> ZoneInfo | None:
        """The person's own time zone; None leaves the site's."""
        own = request.user.timezone if request.user.is_authenticated else ""
        try:
            return ZoneInfo(own) if own else None
        except (ZoneInfoNotFoundError, ValueError):
            return None

    @staticmethod
    def preferred(request: HttpRequest) -> str:
        own = request.user.language if request.user.is_authenticated else ""
        if own in dict(settings.LANGUAGES):
            return own
        return translation.get_language_from_request(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Closed by default; whose session was lost while writing comes back to the page, not to where it was sent."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method not in ("GET", "HEAD"):
            messages.info(request, _("Your session has ended. Sign in again to go on."))
        return redirect_to_login(way_back(request), resolve_url(self.get_login_url(view_func)))


class DomainErrorMiddleware:
    """A refusal raised anywhere in a view becomes a page, a fragment or JSON."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError):
            return answer_refusal(request, error)
        return None


class AdminPolicyMiddleware:
    """The admin's theme computes styles and expressions in the browser; its pages alone, seen by staff, may."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}  # type: ignore[attr-defined]
        return response
