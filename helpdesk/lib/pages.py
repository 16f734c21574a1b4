"""One answer for a page and its fragment."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asked for a piece; boosted links and history restores want the whole page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def way_back(request: HttpRequest) -> str:
    """Where a person goes on after signing in: this page; for something sent from a page, that page."""
    before = urlsplit(request.headers.get("Referer", ""))
    if request.method in ("GET", "HEAD") or before.netloc != request.get_host():
        return request.get_full_path()
    return urlunsplit(("", "", before.path, before.query, ""))


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or `fragment` alone when htmx asked for a piece; caches keep the two apart."""
    name = fragment if fragment and wants_fragment(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
