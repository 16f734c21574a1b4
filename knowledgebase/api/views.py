"""What is published, for machines: search, articles, categories."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from helpdesk.lib.paging import keyset
from knowledgebase.api.serializers import (
    AnswersSerializer,
    ArticleDetailSerializer,
    ArticlePageSerializer,
    CategorySerializer,
    Wanted,
    WantedAnswers,
    WantedArticles,
)
from knowledgebase.permissions import Reading, access_article, access_category
from knowledgebase.reading import article_html
from knowledgebase.selectors import categories_with_counts, readable, search


class PublicView(APIView):
    """Open to everybody; throttled by address."""

    permission_classes = (AllowAny,)

    def asked(self, request: Request, wanted: type[Serializer]) -> dict[str, Any]:
        """The query parameters, checked, with the language negotiated when none is named."""
        sent = wanted(data=request.query_params)
        sent.is_valid(raise_exception=True)
        return {"language": request._request.LANGUAGE_CODE, **sent.validated_data}


class Search(PublicView):
    """Answers to a question, best first, each article once, with how likely it answers."""

    throttle_scope = "search"

    @extend_schema(operation_id="search", parameters=[WantedAnswers], responses=AnswersSerializer, auth=[])
    def get(self, request: Request) -> Response:
        asked = self.asked(request, WantedAnswers)
        shelf = access_category(asked["category"]) if asked.get("category") else None
        found = search(asked["q"], asked["language"], limit=asked["limit"], category=shelf)
        answer = {
            "query": asked["q"],
            "mended": found.mended,
            "language": asked["language"],
            "total": found.total,
            "results": found.hits,
        }
        return Response(AnswersSerializer(answer, context=asked).data)


class Articles(PublicView):
    """Every article once, in the language asked for or its nearest fallback, the latest change first."""

    @extend_schema(
        operation_id="articles", parameters=[WantedArticles], responses=ArticlePageSerializer, auth=[]
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, WantedArticles)
        rows = readable(asked["language"]).for_list()
        if asked.get("category"):
            rows = rows.filter(article__category=access_category(asked["category"]))
        page = keyset(rows, asked.get("cursor", ""), order=("-updated_at", "-pk"), size=asked["limit"])
        answer = {"results": page.rows, "next": page.next, "previous": page.previous}
        return Response(ArticlePageSerializer(answer, context=asked).data)


class Article(PublicView):
    """One article in the language asked for or its nearest fallback; answers 304 to who has this revision."""

    @extend_schema(operation_id="article", parameters=[Wanted], responses=ArticleDetailSerializer, auth=[])
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        language = self.asked(request, Wanted)["language"]
        reading = access_article(slug, language)
        html = article_html(reading.translation, request._request.LANGUAGE_CODE).html
        etag = etag_of(reading, language, html)
        known = get_conditional_response(request._request, etag=etag)
        if known is not None:
            return known
        context = {"language": language, "languages": reading.languages, "html": html}
        headers = {
            "ETag": etag,
            "Cache-Control": "no-cache",
            "Content-Language": reading.translation.language,
        }
        return Response(ArticleDetailSerializer(reading.translation, context=context).data, headers=headers)


def etag_of(reading: Reading, language: str, html: str) -> str:
    """Changes with anything the answer shows."""
    row = reading.translation
    state = (row.pk, row.revision, row.article.verified_at, language, reading.languages, row.is_stale, html)
    return "W/" + quote_etag(sha256(repr(state).encode()).hexdigest()[:32])


class Categories(PublicView):
    """The categories that have something to read, in their order."""

    @extend_schema(
        operation_id="categories", parameters=[Wanted], responses=CategorySerializer(many=True), auth=[]
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, Wanted)
        counted = categories_with_counts(asked["language"])
        context = {
            **asked,
            "counts": {row.pk: count for row, count in counted},
            "slugs": {row.pk: row.slug for row, _c in counted},
        }
        return Response(CategorySerializer([row for row, _count in counted], many=True, context=context).data)
