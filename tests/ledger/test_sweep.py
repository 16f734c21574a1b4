"""The sweep: what fails is tried again, later each time, and keeps nothing else waiting."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from helpdesk.ledger import Entry, record_many, registry, subscribe
from helpdesk.ledger.actions import let_deliveries_go, try_deliveries_again
from helpdesk.ledger.delivery import LOOK_BACK, deliver, pause_after, sweep
from helpdesk.ledger.models import ALARM_TRIES, Delivery, Event, Failure

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """A subscriber that fails on every event whose data says so, and what it was asked to do."""
    monkeypatch.setattr(registry, "_handlers", type(registry._handlers)(dict))
    events = []

    @subscribe("test.happened")
    def picky(event):
        events.append(event.pk)
        if event.data.get("poison"):
            raise ValueError("not this one")

    sweep()
    return events


def happen(subject, *poisoned):
    """One event for each, of which the poisoned ones cannot be delivered."""
    with transaction.atomic():
        return record_many([Entry("test.happened", subject, data={"poison": bad}) for bad in poisoned])


def test_six_hundred_poisoned_events_keep_no_good_one_waiting(heard, customer, time_machine_at):
    *_bad, good = happen(customer, *[True] * 600, False)
    for minutes in (2, 1):
        time_machine_at(minutes=minutes)
        sweep()
    assert Delivery.objects.get().event_id == good.pk
    assert Failure.objects.filter(tries=1, error="ValueError").count() == 600


def test_new_events_come_before_those_that_failed(heard, customer, time_machine_at, monkeypatch):
    monkeypatch.setattr("helpdesk.ledger.delivery.SWEEP_LIMIT", 3)
    happen(customer, True, True, True)
    time_machine_at(minutes=2)
    sweep()
    good = happen(customer, False)[0]
    time_machine_at(minutes=6)
    heard.clear()
    sweep()
    assert (heard[0], len(heard)) == (good.pk, 4)


def test_each_pause_is_longer_and_the_longest_six_hours():
    pauses = [pause_after(tries) for tries in range(1, 12)]
    assert pauses[:3] == [timedelta(minutes=minutes) for minutes in (2, 4, 8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


def test_a_failed_delivery_is_left_alone_until_it_is_due(heard, customer, time_machine_at):
    deliver([happen(customer, True)[0].pk])
    time_machine_at(seconds=90)
    assert sweep() == 0
    time_machine_at(minutes=3)
    assert sweep() == 1
    assert (len(heard), Failure.objects.get().tries) == (2, 2)


def test_what_succeeds_at_last_is_off_the_list(heard, customer, time_machine_at):
    event = happen(customer, True)[0]
    deliver([event.pk])
    Delivery.objects.create(event=event, subscriber=Failure.objects.get().subscriber)
    time_machine_at(minutes=3)
    sweep()
    assert not Failure.objects.exists()


def test_a_try_that_kills_its_worker_is_counted_too(heard, customer, time_machine_at, monkeypatch):
    def dies(*args):
        raise KeyboardInterrupt

    happen(customer, False)
    time_machine_at(minutes=2)
    monkeypatch.setattr("helpdesk.ledger.delivery.run_once", dies)
    with pytest.raises(KeyboardInterrupt):
        sweep()
    assert (sweep(), Failure.objects.get().tries, Failure.objects.get().error) == (0, 1, "")


def test_after_three_days_nobody_tries_until_asked(heard, customer, admin, time_machine_at):
    deliver([happen(customer, True)[0].pk])
    time_machine_at(minutes=LOOK_BACK / timedelta(minutes=1) + 5)
    assert (sweep(), sweep()) == (1, 0)
    assert Failure.objects.get().next_try_at is None
    assert try_deliveries_again(Failure.objects.all(), actor=admin) == 1
    assert sweep() == 1
    assert Event.objects.last().verb == "delivery.tried_again"


def test_what_was_let_go_is_never_tried_again(heard, customer, admin, time_machine_at):
    deliver([happen(customer, True)[0].pk])
    assert let_deliveries_go(Failure.objects.all(), actor=admin) == 1
    assert let_deliveries_go(Failure.objects.all(), actor=admin) == 0
    time_machine_at(minutes=10)
    assert (sweep(), Failure.objects.count(), Event.objects.last().verb) == (0, 0, "delivery.let_go")


def alarm(subject):
    deliver([happen(subject, True)[0].pk])
    Failure.objects.update(tries=ALARM_TRIES, next_try_at=now() + timedelta(hours=1))


def test_administrators_read_of_it_on_the_live_board(heard, customer, lead, admin, client_of):
    deliver([happen(customer, True)[0].pk])
    assert "could not be delivered" not in client_of(admin).get("/console/live/").text
    alarm(customer)
    assert "could not be delivered" in client_of(admin).get("/console/live/").text
    assert "could not be delivered" not in client_of(lead).get("/console/live/").text


def test_the_admin_page_says_why_and_tries_again(heard, customer, admin, client_of):
    alarm(customer)
    address = reverse("admin:ledger_failure_changelist")
    client = client_of(admin)
    assert "ValueError" in client.get(address).text
    chosen = {"action": "try_again", "_selected_action": [Failure.objects.get().pk]}
    assert client.post(address, chosen, follow=True).status_code == 200
    assert Failure.objects.get().next_try_at <= now()


def test_a_lead_reads_the_list_and_decides_nothing(heard, customer, lead, client_of):
    alarm(customer)
    address = reverse("admin:ledger_failure_changelist")
    client = client_of(lead)
    assert client.get(address).status_code == 200
    client.post(address, {"action": "let_go", "_selected_action": [Failure.objects.get().pk]})
    assert Failure.objects.count() == 1
