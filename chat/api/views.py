"""Chats for machines of the desk: list, one, transcript. Talking goes over the socket or its HTTP fallback."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsAgent
from chat.api.serializers import (
    ConversationPageSerializer,
    ConversationSerializer,
    TranscriptSerializer,
    WantedConversations,
    WantedMessages,
)
from chat.permissions import access_conversation, visible_conversations
from chat.selectors import transcript
from helpdesk.lib.paging import keyset


class Conversations(APIView):
    """Every chat the caller may see, the newest first."""

    permission_classes = (IsAgent,)

    @extend_schema(
        operation_id="conversations", parameters=[WantedConversations], responses=ConversationPageSerializer
    )
    def get(self, request: Request) -> Response:
        wanted = WantedConversations(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        asked = wanted.validated_data
        only = {name: asked[name] for name in ("status", "language") if name in asked}
        rows = visible_conversations(request.user).for_list().filter(**only)
        page = keyset(rows, asked["cursor"], order=("-created_at", "-pk"), size=asked["limit"])
        answer = {"results": page.rows, "next": page.next, "previous": page.previous}
        return Response(ConversationPageSerializer(answer).data)


class OneConversation(APIView):
    """One chat without its text."""

    permission_classes = (IsAgent,)

    @extend_schema(operation_id="conversation", responses=ConversationSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(ConversationSerializer(access_conversation(request.user, public_id)).data)


class Transcript(APIView):
    """What was said, in order; `after` continues where the last page ended."""

    permission_classes = (IsAgent,)

    @extend_schema(
        operation_id="conversation_messages", parameters=[WantedMessages], responses=TranscriptSerializer
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        conversation = access_conversation(request.user, public_id)
        wanted = WantedMessages(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        rows = transcript(conversation, wanted.validated_data["after"])[: wanted.validated_data["limit"]]
        return Response(TranscriptSerializer({"results": rows, "last_seq": conversation.last_seq}).data)
