"""Held mail in the console: why it is held, and one step out of it."""

import pytest
from django.urls import reverse

from tests.factories import TicketFactory
from tickets import actions
from tickets.links import reply_address
from tickets.models import MailIn, Ticket

pytestmark = pytest.mark.django_db
LIST = "/console/tickets/mail/"


@pytest.fixture
def desk(client_of, agent):
    return client_of(agent)


@pytest.fixture
def held():
    """A stranger's mail to an address that belongs to a customer."""
    to = reply_address(TicketFactory().participants.get())
    raw = f"From: Sam <else@example.com>\nTo: {to}\nSubject: Re: NS\n\nIt is mine.\n"
    return actions.receive_mail(raw.encode())


def text_of(response):
    return response.content.decode()


def at(name, row):
    return reverse(f"tickets-console:mail-{name}", args=[row.pk])


def unreadable():
    return MailIn.objects.create(raw=b"\xffPOISON", sha256="p", outcome="held", reason="unreadable")


def test_a_held_mail_says_why_and_offers_both_ways_out(desk, held):
    page = text_of(desk.get(at("detail", held)))
    assert "The sender does not take part in this ticket" in page
    assert f'action="{at("recover", held)}"' in page
    assert f'action="{at("discard", held)}"' in page


def test_a_discarded_mail_can_still_be_made_a_ticket(desk, held):
    desk.post(at("discard", held))
    page = text_of(desk.get(at("detail", held)))
    assert f'action="{at("discard", held)}"' not in page
    assert f'action="{at("recover", held)}"' in page
    assert desk.post(at("recover", held)).status_code == 302
    assert Ticket.objects.filter(requester__email="else@example.com").count() == 1


def test_a_recovered_mail_offers_nothing_more(desk, held):
    desk.post(at("recover", held))
    assert "/recover/" not in text_of(desk.get(at("detail", held)))
    assert desk.post(at("recover", held)).status_code == 409


def test_a_mail_that_broke_its_readers_is_shown_unread(desk):
    row = unreadable()
    page = text_of(desk.get(at("detail", row)))
    assert "POISON" in page
    assert "/recover/" not in page
    assert desk.post(at("recover", row)).status_code == 409
    assert not Ticket.objects.exists()


def test_a_colleagues_mail_is_not_offered_as_a_customers(desk, agent):
    row = actions.receive_mail(f"From: {agent.email}\nTo: support@northstar.example\n\nHi\n".encode())
    assert "/recover/" not in text_of(desk.get(at("detail", row)))


def test_the_list_of_tickets_counts_what_is_held(desk, held):
    unreadable()
    assert desk.get("/console/tickets/").context["held_count"] == 2


def test_the_list_is_few_queries_however_many(desk, django_assert_max_num_queries):
    for number in range(20):
        actions.receive_mail(f"From: a{number}@example.com\nTo: reply+1-x@northstar.example\n\nHi\n".encode())
    desk.get(LIST)
    with django_assert_max_num_queries(8):
        page = text_of(desk.get(LIST))
    assert page.count('class="row"') == 20


def test_the_admin_leads_to_where_it_is_dealt_with(client_of, admin, held):
    page = text_of(client_of(admin).get(f"/admin/tickets/mailin/{held.pk}/change/"))
    assert at("detail", held) in page
