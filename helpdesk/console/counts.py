"""The numbers on the rail: what waits for this person, and how much that hurts."""

from dataclasses import dataclass

from django.db.models import Count as Number
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import ngettext

from accounts.models import User
from chat.selectors import queue
from tickets.permissions import visible_tickets


@dataclass(frozen=True)
class Count:
    """`number` things wait, told in `words`; `tone` is wait or bad when somebody should look now."""

    number: int
    words: str
    tone: str = ""


def counts(user: User) -> dict[str, Count]:
    """Keyed by the rail's url names; nothing waits, nothing shown. Two queries on every staff page."""
    numbers = {"tickets-console:ticket-list": of_tickets(user), "chat-console:chat-list": of_chats()}
    return {name: count for name, count in numbers.items() if count.number}


def of_tickets(user: User) -> Count:
    mine = visible_tickets(user).assigned_to(user).waiting_on_us()
    found = mine.aggregate(all=Number("pk"), late=Number("pk", filter=Q(next_due_at__lte=now())))
    number = found["all"]
    words = ngettext("%(n)s of your tickets waits", "%(n)s of your tickets wait", number) % {"n": number}
    return Count(number, words, "bad" if found["late"] else "")


def of_chats() -> Count:
    number = queue().count()
    words = ngettext("%(n)s person waits in the queue", "%(n)s people wait in the queue", number) % {
        "n": number
    }
    return Count(number, words, "wait")
