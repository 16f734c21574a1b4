"""Ready-made pages for visitors: kept for half a minute, forgotten when anything is published.

What differs between two visitors (the form's token) is taken out before a page is kept and put back when it is
served; who is signed in, or has a message waiting, gets a page of their own. A kept page costs no query.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from helpdesk.appearance import COOKIE, THEMES
from helpdesk.lib.form_tokens import form_token
from knowledgebase.announcements.banner import put_away

# Another process's publication is seen when this has passed; one's own at once.
KEPT_SECONDS = 30
_EDITION = "kb:edition"
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(")')
_PLACE = rb"\1=token=\2"
_MARK = b"=token="


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it is kept."""

    content: bytes
    etag: str
    last_modified: str


def edition() -> int:
    """Which state of the help center the kept pages are of."""
    return int(cache.get_or_set(_EDITION, 1, None) or 1)


def forget_pages() -> None:
    """After commit, pages are made anew."""
    transaction.on_commit(_next_edition)


def _next_edition() -> None:
    try:
        cache.incr(_EDITION)
    except ValueError:
        cache.set(_EDITION, 2, None)


def serve(request: HttpRequest, make: Callable[[], tuple[HttpResponse, float]]) -> HttpResponse:
    """The page, from the cache where it may be; 304 when the browser has it already.

    `make` renders it and says when its words last changed (a timestamp).
    """
    if not _may_be_kept(request):
        response, _changed = make()
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    key = _key(request)
    made: Made | None = cache.get(key)
    if made is None:
        response, changed = make()
        if response.status_code != 200:
            return response
        content = _TOKEN.sub(_PLACE, response.content)
        # Weak: two visitors' pages differ in their form's token and mean the same.
        etag = "W/" + quote_etag(hashlib.sha256(content).hexdigest()[:32])
        made = Made(content, etag, http_date(changed))
        cache.set(key, made, KEPT_SECONDS)
    return _answer(request, made)


def _may_be_kept(request: HttpRequest) -> bool:
    plain = request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING")
    return plain and not request.user.is_authenticated and "messages" not in request.COOKIES


def _key(request: HttpRequest) -> str:
    theme = request.COOKIES.get(COOKIE, "auto")
    look = theme if theme in THEMES else "auto"
    piece = "piece" if request.headers.get("HX-Request") else "page"
    # Address and cookie may hold any letters and be long, so they reach the cache as a digest.
    rest = hashlib.blake2b(f"{request.path} {put_away(request)}".encode(), digest_size=16).hexdigest()
    return f"kb:page:{edition()}:{look}:{piece}:{rest}"


def _answer(request: HttpRequest, made: Made) -> HttpResponse:
    content = made.content
    if _MARK in content:
        content = content.replace(_MARK, form_token(request).encode())
    headers = {
        "ETag": made.etag,
        "Last-Modified": made.last_modified,
        "Cache-Control": "private, no-cache",
        "Vary": "HX-Request, Cookie",
    }
    response: HttpResponse = HttpResponse(content, headers=headers)
    # Not by the date: an announcement changes the page and leaves the date of its words.
    known = get_conditional_response(request, etag=made.etag, response=response)
    return known if isinstance(known, HttpResponse) else response
