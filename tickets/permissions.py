"""Who sees and who touches which ticket. Every read starts here."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import can_work
from helpdesk.lib.errors import Forbidden, Missing
from tickets.models import File, MailIn, Message, Participant, Ticket, TicketQuerySet

if TYPE_CHECKING:
    from tickets.models.mail import MailInQuerySet
    from tickets.models.thread import MessageQuerySet


def visible_tickets(user: "User | AnonymousUser") -> TicketQuerySet:
    """The desk sees every ticket; a customer the confirmed ones they take part in; a visitor none."""
    if can_work(user):
        return Ticket.objects.all()
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return Ticket.objects.none()
    mine = Participant.objects.filter(user=user).values("ticket_id")
    return Ticket.objects.confirmed().filter(Q(requester=user) | Q(pk__in=mine))


def visible_messages(user: "User | AnonymousUser", ticket: Ticket) -> "MessageQuerySet":
    """The thread as this person may read it: internal notes are the desk's alone."""
    messages = Message.objects.filter(ticket=ticket)
    return messages if can_work(user) else messages.public()


def visible_files(user: "User | AnonymousUser") -> QuerySet[File]:
    """Files of the messages this person may read."""
    files = File.objects.filter(message__ticket__in=visible_tickets(user))
    return files if can_work(user) else files.exclude(message__kind=Message.Kind.NOTE)


def access_ticket(
    user: "User | AnonymousUser",
    key: UUID | str,
    *,
    to: Callable[["User", Ticket], bool] | None = None,
) -> Ticket:
    """The ticket with this public id or number. Unseen is Missing; seen and not allowed `to` is Forbidden."""
    field = {"public_id": key} if isinstance(key, UUID) else {"number": key.replace("\x00", "")}
    ticket = visible_tickets(user).for_detail().filter(**field).first()
    if ticket is None:
        raise Missing
    if to is not None and not to(user, ticket):  # type: ignore[arg-type]
        raise Forbidden(_("You may not do this to this ticket."))
    return ticket


def can_work_ticket(user: "User | AnonymousUser", ticket: Ticket) -> bool:
    """Assign, note, change: the desk only."""
    return can_work(user)


def can_reply(user: "User | AnonymousUser", ticket: Ticket) -> bool:
    """The desk, the requester, and participants who were not made readers only."""
    if can_work(user):
        return True
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return False
    taking_part = Participant.objects.filter(ticket=ticket, user=user).first()
    return taking_part.can_reply if taking_part else ticket.requester_id == user.pk


def can_rate(user: "User | AnonymousUser", ticket: Ticket) -> bool:
    """Only the person who asked for help says how it was."""
    return user.is_authenticated and ticket.requester_id == user.pk


def can_ask_as_guest(email: str) -> bool:
    """Nobody writes in the name of a colleague or of somebody locked out, as with mail."""
    known = User.objects.filter(email=User.objects.normalise(email)).first()
    return known is None or (known.is_active and not known.is_staff)


def visible_mail(user: "User | AnonymousUser") -> "MailInQuerySet":
    """What came in by mail, for the desk alone."""
    return MailIn.objects.all() if can_work(user) else MailIn.objects.none()


def access_mail(user: "User | AnonymousUser", pk: int) -> MailIn:
    """One incoming mail; Missing for whoever may not see it."""
    row = visible_mail(user).select_related("ticket", "handled_by").filter(pk=pk).first()
    if row is None:
        raise Missing
    return row
