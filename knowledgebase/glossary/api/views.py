"""The glossary for machines: every term once, in the language asked for or its nearest fallback."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from helpdesk.lib.paging import keyset
from knowledgebase.api.serializers import Wanted
from knowledgebase.api.views import PublicView
from knowledgebase.glossary.api.serializers import (
    TermDetailSerializer,
    TermPageSerializer,
    WantedTerms,
)
from knowledgebase.glossary.book import book
from knowledgebase.glossary.models import Term
from knowledgebase.glossary.showing import term_context


class Glossary(PublicView):
    """Every term once, by slug. Answers 304 to who has the glossary as it stands."""

    @extend_schema(operation_id="glossary", parameters=[WantedTerms], responses=TermPageSerializer, auth=[])
    def get(self, request: Request) -> HttpResponseBase:
        asked = self.asked(request, WantedTerms)
        whole = book()
        etag = etag_of((whole.stamp, sorted(asked.items())))
        known = get_conditional_response(request._request, etag=etag)
        if known is not None:
            return known
        terms = Term.objects.filter(pk__in=Term.objects.filter(translations__isnull=False).values("pk"))
        page = keyset(terms, asked.get("cursor", ""), order=("slug", "pk"), size=asked["limit"])
        rows = [entry for term in page.rows if (entry := whole.best(term.pk, asked["language"]))]
        answer = {"results": rows, "next": page.next, "previous": page.previous}
        return told(TermPageSerializer(answer, context=asked).data, etag, asked["language"])


class GlossaryTerm(PublicView):
    """One term with its explanation; answers 304 to who has these words."""

    @extend_schema(operation_id="glossary-term", parameters=[Wanted], responses=TermDetailSerializer, auth=[])
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        language = self.asked(request, Wanted)["language"]
        context, _changed = term_context(slug, language)
        entry = context["entry"]
        codes = sorted(book().entries[entry.term_id])
        facts = TermDetailSerializer(entry, context={**context, "language": language, "codes": codes}).data
        etag = etag_of(facts)
        known = get_conditional_response(request._request, etag=etag)
        return known if known is not None else told(facts, etag, entry.language)


def etag_of(state: Any) -> str:
    """Changes with anything the answer shows."""
    return "W/" + quote_etag(sha256(repr(state).encode()).hexdigest()[:32])


def told(facts: Any, etag: str, language: str) -> Response:
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Content-Language": language}
    return Response(facts, headers=headers)
