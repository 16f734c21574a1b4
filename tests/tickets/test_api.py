"""The API of tickets: the pages' rules, in JSON."""

import pytest

from tests.factories import TicketFactory
from tickets import actions
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
API = "/api/v1/tickets/"
NEW = {"subject": "Deposit", "body": "Where is it?", "topic": "payment"}


def post(client, url, data, **headers):
    return client.post(url, data, content_type="application/json", headers=headers)


def test_a_ticket_is_opened_once_per_key(client_of, customer):
    client = client_of(customer)
    answers = [post(client, API, NEW, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["number"] == answers[1].json()["number"]
    assert (Ticket.objects.get().channel, Ticket.objects.get().topic) == ("api", "payment")


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", ""), ("body", "a\x00"), ("topic", "nope"), ("subject", "x" * 201), ("body", None)],
)
def test_bad_input_names_its_field(client_of, customer, field, value):
    answer = post(client_of(customer), API, {**NEW, field: value})
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Ticket.objects.exists()


def test_a_customer_reads_their_own_without_notes(client_of, customer, stranger, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.add_note(ticket, body="SENTINEL", actor=agent)
    TicketFactory(requester=stranger)
    client = client_of(customer)
    assert [row["number"] for row in client.get(API).json()["results"]] == [ticket.number]
    assert b"SENTINEL" not in client.get(f"{API}{ticket.public_id}/").content
    assert b"SENTINEL" in client_of(agent).get(f"{API}{ticket.public_id}/").content


def test_a_stale_reply_is_refused(client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.reply_to_ticket(ticket, body="More", actor=customer)
    answer = post(client_of(agent), f"{API}{ticket.public_id}/replies/", {"body": "Old", "last_seq": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("query", ["?cursor=rubbish", "?limit=0", "?limit=101", "?status=nope"])
def test_a_list_is_asked_only_what_it_offers(client_of, agent, query):
    assert client_of(agent).get(API + query).status_code == 422


@pytest.mark.parametrize("query", ["?ordering=requester__password", "?requester__email=a", "?sort=__"])
def test_row_28_what_is_not_named_is_not_heard(client_of, agent, query):
    first, second = TicketFactory(), TicketFactory()
    shown = [row["number"] for row in client_of(agent).get(API + query).json()["results"]]
    assert set(shown) == {first.number, second.number}
