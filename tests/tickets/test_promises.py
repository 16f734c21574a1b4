"""What is promised, when the clocks stand still, and how a broken promise is noticed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from helpdesk.ledger.models import Event
from tickets import actions, tasks
from tickets.models import BusinessCalendar, SlaBreach, SlaPolicy, SlaTarget, Ticket
from tickets.tasks import notice_breaches, put_away_solved

pytestmark = pytest.mark.django_db

# A Monday.
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OFFICE = {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def office():
    """Promises of one, two and eight working hours, in split office hours."""
    SlaPolicy.objects.all().delete()
    calendar = BusinessCalendar.objects.create(name="Office", timezone="UTC", periods=OFFICE)
    policy = SlaPolicy.objects.create(name="Office", calendar=calendar)
    for priority in Ticket.Priority.values:
        SlaTarget.objects.create(
            policy=policy,
            priority=priority,
            first_response_minutes=60,
            next_response_minutes=120,
            resolution_minutes=480,
        )
    return policy


def at(hours, minutes=0):
    return time_machine.travel(MONDAY + timedelta(hours=hours, minutes=minutes), tick=False)


def monday(hours, minutes=0):
    return MONDAY + timedelta(hours=hours, minutes=minutes)


def test_the_first_answer_is_promised_in_working_hours(office, customer):
    with at(11, 30):
        ticket = actions.open_ticket(customer, subject="S", body="B")
    assert ticket.first_response_due_at == monday(13, 30)
    assert ticket.resolution_due_at == monday(24 + 11, 30)
    assert ticket.next_due_at == monday(13, 30)
    assert ticket.answer_due_at == monday(13, 30)


def test_a_holiday_is_not_worked(office, customer):
    BusinessCalendar.objects.update(holidays=["2026-03-03"])
    with at(17, 30):
        ticket = actions.open_ticket(customer, subject="S", body="B")
    assert ticket.first_response_due_at == monday(48 + 9, 30)


def test_an_answer_keeps_the_promise_and_waiting_pauses_the_rest(office, customer, agent):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
    with at(10):
        actions.reply_to_ticket(ticket, body="Which network?", actor=agent)
    ticket.refresh_from_db()
    assert ticket.next_due_at is None
    assert ticket.sla_state == "paused"
    with at(15):
        actions.reply_to_ticket(ticket, body="TRON", actor=customer)
    ticket.refresh_from_db()
    assert ticket.first_response_due_at is None
    assert ticket.next_response_due_at == monday(17)
    # Four working hours of pause (10-12, 13-15) move the promise of eight from 18:00 to the next day.
    assert ticket.resolution_due_at == monday(24 + 14)


def test_a_new_priority_is_a_new_promise(office, customer, agent):
    SlaTarget.objects.filter(priority="urgent").update(first_response_minutes=15)
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        ticket = actions.change_priority(ticket, "urgent", actor=agent)
    assert ticket.first_response_due_at == monday(9, 15)


def test_no_clock_runs_before_a_guest_has_confirmed(office):
    with at(9):
        ticket = actions.open_guest_ticket("guest@example.com", subject="S", body="B")
    assert ticket.next_due_at is None
    with at(14):
        ticket = actions.confirm_ticket(ticket)
    assert ticket.first_response_due_at == monday(15)


def test_a_solved_ticket_owes_nothing_and_a_reopened_one_owes_again(office, customer, agent):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        ticket = actions.solve_ticket(ticket, actor=agent)
    assert (ticket.next_due_at, ticket.sla_state) == (None, "done")
    with at(24 + 9):
        ticket = actions.reopen_ticket(ticket, actor=agent)
    assert ticket.resolution_due_at == monday(24 + 18)


def test_a_broken_promise_is_noticed_once(office, customer):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
    with at(9, 59):
        assert notice_breaches() == 0
    with at(10):
        assert notice_breaches() == 1
        assert notice_breaches() == 0
        assert ticket.sla_state == "breached"
        assert list(Ticket.objects.breached()) == [ticket]
    breach = SlaBreach.objects.get()
    assert (breach.clock, breach.due_at) == ("first_response", monday(10))
    assert Event.objects.filter(verb="ticket.breached").count() == 1


def test_each_clock_breaks_on_its_own(office, customer):
    with at(9):
        actions.open_ticket(customer, subject="S", body="B")
    with at(24 + 9):
        assert notice_breaches() == 2


def test_soon_is_within_the_hour(office, customer):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        SlaTarget.objects.update(first_response_minutes=61)
        assert ticket.sla_state == "soon"
    with at(8):
        assert ticket.sla_state == "ok"


def test_solved_tickets_are_put_away_after_a_week(office, customer, agent):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        actions.solve_ticket(ticket, actor=agent)
    with at(24 * 6):
        assert put_away_solved() == 0
    with at(24 * 8):
        assert put_away_solved() == 1
    ticket.refresh_from_db()
    assert ticket.status == "closed"


def test_a_ticket_reopened_while_the_job_runs_is_not_put_away(office, customer, agent, monkeypatch):
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        actions.solve_ticket(ticket, actor=agent)

    def reply_first(found, **rest):
        actions.reply_to_ticket(found, body="It came back.", actor=customer)
        return actions.put_away(found, **rest)

    monkeypatch.setattr(tasks, "put_away", reply_first)
    with at(24 * 8):
        assert put_away_solved() == 0
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at) == ("open", None)


def test_an_answer_after_the_time_promised_leaves_the_breach_on_record(office, customer, agent):
    """Though no tick of the clock fell between."""
    with at(9):
        ticket = actions.open_ticket(customer, subject="S", body="B")
    with at(10, 1):
        actions.reply_to_ticket(ticket, body="Which network?", actor=agent)
        assert notice_breaches() == 0
    breach = SlaBreach.objects.get()
    assert (breach.clock, breach.due_at) == ("first_response", monday(10))
    assert Event.objects.filter(verb="ticket.breached").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("holidays", ["25.12.2026"]),
        ("holidays", [20261225]),
        ("holidays", "2026-12-25"),
        ("holidays", {"2026-12-25": 1}),
        ("timezone", "Mars/Olympus"),
        ("periods", {"mon": [["18:00:30", "19:00"]]}),
        ("periods", {"mon": [[9, 18]]}),
        ("periods", {"mon": ["ab"]}),
        ("periods", {"mon": 5}),
        ("periods", {"mon": [5]}),
        ("periods", {"funday": [["09:00", "18:00"]]}),
        ("periods", {"mon": []}),
        ("periods", [["09:00", "18:00"]]),
        ("periods", 5),
    ],
)
def test_a_calendar_that_cannot_count_is_refused_where_it_is_written(office, field, value):
    calendar = office.calendar
    setattr(calendar, field, value)
    with pytest.raises(ValidationError) as refused:
        calendar.clean()
    assert list(refused.value.message_dict) == [field]


def test_office_hours_with_a_holiday_are_a_good_calendar(office):
    office.calendar.holidays = ["2026-12-25"]
    office.calendar.clean()


def test_without_a_policy_nothing_is_promised(customer):
    SlaPolicy.objects.all().delete()
    ticket = actions.open_ticket(customer, subject="S", body="B")
    assert (ticket.next_due_at, ticket.sla_state) == (None, "none")


def test_a_calendar_with_too_few_hours_is_refused_at_its_field(office):
    calendar = office.calendar
    calendar.periods = {"mon": [["09:00", "09:05"]]}
    with pytest.raises(ValidationError) as refusal:
        calendar.full_clean()
    assert "fewer working hours" in refusal.value.message_dict["periods"][0]


def test_a_calendar_that_is_all_holidays_is_refused(office):
    days = [(MONDAY.date() + timedelta(days=n)).isoformat() for n in range(2000)]
    with pytest.raises(ValidationError) as refusal:
        BusinessCalendar(name="Shut", periods=OFFICE, holidays=days).full_clean()
    assert "periods" in refusal.value.message_dict


def test_a_promise_longer_than_a_years_hours_is_refused(office):
    target = office.targets.first()
    target.resolution_minutes = 600_000
    with pytest.raises(ValidationError) as refusal:
        target.full_clean()
    assert "resolution_minutes" in refusal.value.message_dict


def test_the_admin_shows_the_refusal_beside_the_hours(office, admin, client_of):
    calendar = office.calendar
    form = {"name": "Office", "timezone": "UTC", "periods": '{"mon": [["09:00", "09:05"]]}', "holidays": "[]"}
    page = client_of(admin).post(f"/admin/tickets/businesscalendar/{calendar.pk}/change/", form)
    assert "fewer working hours" in page.text
    assert BusinessCalendar.objects.get(pk=calendar.pk).periods == OFFICE


@pytest.mark.parametrize(
    "broken", [{"mon": [["09:00", "09:01"]]}, {}, {"mon": "always"}, {"mon": [["18:00", "99:00"]]}]
)
def test_a_request_is_taken_whatever_the_calendar_says(office, customer, agent, broken):
    """No promise is better than no ticket; the desk reads why, once."""
    SlaTarget.objects.update(resolution_minutes=600_000)
    BusinessCalendar.objects.update(periods=broken)
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.change_priority(ticket, "high", actor=agent)
    ticket.refresh_from_db()
    assert (ticket.next_due_at, ticket.resolution_due_at) == (None, None)
    assert Event.objects.filter(verb="ticket.unpromised").count() == 1
