"""Chats in Django's admin: for looking up and for evidence; what was said is not rewritten."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from chat.models import Conversation, Message
from helpdesk.lib.admin import NoEditing, ReadOnlyAdmin

TONES = {"bot": "info", "queued": "warning", "active": "success", "ended": ""}


class MessageInline(NoEditing, TabularInline):
    model = Message
    fields = ("seq", "created_at", "author_kind", "author", "kind", "body")
    ordering = ("seq",)
    extra = 0
    per_page = 50
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).select_related("author")


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = (
        "visitor",
        "state",
        "language",
        "agent",
        "is_urgent",
        "created_at",
        "queued_at",
        "accepted_at",
    )
    list_filter = ("status", "resolution", "is_urgent", "language", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=public_id", "visitor_email", "visitor_name", "customer__email", "customer__name")
    list_select_related = ("customer", "agent")
    date_hierarchy = "created_at"
    inlines = (MessageInline,)

    @display(description=_("Visitor"))
    def visitor(self, conversation: Conversation) -> str:
        return conversation.who

    @display(description=_("Status"), ordering="status", label=TONES)
    def state(self, conversation: Conversation) -> tuple[str, Any]:
        return conversation.status, conversation.get_status_display()


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("conversation", "seq", "author_kind", "author", "kind", "created_at")
    list_filter = ("author_kind", "kind", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=conversation__public_id", "=client_id")
    list_select_related = ("conversation", "conversation__customer", "author")
