"""The glossary's public pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from helpdesk.lib.pages import page
from knowledgebase.caching import serve
from knowledgebase.glossary.showing import glossary_context, term_context


@login_not_required
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term; `q` narrows the list, `group` turns to a letter or topic of a long one."""

    def make() -> tuple[HttpResponse, float]:
        asked, chosen = request.GET.get("q", ""), request.GET.get("group", "")
        context, changed = glossary_context(request.LANGUAGE_CODE, asked, chosen)
        return page(request, "knowledgebase/glossary/list.html", context), changed

    return serve(request, make)


@login_not_required
@require_GET
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term, in the reader's language or the nearest it has."""

    def make() -> tuple[HttpResponse, float]:
        context, changed = term_context(slug, request.LANGUAGE_CODE)
        return page(request, "knowledgebase/glossary/term.html", context), changed

    return serve(request, make)
