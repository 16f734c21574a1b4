"""What the verbs of a ticket promise."""

import io

import pytest

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Invalid
from helpdesk.lib.uploads import inspect
from tests.factories import TicketFactory
from tickets import actions
from tickets.models import File, MailOut, Message, Rating, Ticket

pytestmark = pytest.mark.django_db


def verbs(ticket):
    return list(Event.objects.about(ticket).values_list("verb", flat=True))


def text_file(name="trace.txt", content=b"0xabc confirmed"):
    file = io.BytesIO(content)
    file.name = name
    return inspect(file)


@pytest.fixture
def ticket(customer):
    return actions.open_ticket(
        customer, subject="Deposit", body="Where is it?", topic="payment", channel="web"
    )


def test_opening_writes_the_ticket_its_first_message_and_the_event(ticket, customer):
    assert ticket.number.startswith("NS-")
    assert ticket.is_confirmed
    assert ticket.asked_at
    message = ticket.messages.get()
    assert (message.seq, message.body, message.author) == (1, "Where is it?", customer)
    assert verbs(ticket) == ["ticket.opened"]


def test_numbers_follow_each_other(customer):
    numbers = [actions.open_ticket(customer, subject="S", body="B").number for _ in range(3)]
    values = [int(number.split("-")[1]) for number in numbers]
    assert values == [values[0], values[0] + 1, values[0] + 2]


def test_an_urgent_topic_opens_an_urgent_ticket(customer):
    ticket = actions.open_ticket(customer, subject="S", body="B", topic="account-compromised")
    assert ticket.priority == "urgent"


def test_the_same_client_id_opens_one_ticket(customer):
    first = actions.open_ticket(customer, subject="S", body="B", client_id="form-1")
    second = actions.open_ticket(customer, subject="S", body="B", client_id="form-1")
    assert first == second
    assert verbs(first) == ["ticket.opened"]


def test_another_persons_client_id_is_another_ticket(customer, stranger):
    first = actions.open_ticket(customer, subject="S", body="B", client_id="form-1")
    assert actions.open_ticket(stranger, subject="S", body="B", client_id="form-1") != first


def test_the_desks_answer_pauses_and_the_first_to_answer_owns(ticket, agent):
    actions.reply_to_ticket(ticket, body="Looking.", actor=agent)
    ticket.refresh_from_db()
    assert ticket.status == "waiting"
    assert ticket.assignee == agent
    assert ticket.first_response_at
    assert ticket.asked_at is None
    assert ticket.last_seq == 2


def test_the_customers_reply_reopens_a_solved_ticket(ticket, customer, agent):
    actions.solve_ticket(ticket, actor=agent)
    actions.reply_to_ticket(ticket, body="It came back.", actor=customer)
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert ticket.solved_at is None
    assert ticket.reopened_at
    assert ticket.asked_at
    assert "ticket.reopened" in verbs(ticket)


def test_a_second_question_keeps_the_first_ones_wait(ticket, customer):
    since = ticket.asked_at
    actions.reply_to_ticket(ticket, body="Hello?", actor=customer)
    ticket.refresh_from_db()
    assert ticket.asked_at == since


def test_a_repeated_reply_returns_the_stored_one(ticket, customer):
    first = actions.reply_to_ticket(ticket, body="Once", actor=customer, client_id="m-1")
    second = actions.reply_to_ticket(ticket, body="Once", actor=customer, client_id="m-1")
    assert first == second
    assert ticket.messages.count() == 2
    assert verbs(ticket).count("ticket.replied") == 1


def test_a_stale_reply_is_refused_and_nothing_changes(ticket, customer, agent):
    actions.reply_to_ticket(ticket, body="I also sent a photo.", actor=customer)
    before = verbs(ticket)
    with pytest.raises(Conflict) as refusal:
        actions.reply_to_ticket(ticket, body="Please send a photo.", actor=agent, last_seq=1)
    assert refusal.value.code == "stale"
    assert ticket.messages.count() == 2
    assert verbs(ticket) == before


def test_notes_do_not_make_a_reply_stale(ticket, lead, agent):
    actions.add_note(ticket, body="Known problem.", actor=lead)
    assert actions.reply_to_ticket(ticket, body="Fixed.", actor=agent, last_seq=1).seq == 3


def test_a_closed_ticket_refuses_replies_and_changes(ticket, customer, agent):
    actions.close_ticket(ticket, actor=agent)
    for act in (
        lambda: actions.reply_to_ticket(ticket, body="Hello?", actor=customer),
        lambda: actions.assign_ticket(ticket, agent, actor=agent),
        lambda: actions.change_priority(ticket, "high", actor=agent),
        lambda: actions.solve_ticket(ticket, actor=agent),
        lambda: actions.reopen_ticket(ticket, actor=agent),
    ):
        with pytest.raises(Conflict):
            act()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.last_seq) == ("closed", None, 1)


def test_a_note_moves_no_clock(ticket, agent):
    actions.add_note(ticket, body="Internal.", actor=agent)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_response_at, ticket.assignee) == ("new", None, None)
    assert ticket.messages.get(seq=2).kind == Message.Kind.NOTE


@pytest.mark.parametrize(
    ("verb", "act"),
    [
        ("ticket.assigned", lambda t, a: actions.assign_ticket(t, a, actor=a)),
        ("ticket.priority_changed", lambda t, a: actions.change_priority(t, "urgent", actor=a)),
        ("ticket.solved", lambda t, a: actions.solve_ticket(t, actor=a)),
        ("ticket.closed", lambda t, a: actions.close_ticket(t, actor=a)),
        ("ticket.status_changed", lambda t, a: actions.change_status(t, "waiting", actor=a)),
    ],
)
def test_twice_equals_once(ticket, agent, verb, act):
    act(ticket, agent)
    act(ticket, agent)
    assert verbs(ticket).count(verb) == 1


def test_only_an_agent_may_be_given_a_ticket(ticket, agent, stranger):
    with pytest.raises(Invalid):
        actions.assign_ticket(ticket, stranger, actor=agent)
    ticket.refresh_from_db()
    assert ticket.assignee is None


@pytest.mark.parametrize("status", ["new", "deleted", ""])
def test_no_other_status_can_be_set(ticket, agent, status):
    with pytest.raises(Invalid):
        actions.change_status(ticket, status, actor=agent)


def test_a_guests_ticket_waits_for_its_address(client_of):
    ticket = actions.open_guest_ticket("guest@example.com", subject="S", body="B", language="ko")
    assert not ticket.is_confirmed
    assert ticket.requester.email_verified_at is None
    assert verbs(ticket) == ["ticket.requested"]
    actions.confirm_ticket(ticket)
    actions.confirm_ticket(ticket)
    ticket.refresh_from_db()
    assert ticket.is_confirmed
    assert ticket.requester.email_verified_at
    assert verbs(ticket) == ["ticket.requested", "ticket.opened"]


def test_nobody_can_answer_an_unconfirmed_ticket(agent):
    ticket = TicketFactory(confirmed_at=None)
    with pytest.raises(Conflict) as refusal:
        actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    assert refusal.value.code == "unconfirmed"


def test_files_are_stored_under_names_of_our_own(customer):
    ticket = actions.open_ticket(customer, subject="S", body="B", files=[text_file("../../evil.txt")])
    file = File.objects.get(message__ticket=ticket)
    assert file.name == "evil.txt"
    assert "evil" not in file.stored.name
    assert file.stored.read() == b"0xabc confirmed"


def test_a_solved_ticket_is_rated_once(ticket, customer, agent):
    actions.assign_ticket(ticket, agent, actor=agent)
    actions.solve_ticket(ticket, actor=agent)
    actions.rate(ticket, score=5, comment="Quick", customer=customer)
    actions.rate(ticket, score=1, comment="Changed my mind", customer=customer)
    rating = Rating.objects.get()
    assert (rating.score, rating.agent, rating.subject_type) == (5, agent, "tickets.ticket")


def test_a_reopened_ticket_is_not_rated(ticket, customer, agent):
    actions.solve_ticket(ticket, actor=agent)
    actions.reply_to_ticket(ticket, body="Not yet.", actor=customer)
    with pytest.raises(Conflict):
        actions.rate(ticket, score=1, customer=customer)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_from_one_to_five(ticket, customer, agent, score):
    actions.solve_ticket(ticket, actor=agent)
    with pytest.raises(Invalid):
        actions.rate(ticket, score=score, customer=customer)


def test_a_ticket_that_is_gone_back_to_the_queue_has_nobody(ticket, agent):
    actions.assign_ticket(ticket, agent, actor=agent)
    assert actions.assign_ticket(ticket, None, actor=agent).assignee is None
    assert Ticket.objects.unassigned().get() == ticket


@pytest.mark.parametrize("status", ["open", "waiting", "solved"])
def test_an_unconfirmed_ticket_goes_nowhere_but_away(agent, status):
    ticket = TicketFactory(confirmed_at=None)
    with pytest.raises(Conflict) as refusal:
        actions.change_status(ticket, status, actor=agent)
    ticket.refresh_from_db()
    assert (refusal.value.code, ticket.status) == ("unconfirmed", "new")
    assert actions.change_status(ticket, "closed", actor=agent).is_closed
    assert not MailOut.objects.exists()


def test_a_closed_request_comes_back_when_its_owner_confirms_it(agent):
    ticket = actions.open_guest_ticket("guest@example.com", subject="S", body="B")
    actions.close_ticket(ticket, actor=agent)
    ticket = actions.confirm_ticket(ticket)
    assert (ticket.status, ticket.closed_at, ticket.solved_at) == ("open", None, None)
    assert ticket.first_response_due_at
