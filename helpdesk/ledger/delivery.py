"""Bringing events to their subscribers: at least once, each effect once."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from helpdesk.ledger.models import Delivery, Event, Subscriber
from helpdesk.ledger.registry import Handler, handlers_of, subscribed_verbs

log = logging.getLogger(__name__)

SETTLED = timedelta(seconds=60)
LOOK_BACK = timedelta(days=3)
SWEEP_LIMIT = 500


class NotDelivered(Exception):
    """At least one subscriber failed; the job is tried again, the others are already marked."""


def deliver(event_ids: Iterable[int]) -> None:
    """Job: run every subscriber of these events that has not run yet; one failing does not stop the others."""
    failed = []
    for event in (
        Event.objects.filter(pk__in=list(event_ids)).select_related("actor", "customer").order_by("pk")
    ):
        for name, handler in handlers_of(event.verb).items():
            if not run_once(event, name, handler):
                failed.append(f"{event.pk} {name}")
    if failed:
        raise NotDelivered(", ".join(failed))


def run_once(event: Event, name: str, handler: Handler) -> bool:
    """True when the handler's effects stand, from this run or an earlier one."""
    if Delivery.objects.filter(event=event, subscriber=name).exists():
        return True
    try:
        with transaction.atomic():
            Delivery.objects.create(event=event, subscriber=name)
            handler(event)
    except IntegrityError:
        if Delivery.objects.filter(event=event, subscriber=name).exists():
            return True
        log.exception("subscriber %s failed on event %s", name, event.pk)
        return False
    except Exception:
        log.exception("subscriber %s failed on event %s", name, event.pk)
        return False
    return True


def sweep() -> int:
    """Job, every minute: deliver what a lost or killed job left behind. Returns how many events it found."""
    now = timezone.now()
    found: set[int] = set()
    for name, verbs in subscribed_verbs().items():
        since = listening_since(name)
        mark = Delivery.objects.filter(event=OuterRef("pk"), subscriber=name)
        left = Event.objects.filter(
            ~Exists(mark), verb__in=verbs, pk__gt=since, at__lt=now - SETTLED, at__gt=now - LOOK_BACK
        )
        found.update(left.values_list("pk", flat=True)[:SWEEP_LIMIT])
    if found:
        deliver(sorted(found))
    return len(found)


def listening_since(name: str) -> int:
    known = Subscriber.objects.filter(name=name).first()
    if known:
        return known.since
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Subscriber.objects.get_or_create(name=name, defaults={"since": newest})[0].since
