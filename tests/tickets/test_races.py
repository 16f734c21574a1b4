"""Two at once, on PostgreSQL: one ticket, one seq after the other, one answer and one refusal."""

import threading

import pytest
from django.db import connection, connections

from helpdesk.lib.errors import Conflict
from tests.factories import UserFactory
from tickets import actions
from tickets.models import MailOut, Message, Ticket
from tickets.tasks import send_mail

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time anyway."),
]
ROUNDS = 20


def at_once(*works):
    """Run them together; what each returned or refused with."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            barrier.wait()
            results[number] = work()
        except Conflict as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_submit_at_once_is_one_ticket(customer):
    for n in range(ROUNDS):
        opened = at_once(
            *[
                lambda n=n: actions.open_ticket(customer, subject="S", body="B", client_id=f"c{n}")
                for _ in range(4)
            ]
        )
        assert len({ticket.pk for ticket in opened}) == 1
    assert Ticket.objects.count() == ROUNDS


def test_numbers_and_seqs_have_no_gap_and_no_double(customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    for n in range(ROUNDS):
        at_once(
            lambda n=n: actions.reply_to_ticket(ticket, body=f"C{n}", actor=customer),
            lambda n=n: actions.reply_to_ticket(ticket, body=f"A{n}", actor=agent),
            lambda n=n: actions.add_note(ticket, body=f"N{n}", actor=agent),
        )
    seqs = list(Message.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 2 + 3 * ROUNDS))


def test_of_two_agents_one_answers_and_one_is_refused(customer, agent):
    other = UserFactory(role="agent")
    for _ in range(ROUNDS):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        results = at_once(
            lambda ticket=ticket: actions.reply_to_ticket(ticket, body="First", actor=agent, last_seq=1),
            lambda ticket=ticket: actions.reply_to_ticket(ticket, body="Second", actor=other, last_seq=1),
        )
        assert sorted(type(result).__name__ for result in results) == ["Conflict", "Message"]
        assert ticket.messages.count() == 2


def test_a_letter_is_sent_once_by_two_workers(customer, mailoutbox):
    actions.open_ticket(customer, subject="S", body="B")
    letter = MailOut.objects.get()
    at_once(*[lambda: send_mail(letter.pk) for _ in range(4)])
    assert len(mailoutbox) == 1
