"""The help center's pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from helpdesk.lib import languages
from helpdesk.lib.errors import Invalid
from helpdesk.lib.pages import page
from knowledgebase.actions import explain_vote, vote
from knowledgebase.caching import serve
from knowledgebase.contact import contact_channels
from knowledgebase.forms import SearchForm, VoteForm
from knowledgebase.models import Category, Vote
from knowledgebase.permissions import Reading, access_article, access_category, access_translation
from knowledgebase.reading import article_page, structured, trail
from knowledgebase.selectors import (
    article_url,
    categories_with_counts,
    popular,
    readable,
    recently_updated,
    search,
    suggest,
)
from knowledgebase.sitemap import sitemap_xml
from knowledgebase.voters import new_voter, remember_voter, voter_of

RESULTS_A_PAGE = 10
ARTICLES_A_PAGE = 40
EXAMPLES = 3


@login_not_required
@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the reader's language."""
    return redirect("kb:home")


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    language = request.LANGUAGE_CODE

    def make() -> tuple[HttpResponse, float]:
        liked = popular(language)
        fresh = recently_updated(language)
        context = {
            "categories": [
                (row, row.words(language), count) for row, count in categories_with_counts(language)
            ],
            "popular": liked,
            "recent": fresh,
            "examples": [row.questions[0] for row in liked if row.questions and row.language == language][
                :EXAMPLES
            ],
            "channels": contact_channels(),
        }
        changed = max((row.updated_at.timestamp() for row in fresh), default=0.0)
        return page(request, "knowledgebase/home.html", context), changed

    return serve(request, make)


@login_not_required
@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    language = request.LANGUAGE_CODE
    shelf = access_category(slug)
    counted = categories_with_counts(language)
    rows = (
        readable(language)
        .filter(article__category=shelf)
        .for_list()
        .order_by("article__position", "title", "pk")
    )
    context = {
        "category": shelf,
        "words": shelf.words(language),
        "trail": trail(shelf, {row.pk: row for row, _count in counted})[:-1],
        "shelves": [(row, row.words(language), count) for row, count in counted],
        "articles": Paginator(rows, ARTICLES_A_PAGE).get_page(request.GET.get("page")),
        "channels": contact_channels(),
    }
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
    language = request.LANGUAGE_CODE
    shown = article_page(reading, language)
    context = {
        "page": shown,
        "article": shown.translation.article,
        "translation": shown.translation,
        "content_language": languages.get(shown.translation.language),
        "canonical": settings.BASE_URL + article_url(shown.translation),
        "base_url": settings.BASE_URL,
        "structured": structured(shown, language),
        "reasons": Vote.Reason.choices,
        "said": request.GET.get("feedback", ""),
        "channels": contact_channels(),
    }
    return page(request, "knowledgebase/article.html", context), shown.changed


@login_not_required
@require_POST
def article_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, or the reason of a no; answers with the article at its feedback, so that reloading votes no second time."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose yes or no."), fields={"helpful": [_("Choose yes or no.")]})
    said = form.cleaned_data
    translation = access_article(slug, said["language"] or request.LANGUAGE_CODE).translation
    voter = voter_of(request) or new_voter()
    actor = User.objects.filter(pk=request.user.pk).first()
    if said["reason"]:
        explain_vote(translation, voter=voter, reason=said["reason"], actor=actor)
    else:
        vote(translation, voter=voter, is_helpful=said["helpful"] == "yes", actor=actor)
    answer = "reason" if said["reason"] else said["helpful"]
    response = redirect(f"{article_url(translation, request.LANGUAGE_CODE)}?feedback={answer}#feedback")
    remember_voter(request, response, voter)
    return response


@login_not_required
@require_GET
def search_results(request: HttpRequest) -> HttpResponse:
    language = request.LANGUAGE_CODE
    asked = SearchForm(request.GET).asked()
    shelves = list(Category.objects.with_titles())
    chosen = next((shelf for shelf in shelves if shelf.slug == asked.category), None)
    start = (asked.page - 1) * RESULTS_A_PAGE
    found = search(asked.query, language, category=chosen, limit=RESULTS_A_PAGE, offset=start)
    counts = found.by_category
    context = {
        "query": asked.query,
        "found": found,
        "chosen": chosen,
        "page_number": asked.page,
        "first_number": start + 1,
        "last_page": max(1, -(-found.total // RESULTS_A_PAGE)),
        "titles": {row.pk: row.title(language) for row in shelves},
        "filters": [(row, row.title(language), counts[row.pk]) for row in shelves if row.pk in counts],
        "everywhere": sum(counts.values()),
        "popular": [] if found.hits else popular(language, 5),
        "channels": contact_channels(),
    }
    return page(request, "knowledgebase/search.html", context)


@login_not_required
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for a query that is still being typed, as JSON for the search box."""
    rows = suggest(SearchForm(request.GET).asked().query, request.LANGUAGE_CODE)
    answer = [
        {
            "title": row.title_pieces,
            "url": row.url,
            "category": row.category,
            "language": row.language,
            "direction": languages.direction(row.language),
        }
        for row in rows
    ]
    return JsonResponse({"suggestions": answer}, headers={"Cache-Control": "private, max-age=60"})


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
