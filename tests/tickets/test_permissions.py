"""Who sees which ticket."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from helpdesk.lib.errors import Forbidden, Missing
from tests.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.models import Participant
from tickets.permissions import access_ticket, can_reply, can_work_ticket, visible_messages, visible_tickets

pytestmark = pytest.mark.django_db


def test_a_customer_sees_their_own_only(customer, stranger, agent):
    ticket = TicketFactory(requester=customer)
    seen = {
        person: visible_tickets(person).exists() for person in (customer, stranger, agent, AnonymousUser())
    }
    assert list(seen.values()) == [True, False, True, False]
    assert access_ticket(customer, ticket.public_id) == ticket


@pytest.mark.parametrize("key", ["NS-999999", "", "\x00", "' OR 1=1 --", uuid.UUID(int=0)])
def test_what_is_not_there_is_missing(agent, key):
    with pytest.raises(Missing):
        access_ticket(agent, key)


def test_unseen_is_missing_and_not_allowed_is_forbidden(customer, stranger):
    ticket = TicketFactory(requester=customer)
    with pytest.raises(Missing):
        access_ticket(stranger, ticket.public_id)
    with pytest.raises(Forbidden):
        access_ticket(customer, ticket.public_id, to=can_work_ticket)


def test_a_customer_never_reads_a_note(customer, agent):
    ticket = TicketFactory(requester=customer)
    actions.add_note(ticket, body="SENTINEL", actor=agent)
    assert not visible_messages(customer, ticket).filter(kind="note").exists()
    assert visible_messages(agent, ticket).filter(kind="note").exists()


def test_a_reader_may_not_reply(customer):
    reader = UserFactory()
    ticket = TicketFactory(requester=customer)
    Participant.objects.create(ticket=ticket, user=reader, role="copied", can_reply=False)
    assert access_ticket(reader, ticket.public_id) == ticket
    assert not can_reply(reader, ticket)


def test_an_unconfirmed_ticket_is_shown_to_the_desk_alone(customer, agent):
    TicketFactory(requester=customer, confirmed_at=None)
    assert not visible_tickets(customer).exists()
    assert visible_tickets(agent).unconfirmed().exists()
    assert not visible_tickets(agent).open().exists()


def test_someone_who_lost_the_role_sees_nothing(agent):
    TicketFactory()
    agent.groups.clear()
    assert not visible_tickets(type(agent).objects.get(pk=agent.pk)).exists()
    agent.is_active = False
    assert not visible_tickets(agent).exists()
