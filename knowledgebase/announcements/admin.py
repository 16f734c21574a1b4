"""Announcements in Django's admin: to be searched and read; they are written in the console, where actions keep them true."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.permissions import signed_in
from helpdesk.lib.admin import NoEditing, ReadOnlyAdmin
from helpdesk.lib.errors import DomainError
from knowledgebase.announcements.actions import end_announcement
from knowledgebase.announcements.models import (
    Announcement,
    AnnouncementLetter,
    AnnouncementWords,
    IncidentUpdate,
    Subscription,
    UpdateWords,
)
from knowledgebase.announcements.permissions import can_announce


class ReadOnlyInline(NoEditing, TabularInline):
    extra = 0


class WordsInline(ReadOnlyInline):
    model = AnnouncementWords
    fields = ("language", "title", "body")


class UpdateInline(ReadOnlyInline):
    model = IncidentUpdate
    fields = ("posted_at", "stage", "author")
    show_change_link = True


class UpdateWordsInline(ReadOnlyInline):
    model = UpdateWords
    fields = ("language", "text")


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdmin):
    list_display = (
        "slug",
        "kind",
        "severity",
        "audience",
        "status",
        "stage",
        "starts_at",
        "ends_at",
        "spoken_in",
    )
    list_filter = ("status", "kind", "severity", "audience")
    search_fields = ("slug", "words__title")
    date_hierarchy = "created_at"
    inlines = (WordsInline, UpdateInline)
    actions = ("end",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        rows: QuerySet[Announcement] = super().get_queryset(request)
        return rows.select_related("author").annotate(spoken=Count("words", distinct=True))

    @display(description=_("languages"), ordering="spoken")
    def spoken_in(self, announcement: Any) -> int:
        return int(announcement.spoken)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return can_announce(request.user)

    @admin.action(description=_("End it now"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Announcement]) -> None:
        for announcement in queryset:
            try:
                end_announcement(announcement, actor=signed_in(request))
            except DomainError as refusal:
                self.message_user(request, f"{announcement}: {refusal.message}", messages.WARNING)


@admin.register(IncidentUpdate)
class IncidentUpdateAdmin(ReadOnlyAdmin):
    list_display = ("announcement", "stage", "posted_at", "author")
    list_filter = ("stage",)
    list_select_related = ("announcement", "author")
    search_fields = ("announcement__slug", "words__text")
    date_hierarchy = "posted_at"
    inlines = (UpdateWordsInline,)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ("email", "language", "user", "asked_at", "confirmed_at")
    list_filter = ("language", ("confirmed_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("email",)


@admin.register(AnnouncementLetter)
class AnnouncementLetterAdmin(ReadOnlyAdmin):
    list_display = ("subscription", "announcement", "update", "status", "attempts", "sent_at", "last_error")
    list_filter = ("status",)
    list_select_related = ("subscription", "announcement", "update")
    search_fields = ("subscription__email", "announcement__slug")
