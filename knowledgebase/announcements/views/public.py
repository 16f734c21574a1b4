"""The public pages of announcements, their feed and their banner."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from helpdesk.lib.errors import Conflict, Missing
from helpdesk.lib.feeds import atom
from helpdesk.lib.pages import page
from knowledgebase.announcements.banner import remember_put_away
from knowledgebase.announcements.forms import BarForm
from knowledgebase.announcements.permissions import access_announcement
from knowledgebase.announcements.showing import bar_context, detail_context, feed_xml, list_context
from knowledgebase.caching import serve

FOLDER = "knowledgebase/announcements"


@login_not_required
@require_GET
def announcement_list(request: HttpRequest) -> HttpResponse:
    def make() -> tuple[HttpResponse, float]:
        context, changed = list_context(request.user, request.LANGUAGE_CODE, request.GET.get("after", ""))
        return page(request, f"{FOLDER}/list.html", context), changed

    return serve(request, make)


@login_not_required
@require_GET
def announcement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    def make() -> tuple[HttpResponse, float]:
        found = access_announcement(request.user, slug)
        context, changed = detail_context(found, request.LANGUAGE_CODE)
        return page(request, f"{FOLDER}/detail.html", context), changed

    return serve(request, make)


@login_not_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Atom in the language of the address; 304 to a reader that has it."""
    return atom(request, feed_xml(request.user, request.LANGUAGE_CODE))


@login_not_required
@never_cache
@require_GET
def bar(request: HttpRequest) -> HttpResponse:
    """The banner alone, for a page that stays open; 204 when it shows the same already."""
    form = BarForm(request.GET)
    if not form.is_valid():
        raise Missing
    context = bar_context(request, form.cleaned_data["place"])
    if context["state"] == form.cleaned_data["state"]:
        return HttpResponse(status=204)
    return page(request, f"{FOLDER}/_bar.html", context)


@login_not_required
@require_POST
def dismiss(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a banner away in this browser; the announcement itself stays where it is."""
    announcement = access_announcement(request.user, slug)
    if not announcement.is_dismissible:
        raise Conflict(_("This announcement is too important to be put away."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if is_ours else "announcements:announcement-list")
    remember_put_away(request, response, announcement.pk)
    return response
