"""Steering a ticket: whose it is, how urgent, how far."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from tickets.actions.rows import Extras, lock_ticket, save_facts, stored_before
from tickets.actions.thread import move_status, reply_to_ticket
from tickets.letters import write_solved
from tickets.models import Message, Ticket


def refuse_closed(ticket: Ticket) -> None:
    if ticket.is_closed:
        raise Conflict(_("This ticket is closed."), code="closed")


def refuse_unmovable(ticket: Ticket) -> None:
    """A guest's request whose address nobody has proved can only be closed: nobody could be told of anything else."""
    refuse_closed(ticket)
    if not ticket.is_confirmed:
        raise Conflict(
            _("The customer has not confirmed the address yet. Until then it can only be closed."),
            code="unconfirmed",
        )


@transaction.atomic
def assign_ticket(ticket: Ticket, assignee: User | None, *, actor: User) -> Ticket:
    """Give an unfinished ticket to an agent, or to nobody; a closed ticket refuses."""
    ticket = lock_ticket(ticket)
    refuse_closed(ticket)
    if assignee is not None and not (assignee.is_active and assignee.is_agent):
        raise Invalid(
            _("Choose somebody who works at the desk."), fields={"assignee": [_("Choose an agent.")]}
        )
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return ticket
    data = {"from": ticket.assignee_id, "to": assignee.pk if assignee else None}
    ticket.assignee = assignee
    save_facts(ticket, "assignee")
    record("ticket.assigned", ticket, actor=actor, customer=ticket.requester, data=data)
    return ticket


@transaction.atomic
def change_priority(ticket: Ticket, priority: str, *, actor: User) -> Ticket:
    """Say how urgent it is; what was promised is worked out again."""
    ticket = lock_ticket(ticket)
    refuse_closed(ticket)
    if priority not in Ticket.Priority.values:
        raise Invalid(
            _("Choose one of the priorities."), fields={"priority": [_("Choose one of the priorities.")]}
        )
    if ticket.priority == priority:
        return ticket
    data = {"from": ticket.priority, "to": priority}
    ticket.priority = priority
    save_facts(ticket, "priority")
    record("ticket.priority_changed", ticket, actor=actor, customer=ticket.requester, data=data)
    return ticket


def change_status(ticket: Ticket, status: str, *, actor: User) -> Ticket:
    """Move a ticket on; each status has its own verb. Nothing becomes new again."""
    verbs = {
        Ticket.Status.OPEN: reopen_ticket,
        Ticket.Status.WAITING: wait_for_customer,
        Ticket.Status.SOLVED: solve_ticket,
        Ticket.Status.CLOSED: close_ticket,
    }
    if status not in verbs:
        raise Invalid(_("Choose one of the statuses."), fields={"status": [_("Choose one of the statuses.")]})
    return verbs[Ticket.Status(status)](ticket, actor=actor)


@transaction.atomic
def answer_ticket(ticket: Ticket, then: str, *, body: str, actor: User, **extras: Unpack[Extras]) -> Message:
    """The desk's reply and the status it leaves. A repeated `client_id` moves nothing: much may have happened since."""
    ticket = lock_ticket(ticket)
    before = stored_before(ticket, actor, extras.get("client_id", ""))
    if before:
        return before
    message = reply_to_ticket(ticket, body=body, actor=actor, **extras)
    change_status(ticket, then, actor=actor)
    return message


@transaction.atomic
def reopen_ticket(ticket: Ticket, *, actor: User | None) -> Ticket:
    """Take the ticket up: from new, from waiting, or again after it was solved."""
    ticket = lock_ticket(ticket)
    refuse_unmovable(ticket)
    if ticket.status == Ticket.Status.SOLVED:
        ticket.solved_at, ticket.reopened_at = None, timezone.now()
    move_status(ticket, Ticket.Status.OPEN, actor)
    save_facts(ticket, "status", "solved_at", "reopened_at")
    return ticket


@transaction.atomic
def wait_for_customer(ticket: Ticket, *, actor: User | None) -> Ticket:
    """The next step is the customer's; the clocks pause."""
    ticket = lock_ticket(ticket)
    refuse_unmovable(ticket)
    if ticket.status == Ticket.Status.SOLVED:
        raise Conflict(_("This ticket is solved. Re-open it first."))
    move_status(ticket, Ticket.Status.WAITING, actor)
    save_facts(ticket, "status")
    return ticket


@transaction.atomic
def solve_ticket(ticket: Ticket, *, actor: User | None) -> Ticket:
    """Done, as far as we know; the customer's next reply re-opens it."""
    ticket = lock_ticket(ticket)
    refuse_unmovable(ticket)
    if ticket.status == Ticket.Status.SOLVED:
        return ticket
    ticket.solved_at, ticket.asked_at = timezone.now(), None
    move_status(ticket, Ticket.Status.SOLVED, actor)
    save_facts(ticket, "status", "solved_at", "asked_at")
    write_solved(ticket)
    return ticket


@transaction.atomic
def close_ticket(ticket: Ticket, *, actor: User | None) -> Ticket:
    """Put a solved ticket away for good; an unsolved one is solved first.

    A guest's request that was never confirmed comes back when its address is: see `confirm_ticket`.
    """
    ticket = lock_ticket(ticket)
    if ticket.is_closed:
        return ticket
    return close_locked(ticket, actor)


@transaction.atomic
def put_away(ticket: Ticket, *, before: datetime, actor: User | None) -> Ticket:
    """Close a ticket that is solved since `before`; one that somebody has re-opened or solved since stays."""
    ticket = lock_ticket(ticket)
    if ticket.status != Ticket.Status.SOLVED or ticket.solved_at is None or ticket.solved_at >= before:
        return ticket
    return close_locked(ticket, actor)


def close_locked(ticket: Ticket, actor: User | None) -> Ticket:
    now = timezone.now()
    ticket.solved_at, ticket.closed_at, ticket.asked_at = ticket.solved_at or now, now, None
    move_status(ticket, Ticket.Status.CLOSED, actor)
    save_facts(ticket, "status", "solved_at", "closed_at", "asked_at")
    return ticket
