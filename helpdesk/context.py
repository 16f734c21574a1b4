"""What every template may use without being handed it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from helpdesk.appearance import COOKIE, THEMES
from helpdesk.lib.languages import get


def page(request: HttpRequest) -> dict[str, Any]:
    code = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    theme = request.COOKIES.get(COOKIE, "auto")
    return {
        "brand": settings.BRAND_NAME,
        "language": get(code),
        "csp_nonce": str(getattr(request, "csp_nonce", "")),
        "theme": theme if theme in THEMES else "auto",
        "support_address": settings.SUPPORT_ADDRESS,
        "is_demo": settings.DEMO,
    }
