"""Tickets in Django's admin: what is configured may be edited, what was said and sent may only be read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from helpdesk.ledger.recorded import RecordedAdmin
from helpdesk.lib.admin import NoEditing, ReadOnlyAdmin
from tickets.models import (
    BusinessCalendar,
    File,
    MailIn,
    MailOut,
    Message,
    Participant,
    Rating,
    SlaBreach,
    SlaPolicy,
    SlaTarget,
    Ticket,
    Topic,
)


class MessageInline(NoEditing, TabularInline):
    model = Message
    fields = ("seq", "kind", "author", "body", "created_at")
    readonly_fields = fields
    ordering = ("seq",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).select_related("author")


class ParticipantInline(NoEditing, TabularInline):
    model = Participant
    fields = ("user", "role", "can_reply")
    readonly_fields = fields
    extra = 0


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    """For looking things up; work on a ticket is done in the console."""

    list_display = (
        "number",
        "subject",
        "requester",
        "status",
        "priority",
        "assignee",
        "next_due_at",
        "updated_at",
    )
    list_filter = ("status", "priority", "channel", "language", "topic")
    list_select_related = ("requester", "assignee")
    search_fields = ("number", "subject", "requester__email", "requester__name")
    date_hierarchy = "created_at"
    inlines = (ParticipantInline, MessageInline)
    exclude = ("client_id", "last_seq")

    def view_on_site(self, ticket: Ticket) -> str:
        return ticket.console_url


@admin.register(MailOut)
class MailOutAdmin(ReadOnlyAdmin):
    list_display = ("to", "kind", "subject", "status", "attempts", "created_at", "sent_at")
    list_filter = ("status", "kind", "language")
    list_select_related = ("ticket",)
    search_fields = ("to", "subject", "mail_id")
    fields = (
        "ticket",
        "kind",
        "to",
        "subject",
        "text",
        "status",
        "attempts",
        "next_try_at",
        "last_error",
        "sent_at",
    )


@admin.register(MailIn)
class MailInAdmin(ReadOnlyAdmin):
    list_display = ("sender", "subject", "outcome", "reason", "received_at")
    list_filter = ("outcome", "reason")
    search_fields = ("sender", "subject", "mail_id")
    exclude = ("raw",)

    def view_on_site(self, row: MailIn) -> str:
        """The console is where a held mail is recovered or discarded."""
        return row.console_url

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailIn]:
        return super().get_queryset(request).defer("raw")


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ("score", "subject_type", "subject_id", "customer", "agent", "language", "created_at")
    list_filter = ("score", "subject_type", "language")
    list_select_related = ("customer", "agent")
    search_fields = ("customer__email", "agent__email", "comment")


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ("name", "mime", "size", "created_at")
    list_filter = ("kind",)
    search_fields = ("name", "sha256")
    exclude = ("stored",)


@admin.register(SlaBreach)
class SlaBreachAdmin(ReadOnlyAdmin):
    list_display = ("ticket", "clock", "due_at", "noticed_at")
    list_filter = ("clock",)
    list_select_related = ("ticket",)


@admin.register(Topic)
class TopicAdmin(RecordedAdmin):
    list_display = ("slug", "name", "priority", "team", "is_security", "is_active", "position")
    list_filter = ("is_active", "is_security")
    list_select_related = ("team",)
    search_fields = ("slug",)
    autocomplete_fields = ("team",)


class SlaTargetInline(TabularInline):
    model = SlaTarget
    extra = 0


@admin.register(SlaPolicy)
class SlaPolicyAdmin(RecordedAdmin):
    list_display = ("name", "calendar", "position")
    list_select_related = ("calendar",)
    search_fields = ("name",)
    inlines = (SlaTargetInline,)


@admin.register(BusinessCalendar)
class BusinessCalendarAdmin(RecordedAdmin):
    list_display = ("name", "timezone")
    search_fields = ("name",)
