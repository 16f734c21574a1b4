"""How a refusal reaches a person or a machine: one handler for pages, one for the API."""

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import set_rollback

from helpdesk.lib.errors import DomainError, TooMany
from helpdesk.lib.pages import wants_fragment

PAGES = {400, 403, 404, 409, 422, 429}


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
    return render(request, "errors/error.html", {"status": name, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": "not_found", "message": _("We could not find that.")}, status=404)
    return error_page(request, 404)


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
    if isinstance(error, DomainError):
        set_rollback()
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else None
        return Response(problem(error), status=error.status, headers=headers)
    if isinstance(error, Http404):
        return Response({"code": "not_found", "message": _("We could not find that.")}, status=404)
    if isinstance(error, PermissionDenied):
        return Response({"code": "forbidden", "message": _("You may not do this.")}, status=403)
    if isinstance(error, ValidationError):
        set_rollback()
        return Response(
            {"code": "invalid", "message": _("Some fields need mending."), "fields": error.detail}, status=422
        )
    if isinstance(error, APIException):
        return api_refusal(error)
    return None


def api_refusal(error: APIException) -> Response:
    set_rollback()
    asked, wait = getattr(error, "auth_header", ""), getattr(error, "wait", None)
    headers = {"WWW-Authenticate": str(asked)} if asked else {}
    if wait:
        headers["Retry-After"] = str(math.ceil(wait))
    code = error.get_codes() if isinstance(error.get_codes(), str) else error.default_code
    return Response({"code": code, "message": str(error.detail)}, status=error.status_code, headers=headers)
