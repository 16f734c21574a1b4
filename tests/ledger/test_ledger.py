"""What the ledger promises."""

import pytest
from django.db import IntegrityError, connection, transaction

from helpdesk.ledger import record, registry, subscribe
from helpdesk.ledger.delivery import deliver, sweep
from helpdesk.ledger.models import AppendOnly, Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """A subscriber to `test.happened` and the list of what it heard."""
    monkeypatch.setattr(registry, "_handlers", type(registry._handlers)(dict))
    events = []
    subscribe("test.happened")(events.append)
    return events


def test_an_event_needs_a_transaction(transactional_db, customer):
    with pytest.raises(RuntimeError):
        record("test.happened", customer)
    assert not Event.objects.exists()


def test_it_refuses_update_and_delete(customer):
    with transaction.atomic():
        event = record("test.happened", customer, actor=customer)
    event.verb = "test.forged"
    for rewrite in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="x"),
    ):
        with pytest.raises(AppendOnly):
            rewrite()
    assert Event.objects.get().verb == "test.happened"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the trigger is PostgreSQL's")
def test_postgresql_refuses_raw_sql(customer):
    with transaction.atomic():
        record("test.happened", customer)
    for sql in ("UPDATE ledger_event SET verb = 'x'", "DELETE FROM ledger_event"):
        with (
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Event.objects.get().verb == "test.happened"


def test_a_subscriber_acts_once_however_often_delivered(heard, customer):
    with transaction.atomic():
        event = record("test.happened", customer)
    deliver([event.pk])
    deliver([event.pk])
    assert heard == [event]


def test_a_failing_subscriber_stops_no_other_and_is_tried_again(heard, customer):
    tries = []

    @subscribe("test.happened")
    def breaks_once(event):
        tries.append(event)
        if len(tries) == 1:
            raise IntegrityError("first time")

    with transaction.atomic():
        event = record("test.happened", customer)
    deliver([event.pk])
    deliver([event.pk])
    assert (len(heard), len(tries), Delivery.objects.count()) == (1, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_what_takes_long_is_prepared_before_the_transaction(heard, customer):
    seen = []

    def look(event):
        seen.append(("prepare", connection.in_atomic_block, event.data["seq"]))
        return "found"

    @subscribe("test.happened", prepare=look)
    def acts(event, found):
        seen.append(("act", connection.in_atomic_block, found))

    with transaction.atomic():
        event = record("test.happened", customer, data={"seq": 7})
    deliver([event.pk])
    deliver([event.pk])
    assert seen == [("prepare", False, 7), ("act", True, "found")]


def test_two_who_prepare_the_same_event_act_once(heard, customer):
    acted = []

    def somebody_was_quicker(event):
        if not acted:
            acted.append("quicker")
            deliver([event.pk])

    subscribe("test.happened", prepare=somebody_was_quicker)(lambda event, found: acted.append("acted"))
    with transaction.atomic():
        event = record("test.happened", customer)
    deliver([event.pk])
    assert acted == ["quicker", "acted"]


def test_the_sweep_finds_what_a_lost_job_left(heard, customer, time_machine_at):
    sweep()
    with transaction.atomic():
        record("test.happened", customer)
    assert sweep() == 0
    time_machine_at(minutes=2)
    assert sweep() == 1
    assert len(heard) == 1
