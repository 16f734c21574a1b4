"""Bringing events to their subscribers: at least once, each effect once, and no failing one before the others."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from helpdesk.ledger.models import ALARM_TRIES, Delivery, Event, Failure, Subscriber
from helpdesk.ledger.registry import Subscription, handlers_of, subscribed_verbs

log = logging.getLogger(__name__)

SETTLED = timedelta(seconds=60)
LOOK_BACK = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=6)
SWEEP_LIMIT = 500

Try = tuple[int, str]
"""An event's id and the name of a subscriber."""


def deliver(event_ids: Iterable[int]) -> None:
    """Job: run every subscriber of these events that has not run yet. One that fails stops no other and is left to
    the sweep."""
    for event in events_of(event_ids):
        for name, subscription in handlers_of(event.verb).items():
            run_once(event, name, subscription)


def events_of(event_ids: Iterable[int]) -> Iterable[Event]:
    return Event.objects.filter(pk__in=list(event_ids)).select_related("actor", "customer").order_by("pk")


def run_once(event: Event, name: str, subscription: Subscription) -> bool:
    """True when the handler's effects stand, from this run or an earlier one; else the failure is written down. Mark
    and effects are one transaction; what the subscriber prepares comes before it, so that nobody waits for a lock."""
    mark = Delivery.objects.filter(event=event, subscriber=name)
    if mark.exists():
        return True
    try:
        act = subscription.prepared(event)
        with transaction.atomic():
            Delivery.objects.create(event=event, subscriber=name)
            act()
    except Exception as error:
        if mark.exists():
            return True
        log.exception("subscriber %s failed on event %s", name, event.pk)
        write_down(event, name, error)
        return False
    return True


def write_down(event: Event, name: str, error: Exception) -> None:
    """Keep why it failed. The sweep has counted its own tries before it made them; this is the first one else."""
    why = type(error).__name__
    first = {"error": why, "next_try_at": timezone.now() + pause_after(1)}
    failure, is_first = Failure.objects.get_or_create(event=event, subscriber=name, defaults=first)
    if not is_first:
        failure.error = why
        failure.save(update_fields=["error"])


def pause_after(tries: int) -> timedelta:
    """2, 4, 8 … minutes, six hours at most: longer than a job may run, so that nothing is tried twice at once."""
    return min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_PAUSE)


def sweep() -> int:
    """Job, every minute: deliver what a lost or killed job left behind. Returns how many deliveries it tried.

    What was never tried comes first, then what failed and is due again, the longest due first; each try is counted
    before it is made. So neither a thousand events that fail nor one that kills its worker keeps others waiting.
    """
    tries = [*first_tries(), *due_tries()]
    events = {event.pk: event for event in events_of(pk for pk, _name in tries)}
    for pk, name in tries:
        if subscription := handlers_of(events[pk].verb).get(name):
            run_once(events[pk], name, subscription)
    Failure.objects.delivered().delete()
    return len(tries)


def first_tries() -> list[Try]:
    """Events nobody has tried to bring to their subscriber, each counted as tried once from now on."""
    moment = timezone.now()
    found: list[Try] = []
    for name, verbs in subscribed_verbs().items():
        known = {"event": OuterRef("pk"), "subscriber": name}
        left = Event.objects.filter(
            ~Exists(Delivery.objects.filter(**known)),
            ~Exists(Failure.objects.filter(**known)),
            verb__in=verbs,
            pk__gt=listening_since(name),
            at__lt=moment - SETTLED,
            at__gt=moment - LOOK_BACK,
        )
        found += [(pk, name) for pk in left.order_by("pk").values_list("pk", flat=True)[:SWEEP_LIMIT]]
    due_at = moment + pause_after(1)
    counted = [Failure(event_id=pk, subscriber=name, next_try_at=due_at) for pk, name in found]
    Failure.objects.bulk_create(counted, ignore_conflicts=True)
    return found


def due_tries() -> list[Try]:
    """What failed and may be tried again, each counted as tried once more. After three days Vigil gives up."""
    moment = timezone.now()
    due = list(Failure.objects.due(moment).select_related("event")[:SWEEP_LIMIT])
    for failure in due:
        failure.tries += 1
        is_hopeless = failure.event.at < moment - LOOK_BACK
        failure.next_try_at = None if is_hopeless else moment + pause_after(failure.tries)
        if failure.tries == ALARM_TRIES:
            log.error("%s has failed %s times on event %s", failure.subscriber, ALARM_TRIES, failure.event_id)
    Failure.objects.bulk_update(due, ["tries", "next_try_at"])
    return [(failure.event_id, failure.subscriber) for failure in due]


def listening_since(name: str) -> int:
    known = Subscriber.objects.filter(name=name).first()
    if known:
        return known.since
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Subscriber.objects.get_or_create(name=name, defaults={"since": newest})[0].since
