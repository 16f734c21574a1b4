"""Writing the ledger: in the action's own transaction, then telling after commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from helpdesk.ledger import live
from helpdesk.ledger.models import Event
from helpdesk.ledger.registry import handlers_of
from helpdesk.lib import request_id
from helpdesk.lib.jobs import later

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be written; `record_many` takes a list of them."""

    verb: str
    subject: models.Model
    actor: "User | None" = None
    customer: "User | None" = None
    data: Mapping[str, Any] | None = None


def record(
    verb: str,
    subject: models.Model,
    *,
    actor: "User | None" = None,
    customer: "User | None" = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write one event with the change it tells of; readers and live screens are woken on commit.

    `actor` None means Vigil itself (bot, clock, worker). Raises RuntimeError outside a transaction: an event
    that could outlive a rolled-back change would be a lie.
    """
    return record_many([Entry(verb, subject, actor, customer, data)])[0]


def record_many(entries: Sequence[Entry]) -> list[Event]:
    """The same for a batch: one insert, one job, one round of telling."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the action's transaction.")
    now = timezone.now()
    events = Event.objects.bulk_create([as_event(entry, now) for entry in entries])
    heard = [event.pk for event in events if handlers_of(event.verb)]
    if heard:
        later("helpdesk.ledger.delivery.deliver", heard)
    transaction.on_commit(lambda: live.tell_events(events))
    return events


def as_event(entry: Entry, now: Any) -> Event:
    return Event(
        at=now,
        verb=entry.verb,
        actor=entry.actor,
        subject_type=entry.subject._meta.label_lower,
        subject_id=entry.subject.pk,
        customer=entry.customer,
        data=dict(entry.data or {}),
        request_id=request_id.current(),
    )
