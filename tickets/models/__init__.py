"""What the desk keeps: tickets and their messages, the promises made, the mail that went and came, the ratings."""

from tickets.models.mail import MailIn, MailOut
from tickets.models.rating import Rating
from tickets.models.sla import BusinessCalendar, SlaBreach, SlaPolicy, SlaTarget
from tickets.models.thread import File, Message, Participant
from tickets.models.ticket import Counter, Ticket, TicketQuerySet, Topic

__all__ = [
    "BusinessCalendar",
    "Counter",
    "File",
    "MailIn",
    "MailOut",
    "Message",
    "Participant",
    "Rating",
    "SlaBreach",
    "SlaPolicy",
    "SlaTarget",
    "Ticket",
    "TicketQuerySet",
    "Topic",
]
