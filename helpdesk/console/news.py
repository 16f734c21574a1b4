"""What changed for one person: read from the ledger, so that nobody has to write it down for them.

What they have read is remembered by their own browser, as the id of the newest event they were shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import User
from chat.models import Conversation
from chat.permissions import visible_conversations
from helpdesk.ledger.models import Event
from qa.models import Review
from qa.permissions import reviews_about
from tickets.models import Ticket
from tickets.permissions import visible_tickets

COOKIE = "vigil_news"
KEPT = timedelta(days=7)
FIRST_LOOK = timedelta(days=1)
"""How far back something counts as new for a browser that has never shown the news."""
SHOWN = 50
ICONS = {
    "ticket.assigned": "user-round-plus",
    "ticket.replied": "reply",
    "ticket.noted": "sticky-note",
    "ticket.reopened": "rotate-ccw",
    "ticket.breached": "alarm-clock-off",
    "ticket.rated": "star",
    "chat.rated": "star",
    "review.submitted": "clipboard-check",
}


@dataclass(frozen=True)
class News:
    """One thing that happened to this person's work, and the way to it."""

    event: Event
    title: str
    url: str
    is_new: bool

    @property
    def icon(self) -> str:
        return ICONS[self.event.verb]

    @property
    def words(self) -> str:
        """As its history tells it, but where the person it is told to changes the words."""
        if self.event.verb == "ticket.assigned":
            return _("%(actor)s gave you this ticket") % {"actor": self.event.actor_name}
        if self.event.verb.endswith(".rated"):
            return _("The customer gave %(score)s of 5") % {"score": self.event.data.get("score", "–")}
        return self.event.text


def seen_by(request: HttpRequest) -> int:
    """The newest event this browser has shown; 0 for one that has shown none."""
    value = request.COOKIES.get(COOKIE, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def fresh_count(user: User, seen: int) -> int:
    """How many news the person has not seen; one query, and no more than a hundred are counted."""
    since = {"pk__gt": seen} if seen else {"at__gt": now() - FIRST_LOOK}
    return len(ids_of_news(user, **since)[: 2 * SHOWN])


def news(user: User, seen: int) -> list[News]:
    """The newest of the last week, newest first, each with what it is about; a handful of queries."""
    ids = list(ids_of_news(user, at__gt=now() - KEPT)[:SHOWN])
    events = list(Event.objects.filter(pk__in=ids).select_related("actor").order_by("-pk"))
    places = places_of(events)
    edge = now() - FIRST_LOOK
    return [
        News(event, *places[event.subject], is_new=event.pk > seen and (bool(seen) or event.at > edge))
        for event in events
        if event.subject in places
    ]


def ids_of_news(user: User, **limits: Any) -> "QuerySet[Event, int]":
    """Newest first. Each kind asks by its subjects, so that an index answers however long the ledger is."""
    events = Event.objects.filter(**limits).exclude(actor=user).order_by()
    tickets = events.filter(
        subject_type=Ticket._meta.label_lower,
        subject_id__in=visible_tickets(user).filter(assignee=user).values("pk"),
        verb__in=[verb for verb in ICONS if verb.startswith("ticket.") and verb != "ticket.assigned"],
    )
    given = events.filter(
        subject_type=Ticket._meta.label_lower,
        subject_id__in=visible_tickets(user).filter(assignee=user).values("pk"),
        verb="ticket.assigned",
        data__to=user.pk,
    )
    chats = events.filter(
        subject_type=Conversation._meta.label_lower,
        subject_id__in=visible_conversations(user).filter(agent=user).values("pk"),
        verb="chat.rated",
    )
    reviews = events.filter(
        subject_type=Review._meta.label_lower,
        subject_id__in=reviews_about(user).values("pk"),
        verb="review.submitted",
    )
    kinds = [kind.values_list("pk", flat=True) for kind in (tickets, given, chats, reviews)]
    return kinds[0].union(*kinds[1:]).order_by("-pk")


Place = tuple[str, str]


def places_of(events: Iterable[Event]) -> dict[str, Place]:
    """The title and address of everything these events are about, by `Event.subject`; a query for each kind."""
    wanted: dict[str, list[int]] = {}
    for event in events:
        wanted.setdefault(event.subject_type, []).append(event.subject_id)
    places: dict[str, Place] = {}
    for ticket in Ticket.objects.filter(pk__in=wanted.get("tickets.ticket", ())):
        places[f"tickets.ticket.{ticket.pk}"] = (f"{ticket.number} {ticket.subject}", ticket.console_url)
    chats = Conversation.objects.filter(pk__in=wanted.get("chat.conversation", ()))
    for chat in chats.select_related("customer"):
        url = reverse("chat-console:chat-detail", args=[chat.public_id])
        places[f"chat.conversation.{chat.pk}"] = (_("Chat with %(name)s") % {"name": chat.who}, url)
    for review in Review.objects.filter(pk__in=wanted.get("qa.review", ())):
        url = reverse("qa:review-detail", args=[review.pk])
        places[f"qa.review.{review.pk}"] = (review.comment or _("A review of your work"), url)
    return places
