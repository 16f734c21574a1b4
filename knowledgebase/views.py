"""The help center's pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from helpdesk.lib import languages
from helpdesk.lib.errors import Invalid
from helpdesk.lib.feeds import atom
from helpdesk.lib.pages import page
from helpdesk.lib.rates import address_of, enforce
from knowledgebase.actions import explain_vote, vote
from knowledgebase.caching import serve
from knowledgebase.feed import feed_xml
from knowledgebase.forms import SearchForm, VoteForm
from knowledgebase.models import ArticleTranslation
from knowledgebase.permissions import Reading, access_article, access_category, access_translation
from knowledgebase.selectors import article_url, suggest
from knowledgebase.showing import article_context, as_option, category_context, home_context, search_context
from knowledgebase.sitemap import sitemap_xml
from knowledgebase.voters import new_voter, remember_voter, voter_of

# By address, however many cookies come from it; generous, since a whole office may share one.
VOTES_AT_MOST = (30, 3600)
SEARCHES_AT_MOST = (120, 60)
SUGGESTIONS_AT_MOST = (240, 60)


@login_not_required
@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the reader's language."""
    return redirect("kb:home")


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    def make() -> tuple[HttpResponse, float]:
        context, changed = home_context(request.LANGUAGE_CODE)
        return page(request, "knowledgebase/home.html", context), changed

    return serve(request, make)


@login_not_required
@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    context = category_context(access_category(slug), request.LANGUAGE_CODE, request.GET.get("page"))
    return page(request, "knowledgebase/category.html", context)


@login_not_required
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return serve(request, lambda: show(request, access_article(slug, request.LANGUAGE_CODE)))


@login_not_required
@require_GET
def article_in(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """An article in a language the interface does not speak, or in another than the reader's."""
    return serve(request, lambda: show(request, access_translation(slug, language)))


def show(request: HttpRequest, reading: Reading) -> tuple[HttpResponse, float]:
    """The article page and when its words last changed."""
    context, changed = article_context(reading, request.LANGUAGE_CODE)
    context["said"] = request.GET.get("feedback", "")
    return page(request, "knowledgebase/article.html", context), changed


@login_not_required
@require_POST
def article_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, or the reason of a no; answers with the article at its feedback, so that reloading votes no second time."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose yes or no."), fields={"helpful": [_("Choose yes or no.")]})
    enforce(f"votes:{address_of(request)}", *VOTES_AT_MOST)
    said = form.cleaned_data
    translation = access_article(slug, said["language"] or request.LANGUAGE_CODE).translation
    voter = voter_of(request) or new_voter()
    keep_vote(translation, said, voter, User.objects.filter(pk=request.user.pk).first())
    answer = "reason" if said["reason"] else said["helpful"]
    response = redirect(f"{article_url(translation, request.LANGUAGE_CODE)}?feedback={answer}#feedback")
    remember_voter(request, response, voter)
    return response


def keep_vote(translation: ArticleTranslation, said: dict[str, str], voter: str, actor: User | None) -> None:
    if said["reason"]:
        explain_vote(translation, voter=voter, reason=said["reason"], actor=actor)
        return
    vote(translation, voter=voter, is_helpful=said["helpful"] == "yes", actor=actor)


@login_not_required
@require_GET
def search_results(request: HttpRequest) -> HttpResponse:
    enforce(f"searches:{address_of(request)}", *SEARCHES_AT_MOST)
    accepted = languages.accepted(request.headers.get("Accept-Language", ""))
    context = search_context(SearchForm(request.GET).asked(), request.LANGUAGE_CODE, accepted)
    return page(request, "knowledgebase/search.html", context)


@login_not_required
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for a query that is still being typed, as JSON for the search box."""
    enforce(f"suggestions:{address_of(request)}", *SUGGESTIONS_AT_MOST)
    rows = suggest(SearchForm(request.GET).asked().query, request.LANGUAGE_CODE)
    answer = {"suggestions": [as_option(row) for row in rows]}
    return JsonResponse(answer, headers={"Cache-Control": "private, max-age=60"})


@login_not_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Atom in the language of the address."""
    return atom(request, feed_xml(request.LANGUAGE_CODE))


@login_not_required
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        sitemap_xml(), content_type="application/xml", headers={"Cache-Control": "public, max-age=300"}
    )


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers read articles and categories, not searches, accounts and staff pages."""
    closed = ("/admin/", "/console/", "/qa/", "/api/", "/*/account/", "/*/search/", "/*/requests/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
