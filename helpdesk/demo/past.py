"""Writing what happened before now.

`helpdesk.ledger.record` always writes the present: it stamps the time, wakes subscribers and nudges screens. The
demo tells of two weeks that are over, so its builders collect events here and write them all at once:

- in the order of their times, so that ids rise with time as they do in a ledger that was kept day by day;
- never later than now;
- each with the mark that its subscribers have run, so that the worker does not send two weeks of mail.

The rows an event tells of are written by the same builders to the same rules the actions keep, and
`tests/demo/test_invariants.py` holds them to these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User
from helpdesk.ledger.models import Delivery, Event
from helpdesk.ledger.registry import handlers_of

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be; its subject may get its id only when the rows are written."""

    at: datetime
    verb: str
    subject: models.Model
    actor: User | None
    customer: User | None
    data: dict[str, Any]

    def as_event(self) -> Event:
        return Event(
            at=self.at,
            verb=self.verb,
            actor=self.actor,
            subject_type=self.subject._meta.label_lower,
            subject_id=self.subject.pk,
            customer=self.customer,
            data=self.data,
        )


@dataclass(slots=True)
class Past:
    """The events of one telling, up to `now`."""

    now: datetime
    happenings: list[Happening] = field(default_factory=list)

    def tell(
        self,
        at: datetime,
        verb: str,
        subject: models.Model,
        *,
        actor: User | None = None,
        customer: User | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Happening:
        if at > self.now:
            raise ValueError(f"{verb} would happen after now.")
        happening = Happening(at, verb, subject, actor, customer, dict(data or {}))
        self.happenings.append(happening)
        return happening

    def write(self) -> int:
        """Write the events, oldest first; those told together keep the order they were told in."""
        ordered = sorted(self.happenings, key=lambda happening: happening.at)
        events = Event.objects.bulk_create([each.as_event() for each in ordered], batch_size=BATCH)
        mark_as_heard(events)
        return len(events)


def mark_as_heard(events: Iterable[Event]) -> None:
    """Whoever subscribes has acted on it already, so the worker does not."""
    marks = [Delivery(event=event, subscriber=name) for event in events for name in handlers_of(event.verb)]
    Delivery.objects.bulk_create(marks, batch_size=BATCH)
