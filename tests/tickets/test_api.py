"""The API of tickets: the pages' rules, in JSON."""

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from helpdesk.lib.rates import enforce
from tests.factories import TicketFactory
from tickets import actions
from tickets.models import File, Message, Ticket

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


def test_the_api_shares_the_contact_forms_limit(client_of, customer):
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(20):
            enforce(f"contact:user:{customer.pk}", 20, 3600)
        assert post(client_of(customer), API, NEW).status_code == 429
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


def put(client, ticket, part, data):
    return client.put(f"{API}{ticket.public_id}/{part}/", data, content_type="application/json")


def test_the_desk_steers_a_ticket(client_of, customer, agent):
    ticket, client = actions.open_ticket(customer, subject="S", body="B"), client_of(agent)
    assert put(client, ticket, "assignee", {"assignee": agent.email}).status_code == 200
    assert put(client, ticket, "priority", {"priority": "urgent"}).json()["priority"] == "urgent"
    assert put(client, ticket, "status", {"status": "solved"}).json()["status"] == "solved"
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.priority, ticket.status) == (agent, "urgent", "solved")
    assert put(client, ticket, "assignee", {"assignee": None}).status_code == 200
    assert Ticket.objects.get().assignee is None


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("assignee", {}),
        ("assignee", {"assignee": "customer"}),
        ("assignee", {"assignee": 7}),
        ("status", {"status": "new"}),
        ("status", {"status": ""}),
        ("priority", {"priority": "highest"}),
    ],
)
def test_a_step_that_is_not_offered_changes_nothing(client_of, customer, agent, part, data):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    data = {"assignee": customer.email} if data == {"assignee": "customer"} else data
    answer = put(client_of(agent), ticket, part, data)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [part])
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.priority) == (None, "new", "normal")


def test_a_customer_steers_nothing(client_of, customer):
    ticket, client = actions.open_ticket(customer, subject="S", body="B"), client_of(customer)
    for part, data in {"status": {"status": "closed"}, "priority": {"priority": "urgent"}}.items():
        assert put(client, ticket, part, data).status_code == 403
    assert Ticket.objects.filter(status="new", priority="normal").exists()


def with_file(ticket, seq, content):
    stored = ContentFile(content, name="tickets/x.txt")
    message = ticket.messages.get(seq=seq)
    return File.objects.create(
        message=message, name="memo.txt", stored=stored, mime="text/plain", size=len(content)
    )


def test_files_are_listed_and_served_to_who_may_read_them(client_of, customer, stranger, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.add_note(ticket, body="N", actor=agent)
    shown, hidden = with_file(ticket, 1, b"mine"), with_file(ticket, 2, b"ours")
    listed = client_of(customer).get(f"{API}{ticket.public_id}/").json()["messages"]
    assert [file["name"] for message in listed for file in message["files"]] == ["memo.txt"]
    url = listed[0]["files"][0]["url"]
    answer = client_of(customer).get(url)
    assert b"".join(answer.streaming_content) == b"mine"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of(stranger).get(url).status_code == 404
    note = url.replace(str(shown.public_id), str(hidden.public_id))
    assert [client_of(user).get(note).status_code for user in (customer, agent)] == [404, 200]
    other = actions.open_ticket(customer, subject="S", body="B")
    assert client_of(agent).get(url.replace(str(ticket.public_id), str(other.public_id))).status_code == 404


@pytest.mark.parametrize("path", ["", "detail"])
def test_no_query_for_each_row(client_of, customer, agent, django_assert_max_num_queries, path):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    for n in range(20):
        TicketFactory(requester=customer)
        message = actions.reply_to_ticket(ticket, body=f"R{n}", actor=customer)
        with_file(ticket, message.seq, b"x")
    client = client_of(agent)
    with django_assert_max_num_queries(9):
        assert client.get(f"{API}{ticket.public_id}/" if path else API).status_code == 200
