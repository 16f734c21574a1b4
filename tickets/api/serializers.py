"""What the API takes and gives."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts.models import User
from helpdesk.lib.clean_text import PlainTextSerializerField
from tickets.forms import BODY_LENGTH, SUBJECT_LENGTH
from tickets.models import File, Message, Ticket, Topic


@extend_schema_serializer(component_name="TicketMessage")
class FileSerializer(serializers.ModelSerializer):
    """`url` serves the file, as an attachment, to whoever may read its message."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = File
        fields = ("id", "name", "mime", "size", "url")

    def get_url(self, file: File) -> str:
        return reverse(
            "tickets-api:file-detail",
            kwargs={"public_id": file.message.ticket.public_id, "file_id": file.public_id},
        )


class MessageSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.short_name", default="", read_only=True)
    by_staff = serializers.BooleanField(source="is_from_staff", read_only=True)

    files = FileSerializer(many=True, read_only=True)

    class Meta:
        model = Message
        fields = ("seq", "kind", "author", "by_staff", "body", "channel", "created_at", "files")


class TicketSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = (
            "id",
            "number",
            "subject",
            "status",
            "priority",
            "topic",
            "language",
            "channel",
            "created_at",
            "updated_at",
            "first_response_at",
            "answer_due_at",
            "resolution_due_at",
            "solved_at",
        )


class ThreadSerializer(TicketSerializer):
    messages = MessageSerializer(source="shown_messages", many=True, read_only=True)

    class Meta(TicketSerializer.Meta):
        fields = (*TicketSerializer.Meta.fields, "messages")


class NewTicketSerializer(serializers.Serializer[Any]):
    subject = PlainTextSerializerField(max_length=SUBJECT_LENGTH)
    body = PlainTextSerializerField(max_length=BODY_LENGTH, multiline=True)
    topic = serializers.SlugField(max_length=40, default="other")

    def validate_topic(self, value: str) -> str:
        if not Topic.objects.filter(slug=value, is_active=True).exists():
            raise serializers.ValidationError(_("Choose one of the topics."), code="invalid_choice")
        return value


class NewMessageSerializer(serializers.Serializer[Any]):
    body = PlainTextSerializerField(max_length=BODY_LENGTH, multiline=True)
    last_seq = serializers.IntegerField(min_value=0, required=False, allow_null=True)


class AssigneeSerializer(serializers.Serializer[Any]):
    assignee = serializers.SlugRelatedField(
        slug_field="email",
        queryset=User.objects.staff(),
        allow_null=True,
        help_text="The agent's address; null is nobody.",
    )


class StatusSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=[pair for pair in Ticket.Status.choices if pair[0] != "new"])


class PrioritySerializer(serializers.Serializer[Any]):
    priority = serializers.ChoiceField(choices=Ticket.Priority.choices)


class AskedSerializer(serializers.Serializer[Any]):
    """Which tickets: only what is named here can be asked for."""

    status = serializers.ChoiceField(choices=Ticket.Status.choices, required=False)
    priority = serializers.ChoiceField(choices=Ticket.Priority.choices, required=False)
    channel = serializers.ChoiceField(choices=Ticket.Channel.choices, required=False)
    cursor = serializers.CharField(required=False, max_length=1000)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=25)


class TicketPageSerializer(serializers.Serializer[Any]):
    results = TicketSerializer(many=True)
    next = serializers.CharField(help_text="The cursor of the next page; empty on the last.")
    previous = serializers.CharField(help_text="The cursor of the page before; empty on the first.")
