"""The small script other sites put on their pages."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SOURCE = Path(settings.BASE_DIR, "static", "js", "chat", "loader.js")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def loader(request: HttpRequest) -> HttpResponse:
    """The launcher, with its few words in every interface language; sets no cookie."""
    response = HttpResponse(script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@lru_cache(maxsize=1)
def script() -> str:
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words[code] = {"open": _("Open the chat"), "close": _("Close the chat"), "title": _("Chat")}
    return SOURCE.read_text(encoding="utf-8").replace("__WORDS__", json.dumps(words, ensure_ascii=True))
