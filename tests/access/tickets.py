"""Rows of the tickets' pages."""

from django.core.files.base import ContentFile

from tests.access import Row, public
from tests.factories import TicketFactory
from tickets import actions
from tickets.links import confirm_url, rate_url
from tickets.models import File, Message


def own(cast):
    return {"public_id": TicketFactory(requester=cast.customer).public_id}


def own_file(cast):
    ticket = TicketFactory(requester=cast.customer)
    message = Message.objects.get(ticket=ticket)
    content = ContentFile(b"x", name="x.txt")
    return {"public_id": File.objects.create(message=message, name="x.txt", stored=content, size=1).public_id}


def own_file_of_ticket(cast):
    file = File.objects.get(**own_file(cast))
    return {"public_id": file.message.ticket.public_id, "file_id": file.public_id}


def guest_token(cast):
    ticket = actions.open_guest_ticket("guest@example.com", subject="S", body="B")
    return {"token": confirm_url(ticket.requester).rstrip("/").rpartition("/")[2]}


def rating_token(cast):
    ticket = actions.solve_ticket(TicketFactory(requester=cast.customer), actor=cast.agent)
    return {"token": rate_url(ticket, "en").rstrip("/").rpartition("/")[2]}


def numbered(cast):
    return {"number": TicketFactory(requester=cast.customer).number}


def numbered_message(cast):
    ticket = TicketFactory(requester=cast.customer)
    Message.objects.filter(ticket=ticket).update(html="<p>Hi</p>")
    return {"number": ticket.number, "seq": 1}


def held_mail(cast):
    raw = b"From: a@example.com\nTo: reply+1-x@northstar.example\nSubject: S\n\nHello\n"
    return {"pk": actions.receive_mail(raw).pk}


CUSTOMER = {"customer": 200, "stranger": 404}
REPLY = {"body": "Thank you."}

ROWS = [
    public("tickets:ticket-new"),
    public("tickets:ticket-new", method="POST", status=422),
    public("tickets:ticket-sent", status=302),
    public("tickets:article-suggestions"),
    public("tickets:guest-confirm", guest_token),
    public("tickets:rating-new", rating_token),
    public("tickets:rating-new", rating_token, method="POST", data={"score": 5}, status=302),
    Row("GET", "tickets:ticket-list", customer=200),
    Row("GET", "tickets:ticket-detail", own, **CUSTOMER),
    Row(
        "POST",
        "tickets:ticket-detail",
        own,
        data=REPLY,
        customer=302,
        stranger=404,
        agent=302,
        lead=302,
        admin=302,
    ),
    Row("POST", "tickets:ticket-solve", own, customer=302, stranger=404, agent=302, lead=302, admin=302),
    Row("GET", "tickets:file-download", own_file, **CUSTOMER),
    Row("GET", "tickets-console:ticket-list"),
    Row("GET", "tickets-console:ticket-detail", numbered),
    *(
        Row("POST", f"tickets-console:ticket-{verb}", numbered, data=data, agent=302, lead=302, admin=302)
        for verb, data in {
            "detail": {"body": "Hello", "kind": "note"},
            "assign": {"assignee": ""},
            "take": {},
            "status": {"status": "solved"},
            "priority": {"priority": "high"},
        }.items()
    ),
    Row("GET", "tickets-console:message-html", numbered_message),
    Row("GET", "tickets-console:mail-list"),
    Row("GET", "tickets-console:mail-detail", held_mail),
    Row("POST", "tickets-console:mail-recover", held_mail, agent=302, lead=302, admin=302),
    Row("POST", "tickets-console:mail-discard", held_mail, agent=302, lead=302, admin=302),
    Row("GET", "tickets-api:ticket-list", visitor=401, customer=200),
    Row(
        "POST",
        "tickets-api:ticket-list",
        data={"subject": "S", "body": "B"},
        as_json=True,
        visitor=401,
        customer=201,
        agent=201,
        lead=201,
        admin=201,
    ),
    Row("GET", "tickets-api:ticket-detail", own, visitor=401, **CUSTOMER),
    Row(
        "POST",
        "tickets-api:reply-list",
        own,
        data=REPLY,
        as_json=True,
        visitor=401,
        customer=201,
        stranger=404,
        agent=201,
        lead=201,
        admin=201,
    ),
    Row("GET", "tickets-api:file-detail", own_file_of_ticket, visitor=401, **CUSTOMER),
    *(
        Row("PUT", f"tickets-api:ticket-{verb}", own, data=data, as_json=True, visitor=401, stranger=404)
        for verb, data in {
            "assignee": {"assignee": None},
            "status": {"status": "solved"},
            "priority": {"priority": "high"},
        }.items()
    ),
]
