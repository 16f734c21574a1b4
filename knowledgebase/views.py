"""The help center's pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from helpdesk.lib.errors import Invalid
from helpdesk.lib.pages import page
from knowledgebase.actions import explain_vote, vote
from knowledgebase.forms import VoteForm
from knowledgebase.permissions import access_article, access_category, access_translation
from knowledgebase.selectors import article_url, search
from knowledgebase.voters import new_voter, remember_voter, voter_of


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "knowledgebase/home.html", {})


@login_not_required
@require_GET
def search_results(request: HttpRequest) -> HttpResponse:
    found = search(request.GET.get("q", ""), request.LANGUAGE_CODE)
    return page(request, "knowledgebase/search.html", {"found": found})


@login_not_required
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    return page(request, "knowledgebase/home.html", {})


@login_not_required
@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "knowledgebase/home.html", {"category": access_category(slug)})


@login_not_required
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return page(
        request, "knowledgebase/article.html", {"reading": access_article(slug, request.LANGUAGE_CODE)}
    )


@login_not_required
@require_GET
def article_in(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    return page(request, "knowledgebase/article.html", {"reading": access_translation(slug, language)})


@login_not_required
@require_POST
def article_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, or the reason of a no; answers with the article at its feedback, so that reloading votes no second time."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose yes or no."), fields=form.errors)
    said = form.cleaned_data
    translation = access_article(slug, said["language"] or request.LANGUAGE_CODE).translation
    voter = voter_of(request) or new_voter()
    actor = User.objects.filter(pk=request.user.pk).first()
    if said["reason"]:
        explain_vote(translation, voter=voter, reason=said["reason"], actor=actor)
    else:
        vote(translation, voter=voter, is_helpful=said["helpful"] == "yes", actor=actor)
    response = redirect(article_url(translation, request.LANGUAGE_CODE) + "#feedback")
    remember_voter(request, response, voter)
    return response
