"""What an administrator decides about deliveries that failed."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from helpdesk.ledger.models import Delivery, Failure, FailureQuerySet
from helpdesk.ledger.recording import Entry, record_many

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def try_deliveries_again(failures: FailureQuerySet, *, actor: "User") -> int:
    """Let the next sweep, within a minute, try these again, also those Vigil had given up."""
    chosen = locked(failures)
    Failure.objects.filter(pk__in=[failure.pk for failure in chosen]).update(next_try_at=timezone.now())
    tell("delivery.tried_again", chosen, actor)
    return len(chosen)


@transaction.atomic
def let_deliveries_go(failures: FailureQuerySet, *, actor: "User") -> int:
    """Take these off the list for good: their subscribers never see the events."""
    chosen = locked(failures)
    marks = [Delivery(event_id=failure.event_id, subscriber=failure.subscriber) for failure in chosen]
    Delivery.objects.bulk_create(marks, ignore_conflicts=True)
    Failure.objects.filter(pk__in=[failure.pk for failure in chosen]).delete()
    tell("delivery.let_go", chosen, actor)
    return len(chosen)


def locked(failures: FailureQuerySet) -> list[Failure]:
    """Those still open, each held until the decision is written."""
    wanted = failures.values_list("pk", flat=True)
    rows = Failure.objects.select_for_update().filter(pk__in=list(wanted))
    return list(rows.open().order_by("pk"))


def tell(verb: str, failures: list[Failure], actor: "User") -> None:
    entries = [
        Entry(verb, failure.event, actor, data={"subscriber": failure.subscriber, "tries": failure.tries})
        for failure in failures
    ]
    if entries:
        record_many(entries)
