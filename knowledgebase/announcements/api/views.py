"""Announcements for machines: a list to ask often, answered 304 while nothing changed, and one with its course."""

from hashlib import sha256
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from helpdesk.lib.paging import keyset
from knowledgebase.announcements.api.serializers import (
    AnnouncementDetailSerializer,
    AnnouncementPageSerializer,
    WantedAnnouncements,
)
from knowledgebase.announcements.models import AnnouncementQuerySet
from knowledgebase.announcements.permissions import access_announcement, visible_announcements
from knowledgebase.announcements.selectors import running
from knowledgebase.api.serializers import Wanted
from knowledgebase.api.views import PublicView


class Announcements(PublicView):
    """What was announced, the latest first; `active=true` for what is shown now."""

    @extend_schema(
        operation_id="announcements",
        parameters=[WantedAnnouncements],
        responses=AnnouncementPageSerializer,
        auth=[],
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = self.asked(request, WantedAnnouncements)
        rows = narrowed(visible_announcements(request.user), asked).with_words()
        page = keyset(rows, asked.get("cursor", ""), order=("-starts_at", "-pk"), size=asked["limit"])
        found = {"results": page.rows, "next": page.next, "previous": page.previous}
        return answered(request, AnnouncementPageSerializer(found, context=asked).data)


class AnnouncementDetail(PublicView):
    """One announcement in the language asked for or its nearest fallback."""

    @extend_schema(
        operation_id="announcement", parameters=[Wanted], responses=AnnouncementDetailSerializer, auth=[]
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        asked = self.asked(request, Wanted)
        found = access_announcement(request.user, slug)
        return answered(request, AnnouncementDetailSerializer(found, context=asked).data)


def narrowed(rows: AnnouncementQuerySet, asked: dict[str, Any]) -> AnnouncementQuerySet:
    if asked.get("active") is not None:
        rows = rows.filter(running()) if asked["active"] else rows.exclude(running())
    return rows.filter(kind=asked["kind"]) if asked.get("kind") else rows


def answered(request: Request, found: dict[str, Any]) -> HttpResponseBase:
    """The answer under its ETag, or 304 to who has it."""
    etag = "W/" + quote_etag(sha256(repr(found).encode()).hexdigest()[:32])
    known = get_conditional_response(request._request, etag=etag)
    if known is not None:
        return known
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if found.get("language"):
        headers["Content-Language"] = found["language"]
    return Response(found, headers=headers)
