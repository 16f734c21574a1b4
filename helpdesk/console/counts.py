"""The numbers on the rail: what waits for this person, and how much that hurts."""

from dataclasses import dataclass

from django.db.models import Count as Number
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import ngettext

from accounts.models import User
from chat.models import Conversation
from chat.permissions import visible_conversations
from helpdesk.console.news import fresh_count
from tickets.permissions import visible_tickets


@dataclass(frozen=True)
class Count:
    """`number` things wait, told in `words`; `tone` is accent, wait or bad when somebody should look now."""

    number: int
    words: str
    tone: str = ""


def counts(user: User, seen: int = 0) -> dict[str, Count]:
    """Keyed by the rail's url names; nothing waits, nothing shown. Three queries on every staff page."""
    numbers = {
        "console:news": of_news(user, seen),
        "tickets-console:ticket-list": of_tickets(user),
        "chat-console:chat-list": of_chats(user),
    }
    return {name: count for name, count in numbers.items() if count.number}


def of_news(user: User, seen: int) -> Count:
    number = fresh_count(user, seen)
    words = ngettext("%(n)s thing is new for you", "%(n)s things are new for you", number) % {"n": number}
    return Count(number, words, "accent")


def of_tickets(user: User) -> Count:
    mine = visible_tickets(user).assigned_to(user).waiting_on_us()
    found = mine.aggregate(all=Number("pk"), late=Number("pk", filter=Q(next_due_at__lte=now())))
    number = found["all"]
    words = ngettext("%(n)s of your tickets waits", "%(n)s of your tickets wait", number) % {"n": number}
    return Count(number, words, "bad" if found["late"] else "")


def of_chats(user: User) -> Count:
    """Who waits for anybody, and which of this person's own chats have news for them."""
    queued = Q(status=Conversation.Status.QUEUED)
    news = Q(status=Conversation.Status.ACTIVE, agent=user, agent_read_seq__lt=F("last_seq"))
    found = (
        visible_conversations(user)
        .filter(queued | news)
        .aggregate(waiting=Number("pk", filter=queued), unread=Number("pk", filter=news))
    )
    return Count(
        found["waiting"] + found["unread"],
        ", ".join(told_of_chats(found["waiting"], found["unread"])),
        "wait" if found["waiting"] else "accent",
    )


def told_of_chats(waiting: int, unread: int) -> list[str]:
    in_queue = ngettext("%(n)s person waits in the queue", "%(n)s people wait in the queue", waiting)
    of_mine = ngettext("%(n)s of your chats has news", "%(n)s of your chats have news", unread)
    return [words % {"n": number} for words, number in ((in_queue, waiting), (of_mine, unread)) if number]
