"""What the pages of tickets read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from helpdesk.ledger.models import Event
from knowledgebase.models import ArticleTranslation
from knowledgebase.selectors import Hit, readable, search
from tickets.models import MailOut, Message, Ticket, TicketQuerySet, Topic
from tickets.models.ticket import OPEN_STATUSES, SOON, WORKING_STATUSES
from tickets.permissions import visible_messages, visible_tickets

SUGGESTIONS = 3
SURE_ENOUGH = 0.2
TOLD_ELSEWHERE = ("ticket.replied", "ticket.noted", "mail.sent")
ICONS = {
    "ticket.opened": "inbox",
    "ticket.requested": "mail-question-mark",
    "ticket.assigned": "user-round",
    "ticket.solved": "circle-check",
    "ticket.reopened": "rotate-ccw",
    "ticket.breached": "alarm-clock-off",
    "ticket.unpromised": "alarm-clock-off",
    "ticket.rated": "star",
    "ticket.priority_changed": "flag",
    "mail.failed": "mail-x",
}


@dataclass(frozen=True)
class View:
    """One of the desk's lists. `choose` narrows the tickets an agent may see; `count` says the same as a condition."""

    key: str
    label: str | Promise
    icon: str
    choose: Callable[[TicketQuerySet, User], TicketQuerySet]
    tone: str = ""


VIEWS = (
    View("mine", _("Mine"), "user-round", lambda tickets, user: tickets.assigned_to(user)),
    View("unassigned", _("Unassigned"), "user-round-x", lambda tickets, user: tickets.unassigned()),
    View("us", _("Waiting on us"), "reply", lambda tickets, user: tickets.waiting_on_us()),
    View("soon", _("Due within the hour"), "alarm-clock", lambda tickets, user: tickets.due_soon(), "wait"),
    View("late", _("Late"), "alarm-clock-off", lambda tickets, user: tickets.breached(), "bad"),
    View(
        "solved",
        pgettext_lazy("tickets that are", "Solved"),
        "circle-check",
        lambda tickets, user: tickets.solved(),
    ),
    View("all", _("All"), "inbox", lambda tickets, user: tickets.confirmed()),
    View(
        "unconfirmed",
        _("Unconfirmed"),
        "mail-question-mark",
        lambda tickets, user: tickets.unconfirmed().exclude(status="closed"),
    ),
)
COUNTED: dict[str, Callable[[User, datetime], Q]] = {
    "mine": lambda user, now: Q(status__in=OPEN_STATUSES, assignee=user),
    "unassigned": lambda user, now: Q(status__in=OPEN_STATUSES, assignee=None),
    "us": lambda user, now: Q(status__in=WORKING_STATUSES),
    "soon": lambda user, now: Q(
        status__in=WORKING_STATUSES, next_due_at__gt=now, next_due_at__lte=now + SOON
    ),
    "late": lambda user, now: Q(status__in=WORKING_STATUSES, next_due_at__lte=now),
}


def view_named(key: str) -> View:
    """The list with this name; the first one for a name that is none."""
    return next((view for view in VIEWS if view.key == key), VIEWS[0])


def unfinished_counts(user: User) -> dict[str, int]:
    """How many tickets stand in each of the lists of unfinished work, in one query over unfinished tickets."""
    now = timezone.now()
    tickets = visible_tickets(user).open()
    counts = {key: Count("pk", filter=condition(user, now)) for key, condition in COUNTED.items()}
    return tickets.aggregate(**counts)


def topics_by_slug() -> dict[str, Topic]:
    """Every topic, also those no longer offered, because old tickets name them."""
    return {topic.slug: topic for topic in Topic.objects.all()}


def suggestions_for(subject: str, language: str) -> list[Hit]:
    """Articles that may answer before anybody needs to write; none rather than poor ones."""
    if len(subject.strip()) < 2:
        return []
    found = search(subject[:SUBJECT_READ], language, limit=SUGGESTIONS)
    return [hit for hit in found.hits if hit.confidence >= SURE_ENOUGH]


def article_of(topic: Topic, language: str) -> ArticleTranslation | None:
    """The published article that has the topic's slug, in the words a reader of `language` is shown."""
    return readable(language).filter(article__slug=topic.slug).select_related("article").first()


SUBJECT_READ = 200


@dataclass(frozen=True)
class Item:
    """One entry of the agents' timeline: a message, or something that happened."""

    at: datetime
    message: Message | None = None
    event: Event | None = None
    mails: tuple[MailOut, ...] = ()
    detail: str = ""
    icon: str = "dot"


def timeline(user: User, ticket: Ticket) -> list[Item]:
    """Messages with how their mails fared, and events between them, oldest first; five queries however long."""
    messages = list(
        visible_messages(user, ticket).for_thread().select_related("mail_in").defer("mail_in__raw")
    )
    mails: dict[int, list[MailOut]] = {}
    for mail in MailOut.objects.filter(message__in=messages).defer("text", "html"):
        mails.setdefault(mail.message_id or 0, []).append(mail)
    events = list(Event.objects.about(ticket).exclude(verb__in=TOLD_ELSEWHERE).for_timeline())
    names = names_in(events)
    items = [Item(m.created_at, message=m, mails=tuple(mails.get(m.pk, ()))) for m in messages]
    items += [Item(e.at, event=e, detail=detail_of(e, names), icon=ICONS.get(e.verb, "dot")) for e in events]
    return sorted(items, key=lambda item: (item.at, item.event is not None))


def names_in(events: list[Event]) -> dict[int, str]:
    """The people these events speak of by id."""
    ids = {event.data.get("to") for event in events if event.verb == "ticket.assigned"}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids - {None})}


def detail_of(event: Event, names: dict[int, str]) -> str:
    """From what to what, in the reader's words."""
    data = event.data
    if event.verb == "ticket.assigned":
        return names.get(data.get("to"), str(_("Nobody")))
    if event.verb == "ticket.priority_changed":
        return label_of(Ticket.Priority, data.get("to"))
    if event.verb == "ticket.status_changed":
        return label_of(Ticket.Status, data.get("to"))
    return ""


def label_of(choices: Any, value: Any) -> str:
    """A stored code in the reader's words; an unknown one as it is."""
    return str(dict(choices.choices).get(value, value or ""))


def colleagues() -> list[User]:
    """Everybody a ticket can be given to, by name."""
    return list(User.objects.staff().order_by("name", "email"))


def contacts_of(ticket: Ticket, user: User) -> list[Ticket]:
    """The customer's other recent tickets, newest first."""
    others = visible_tickets(user).filter(requester=ticket.requester).exclude(pk=ticket.pk)
    return list(others.order_by("-updated_at")[:6])
