"""Chats as machines read them."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from chat.models import Conversation, Message


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    """One chat without its text."""

    customer = serializers.EmailField(source="customer.email", default=None, read_only=True)
    agent = serializers.EmailField(source="agent.email", default=None, read_only=True)
    ticket = serializers.CharField(source="ticket.number", default=None, read_only=True)

    class Meta:
        model = Conversation
        fields = (
            "public_id",
            "status",
            "resolution",
            "language",
            "topic",
            "is_urgent",
            "customer",
            "visitor_name",
            "agent",
            "ticket",
            "created_at",
            "queued_at",
            "accepted_at",
            "ended_at",
            "last_seq",
        )
        read_only_fields = fields


@extend_schema_serializer(component_name="ChatMessage")
class MessageSerializer(serializers.ModelSerializer[Message]):
    """One message; what Vigil itself said is in the caller's language."""

    body = serializers.CharField(source="text", read_only=True)
    author_name = serializers.CharField(read_only=True)
    details = serializers.DictField(source="data", read_only=True)

    class Meta:
        model = Message
        fields = ("seq", "author_kind", "author_name", "kind", "body", "details", "client_id", "created_at")
        read_only_fields = fields


class ConversationPageSerializer(serializers.Serializer[Any]):
    results = ConversationSerializer(many=True)
    next = serializers.CharField(allow_blank=True)
    previous = serializers.CharField(allow_blank=True)


class TranscriptSerializer(serializers.Serializer[Any]):
    results = MessageSerializer(many=True)
    last_seq = serializers.IntegerField()


class WantedConversations(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=Conversation.Status.choices, required=False)
    language = serializers.CharField(max_length=12, required=False)
    cursor = serializers.CharField(max_length=1000, required=False, default="")
    limit = serializers.IntegerField(min_value=1, max_value=100, required=False, default=50)


class WantedMessages(serializers.Serializer[Any]):
    after = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, required=False, default=200)
