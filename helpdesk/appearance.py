"""Light, dark or as the device says: a cookie, for visitors as for staff; and the mark browsers show beside a name."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

THEMES = ("auto", "light", "dark")
COOKIE = "vigil_theme"
A_YEAR = 60 * 60 * 24 * 365


@csrf_exempt
@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back. Without a CSRF token, so that public pages need no cookie to carry the form:
    the worst a foreign page can do is turn the lights off."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Pages name their mark; this answers what asks without having read one."""
    return HttpResponseRedirect(static("img/mark.svg"), headers={"Cache-Control": "public, max-age=86400"})


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the help center on its first screen."""
    icons = [
        {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/mark-180.png"), "sizes": "180x180", "type": "image/png"},
    ]
    colors = {"background_color": "#11343a", "theme_color": "#11343a"}
    facts = {"name": settings.BRAND_NAME, "start_url": "/", "display": "minimal-ui", "icons": icons, **colors}
    return JsonResponse(
        facts, content_type="application/manifest+json", headers={"Cache-Control": "public, max-age=86400"}
    )
