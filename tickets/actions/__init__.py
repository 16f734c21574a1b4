"""Every write to a ticket, one function per verb a person would say."""

from tickets.actions.breaches import note_breach
from tickets.actions.mail import fail_letter, send_letter
from tickets.actions.opening import Opening, confirm_ticket, open_guest_ticket, open_ticket
from tickets.actions.ratings import rate, refuse_unfinished
from tickets.actions.receiving import discard_mail, handle_mail, receive_mail, recover_mail
from tickets.actions.thread import add_note, reply_to_ticket
from tickets.actions.work import (
    answer_ticket,
    assign_ticket,
    change_priority,
    change_status,
    close_ticket,
    put_away,
    reopen_ticket,
    solve_ticket,
)

__all__ = [
    "Opening",
    "add_note",
    "answer_ticket",
    "assign_ticket",
    "change_priority",
    "change_status",
    "close_ticket",
    "confirm_ticket",
    "discard_mail",
    "fail_letter",
    "handle_mail",
    "note_breach",
    "open_guest_ticket",
    "open_ticket",
    "put_away",
    "rate",
    "receive_mail",
    "recover_mail",
    "refuse_unfinished",
    "reopen_ticket",
    "reply_to_ticket",
    "send_letter",
    "solve_ticket",
]
