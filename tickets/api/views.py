"""The REST API of tickets: the same access and the same actions as the pages."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.permissions import signed_in
from helpdesk.lib.errors import Missing
from helpdesk.lib.paging import keyset
from helpdesk.lib.uploads import attachment_response
from tickets.actions import assign_ticket, change_priority, change_status, open_ticket, reply_to_ticket
from tickets.api.serializers import (
    AskedSerializer,
    AssigneeSerializer,
    MessageSerializer,
    NewMessageSerializer,
    NewTicketSerializer,
    PrioritySerializer,
    StatusSerializer,
    ThreadSerializer,
    TicketPageSerializer,
    TicketSerializer,
)
from tickets.limits import count_request
from tickets.models import Ticket
from tickets.permissions import (
    access_ticket,
    can_reply,
    can_work_ticket,
    visible_files,
    visible_messages,
    visible_tickets,
)

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key sent again by the same person is answered with what the first one made.",
)


def key_of(request: Request) -> str:
    return str(request.headers.get("Idempotency-Key", "")).strip()[:64].replace("\x00", "")


class Tickets(APIView):
    """Tickets the caller may see, newest change first; a new one of the caller's own."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="tickets", parameters=[AskedSerializer], responses=TicketPageSerializer)
    def get(self, request: Request) -> Response:
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        narrowed = {name: said[name] for name in ("status", "priority", "channel") if name in said}
        tickets = visible_tickets(request.user).filter(**narrowed)
        found = keyset(tickets, said.get("cursor", ""), order=("-updated_at", "-pk"), size=said["limit"])
        rows = TicketSerializer(found.rows, many=True).data
        return Response({"results": rows, "next": found.next, "previous": found.previous})

    @extend_schema(parameters=[KEY], request=NewTicketSerializer, responses={201: TicketSerializer})
    def post(self, request: Request) -> Response:
        sent = NewTicketSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        count_request(request)
        ticket = open_ticket(
            signed_in(request),
            **sent.validated_data,
            language=request.LANGUAGE_CODE,
            channel=Ticket.Channel.API,
            client_id=key_of(request),
        )
        return Response(TicketSerializer(ticket).data, status=status.HTTP_201_CREATED)


class TicketDetail(APIView):
    """One ticket with its conversation; a customer's holds no internal note."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="ticket", responses=ThreadSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        ticket = access_ticket(request.user, public_id)
        thread = visible_messages(request.user, ticket).for_thread().select_related("author", "ticket")
        ticket.shown_messages = thread  # type: ignore[attr-defined]
        return Response(ThreadSerializer(ticket).data)


class Replies(APIView):
    """A public reply by the caller. With `last_seq` it is refused (409) when somebody wrote since."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(parameters=[KEY], request=NewMessageSerializer, responses={201: MessageSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        ticket = access_ticket(request.user, public_id, to=can_reply)
        sent = NewMessageSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = {**sent.validated_data, "channel": Ticket.Channel.API, "client_id": key_of(request)}
        message = reply_to_ticket(ticket, actor=signed_in(request), **said)
        return Response(MessageSerializer(message).data, status=status.HTTP_201_CREATED)


class Step(APIView):
    """One step of the desk with a ticket: the one value sent goes to the action, the ticket comes back."""

    permission_classes = (IsAuthenticated,)
    serializer_class: type[Serializer[Any]]
    step: ClassVar[Callable[..., Ticket]]

    def put(self, request: Request, public_id: UUID) -> Response:
        ticket = access_ticket(request.user, public_id, to=can_work_ticket)
        sent = self.serializer_class(data=request.data)
        sent.is_valid(raise_exception=True)
        (value,) = sent.validated_data.values()
        ticket = type(self).step(ticket, value, actor=signed_in(request))
        return Response(TicketSerializer(ticket).data)


@extend_schema_view(put=extend_schema(responses=TicketSerializer))
class Assignee(Step):
    """Give the ticket to an agent, or to nobody. The desk only."""

    serializer_class = AssigneeSerializer
    step = assign_ticket


@extend_schema_view(put=extend_schema(responses=TicketSerializer))
class Status(Step):
    """Move the ticket on: open, waiting, solved or closed. The desk only."""

    serializer_class = StatusSerializer
    step = change_status


@extend_schema_view(put=extend_schema(responses=TicketSerializer))
class Priority(Step):
    """Say how urgent the ticket is; its promises are worked out again. The desk only."""

    serializer_class = PrioritySerializer
    step = change_priority


class FileDetail(APIView):
    """The bytes of a file, as an attachment, for whoever may read the message it came with."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: UUID, file_id: UUID) -> FileResponse:
        found = visible_files(request.user).filter(public_id=file_id, message__ticket__public_id=public_id)
        file = found.first()
        if file is None:
            raise Missing
        return attachment_response(file.stored.open("rb"), file.name, mime=file.mime)
