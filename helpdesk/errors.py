"""How a refusal reaches a person or a machine: one handler for pages, one for the API."""

import math
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.views import set_rollback

from helpdesk.lib import request_id
from helpdesk.lib.errors import DomainError, TooMany
from helpdesk.lib.languages import INTERFACE, get
from helpdesk.lib.pages import wants_fragment
from helpdesk.lib.rates import too_often

INTERFACE_ROWS = tuple(get(code) for code in INTERFACE)
WORDS = {
    400: (_("We could not read that"), _("Go back, reload the page and try again.")),
    403: (
        _("This page is not for you"),
        _("If you think it should be, sign in with another account or ask us."),
    ),
    404: (
        _("We could not find that page"),
        _("It may have moved. Search for it, or start again from the home page."),
    ),
    409: (_("Something changed meanwhile"), _("Go back, reload the page to see what is new, and try again.")),
    422: (_("There is a problem"), _("Go back and check what you entered.")),
    429: (_("Too many tries"), _("Wait a minute and try again. What you have sent so far is safe.")),
    500: (
        _("Something went wrong on our side"),
        _("We have been told. What you sent before is safe; try the last step again in a few minutes."),
    ),
    503: (
        _("Support is being updated"),
        _("We will be back in a few minutes. What you sent before is safe."),
    ),
}
PAGES = {status for status in WORDS if status < 500}
LIMITS_OF_SIGNING_IN_SECONDS = 300


def words_for(status: int) -> tuple[Promise, Promise]:
    """A status as a person reads it: what happened, and what to do next."""
    return WORDS[status]


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def problem(error: DomainError) -> dict[str, Any]:
    """`{code, message, fields?}`, the shape of every refusal in JSON."""
    body: dict[str, Any] = {"code": error.code, "message": str(error.message)}
    fields = getattr(error, "fields", None)
    if fields:
        body["fields"] = {name: [str(m) for m in messages] for name, messages in fields.items()}
    return body


def answer_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        response: HttpResponse = JsonResponse(problem(error), status=error.status)
    elif wants_fragment(request):
        response = render(request, "components/_alert.html", {"message": error.message}, status=error.status)
    else:
        response = error_page(request, error.status, error.message)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def error_page(request: HttpRequest, status: int, message: object = "") -> HttpResponse:
    name = status if status in PAGES else 400
    title, text = words_for(name)
    shown = {"status": name, "heading": title, "text": message or text, "languages_known": INTERFACE_ROWS}
    return render(request, "errors/error.html", shown, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": "not_found", "message": gettext("We could not find that.")}, status=404)
    return error_page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """What django-allauth's limits answer with, on the pages around signing in."""
    return answer_refusal(request, too_often(LIMITS_OF_SIGNING_IN_SECONDS))


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug. The page is a file written when the static files were collected: no database, no session, no cache."""
    if wants_json(request):
        message = gettext("Something went wrong on our side. Try again in a few minutes.")
        return JsonResponse({"code": "server_error", "message": message}, status=500)
    language = translation.get_language_from_request(request, check_path=True)
    page = static_page(500, language).replace(REFERENCE, escape(request_id.current()))
    return HttpResponse(page, status=500)


REFERENCE = "REFERENCE-OF-THE-REQUEST"


def static_page(status: int, language: str) -> str:
    """The collected file; drawn anew where nothing was collected, as in tests."""
    try:
        return static_file(status, language).read_text("utf-8")
    except OSError:
        return draw_static(status, language)


def static_file(status: int, language: str) -> Path:
    return Path(settings.STATIC_ROOT, "errors", f"{status}.{language}.html")


def draw_static(status: int, language: str) -> str:
    title, text = words_for(status)
    with translation.override(language):
        return render_to_string(
            "errors/static.html",
            {
                "status": status,
                "heading": title,
                "text": text,
                "reference": REFERENCE if status == 500 else "",
                "brand": settings.BRAND_NAME,
                "support_address": settings.SUPPORT_ADDRESS,
                "language": get(language),
                "theme": "auto",
            },
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        403,
        _(
            "This form was open too long or came from another site. Go back, reload the page and send it again."
        ),
    )


def api_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's exception handler: every refusal in the house shape."""
    if isinstance(error, Throttled):
        error = too_often(math.ceil(getattr(error, "wait", None) or 1))
    if isinstance(error, DomainError):
        set_rollback()
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else None
        return Response(problem(error), status=error.status, headers=headers)
    if isinstance(error, Http404):
        return Response({"code": "not_found", "message": gettext("We could not find that.")}, status=404)
    if isinstance(error, PermissionDenied):
        return Response({"code": "forbidden", "message": gettext("You may not do this.")}, status=403)
    if isinstance(error, ValidationError):
        set_rollback()
        return Response(
            {"code": "invalid", "message": gettext("Some fields need mending."), "fields": error.detail},
            status=422,
        )
    if isinstance(error, APIException):
        return api_refusal(error)
    return None


def api_refusal(error: APIException) -> Response:
    set_rollback()
    asked = getattr(error, "auth_header", "")
    headers = {"WWW-Authenticate": str(asked)} if asked else {}
    code = error.get_codes() if isinstance(error.get_codes(), str) else error.default_code
    return Response({"code": code, "message": str(error.detail)}, status=error.status_code, headers=headers)
