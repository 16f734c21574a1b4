"""A ticket's life, told after the fact: the same verbs as `tickets.actions`, each at a moment of the past.

The rules are those of the actions: a seq without gaps, whoever answers owns, an answer waits for the customer, a
question re-opens, broken promises are noted when they break. Due times still owed are worked out by
`tickets.promises` once everything is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from helpdesk.demo.past import Happening, Past
from tickets.models import (
    Counter,
    Message,
    Participant,
    Rating,
    SlaBreach,
    SlaPolicy,
    SlaTarget,
    Ticket,
    Topic,
)
from tickets.promises import DUE_FIELDS, STANDING, work_out

Clock = SlaBreach.Clock


@dataclass(slots=True)
class Desk:
    """All rows of the tickets to be written, and what they are measured by."""

    past: Past
    policy: SlaPolicy
    targets: dict[str, SlaTarget]
    topics: dict[str, Topic]
    threads: list["Thread"] = field(default_factory=list)

    @classmethod
    def of(cls, past: Past) -> "Desk":
        policy = SlaPolicy.objects.order_by("position", "pk")[0]
        targets = {target.priority: target for target in policy.targets.all()}
        return cls(past, policy, targets, {topic.slug: topic for topic in Topic.objects.all()})

    def write(self) -> None:
        """Write the rows, oldest ticket first so that numbers rise with time; then the past; then what is owed."""
        self.threads.sort(key=lambda thread: thread.ticket.created_at)
        for number, thread in enumerate(self.threads, start=1):
            thread.ticket.number = f"{settings.TICKET_PREFIX}-{number:06d}"
            thread.opening.data["number"] = thread.ticket.number
            thread.watch(self.past.now)
        Counter.objects.update_or_create(name="ticket", defaults={"value": len(self.threads)})
        Ticket.objects.bulk_create([thread.ticket for thread in self.threads])
        Participant.objects.bulk_create([p for thread in self.threads for p in thread.participants])
        Message.objects.bulk_create([m for thread in self.threads for m in thread.messages], batch_size=500)
        SlaBreach.objects.bulk_create([b for thread in self.threads for b in thread.breaches])
        Rating.objects.bulk_create([r for thread in self.threads for r in thread.ratings()])

    def settle(self) -> None:
        """After the ledger is written: work out what is still owed on unfinished tickets."""
        owed = [thread.ticket for thread in self.threads if not thread.is_standing]
        for ticket in owed:
            work_out(ticket)
        Ticket.objects.bulk_update(owed, DUE_FIELDS)


class Thread:
    """One ticket and everything said and done on it. Each verb takes its moment first."""

    def __init__(self, desk: Desk, at: datetime, ticket: Ticket, body: str) -> None:
        self.desk, self.ticket = desk, ticket
        self.messages: list[Message] = []
        self.breaches: list[SlaBreach] = []
        self.rated: list[tuple[datetime, int, str]] = []
        self.pauses: list[tuple[datetime, datetime]] = []
        self.paused_at: datetime | None = None
        self.opening: Happening
        topic = desk.topics.get(ticket.topic)
        ticket.priority = topic.priority if topic else Ticket.Priority.NORMAL
        ticket.team = topic.team if topic else None
        ticket.policy = desk.policy
        ticket.created_at = ticket.updated_at = ticket.confirmed_at = ticket.asked_at = at
        self.participants = [Participant(ticket=ticket, user=ticket.requester, created_at=at)]
        self.say(at, ticket.requester, Message.Kind.PUBLIC, body)
        desk.threads.append(self)

    def opened(self, at: datetime, *, actor: User | None = None) -> None:
        """Tell the ledger; apart from the rows, because the number is given last."""
        names = ("topic", "channel", "priority")
        told = {"number": "", **{name: str(getattr(self.ticket, name)) for name in names}}
        self.opening = self.tell(at, "ticket.opened", actor or self.ticket.requester, told)

    @property
    def is_standing(self) -> bool:
        return self.ticket.status in STANDING

    def tell(self, at: datetime, verb: str, actor: User | None, data: Mapping[str, object]) -> Happening:
        self.ticket.updated_at = at
        return self.desk.past.tell(
            at, verb, self.ticket, actor=actor, customer=self.ticket.requester, data=data
        )

    def say(self, at: datetime, author: User, kind: str, body: str) -> Message:
        self.ticket.last_seq += 1
        channel = Ticket.Channel.WEB if author.is_staff else self.ticket.channel
        message = Message(
            ticket=self.ticket,
            seq=self.ticket.last_seq,
            author=author,
            kind=kind,
            body=body,
            channel=channel,
            created_at=at,
        )
        self.messages.append(message)
        return message

    def assign(self, at: datetime, agent: User) -> None:
        before = self.ticket.assignee
        self.ticket.assignee = agent
        told = {"from": before.pk if before else None, "to": agent.pk}
        self.tell(at, "ticket.assigned", agent, told)

    def note(self, at: datetime, agent: User, body: str) -> None:
        message = self.say(at, agent, Message.Kind.NOTE, body)
        self.tell(at, "ticket.noted", agent, {"seq": message.seq})

    def reply(self, at: datetime, author: User, body: str) -> None:
        self.watch(at)
        message = self.say(at, author, Message.Kind.PUBLIC, body)
        if author.is_staff:
            self.take_answer(at, author)
        else:
            self.take_question(at)
        by = "staff" if author.is_staff else "customer"
        self.tell(
            at, "ticket.replied", author, {"seq": message.seq, "by": by, "channel": str(message.channel)}
        )

    def take_answer(self, at: datetime, agent: User) -> None:
        self.ticket.first_response_at = self.ticket.first_response_at or at
        self.ticket.asked_at = None
        if self.ticket.assignee is None:
            self.assign(at, agent)
        self.move(at, Ticket.Status.WAITING, agent)

    def take_question(self, at: datetime) -> None:
        self.ticket.asked_at = self.ticket.asked_at or at
        if self.ticket.status == Ticket.Status.SOLVED:
            self.ticket.solved_at, self.ticket.reopened_at = None, at
        if self.ticket.status in (Ticket.Status.SOLVED, Ticket.Status.WAITING):
            self.move(at, Ticket.Status.OPEN, self.ticket.requester)

    def move(self, at: datetime, status: str, actor: User | None) -> None:
        before = self.ticket.status
        if before == status:
            return
        verb = "ticket.reopened" if before == Ticket.Status.SOLVED else "ticket.status_changed"
        if status in (Ticket.Status.SOLVED, Ticket.Status.CLOSED):
            verb = f"ticket.{status}"
        self.ticket.status = Ticket.Status(status)
        if self.is_standing:
            self.paused_at = self.paused_at or at
        elif self.paused_at:
            self.pauses.append((self.paused_at, at))
            self.paused_at = None
        self.tell(at, verb, actor, {"from": str(before), "to": str(status)})

    def solve(self, at: datetime, agent: User) -> None:
        self.watch(at)
        self.ticket.solved_at, self.ticket.asked_at = at, None
        self.move(at, Ticket.Status.SOLVED, agent)

    def close(self, at: datetime) -> None:
        self.ticket.closed_at = at
        self.move(at, Ticket.Status.CLOSED, None)

    def rate(self, at: datetime, score: int, comment: str) -> None:
        self.rated.append((at, score, comment))
        requester = self.ticket.requester
        self.desk.past.tell(
            at, "ticket.rated", self.ticket, actor=requester, customer=requester, data={"score": score}
        )

    def ratings(self) -> list[Rating]:
        return [
            Rating(
                subject_type="tickets.ticket",
                subject_id=self.ticket.pk,
                customer=self.ticket.requester,
                agent=self.ticket.assignee,
                score=score,
                comment=comment,
                language=self.ticket.language,
                created_at=at,
            )
            for at, score, comment in self.rated
        ]

    def watch(self, until: datetime) -> None:
        """Note every promise that broke before `until`, as the desk's clockwork would have within a minute."""
        if self.is_standing:
            return
        known = {(breach.clock, breach.due_at) for breach in self.breaches}
        for clock, due_at in self.dues():
            if due_at <= until and (clock, due_at) not in known:
                noticed_at = min(due_at + timedelta(seconds=30), until)
                self.breaches.append(
                    SlaBreach(ticket=self.ticket, clock=clock, due_at=due_at, noticed_at=noticed_at)
                )
                told = {"clock": str(clock), "due_at": due_at.isoformat()}
                self.desk.past.tell(
                    noticed_at, "ticket.breached", self.ticket, customer=self.ticket.requester, data=told
                )

    def dues(self) -> list[tuple[str, datetime]]:
        """The promises owed now; the demo's calendar knows no closing time."""
        ticket, target = self.ticket, self.desk.targets[self.ticket.priority]
        opened_at = ticket.confirmed_at or ticket.created_at
        dues: list[tuple[str, datetime]] = [
            (Clock.RESOLUTION, self.due(opened_at, target.resolution_minutes))
        ]
        if ticket.first_response_at is None:
            dues.append((Clock.FIRST_RESPONSE, self.due(opened_at, target.first_response_minutes)))
        elif ticket.asked_at:
            dues.append((Clock.NEXT_RESPONSE, self.due(ticket.asked_at, target.next_response_minutes)))
        return dues

    def due(self, start: datetime, minutes: int) -> datetime:
        paused = sum((b - max(a, start) for a, b in self.pauses if b > start), timedelta())
        return start + timedelta(minutes=minutes - (-paused // timedelta(minutes=1)))
