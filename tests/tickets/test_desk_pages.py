"""What an agent meets: lists, one ticket, the composer, and what it refuses."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.models import MailOut, Message, Ticket

pytestmark = pytest.mark.django_db
LIST = "/console/tickets/"


@pytest.fixture
def desk(client_of, agent):
    return client_of(agent)


@pytest.fixture
def ticket(customer):
    return actions.open_ticket(customer, subject="Deposit missing", body="Since Monday.")


def text_of(response):
    return response.content.decode()


def numbers_in(response):
    return [row.number for row in response.context["found"].rows]


def send(client, ticket, **data):
    return client.post(ticket.console_url, {"body": "Hello", "kind": "public", **data})


def test_each_view_shows_its_own(desk, agent, lead):
    mine = TicketFactory(assignee=agent)
    theirs = TicketFactory(assignee=lead, status="waiting")
    nobodys = TicketFactory()
    solved = TicketFactory(status="solved")
    guest = TicketFactory(confirmed_at=None)
    expected = {
        "mine": {mine},
        "unassigned": {nobodys},
        "us": {mine, nobodys},
        "solved": {solved},
        "all": {mine, theirs, nobodys, solved},
        "unconfirmed": {guest},
        "no-such-view": {mine},
    }
    shown = {view: set(desk.get(f"{LIST}?view={view}").context["found"].rows) for view in expected}
    assert shown == expected


def test_the_counts_say_the_same_as_the_lists(desk, agent):
    TicketFactory(assignee=agent)
    TicketFactory()
    counts = desk.get(LIST).context["counts"]
    assert counts == {"mine": 1, "unassigned": 1, "us": 2, "soon": 0, "late": 0}


def test_the_next_due_comes_first_and_what_is_not_due_last(desk, customer):
    low = actions.open_ticket(customer, subject="S", body="B", topic="suggestion")
    urgent = actions.open_ticket(customer, subject="S", body="B", topic="account-compromised")
    waiting = TicketFactory(status="waiting")
    shown = numbers_in(desk.get(f"{LIST}?view=all"))
    assert shown == [urgent.number, low.number, waiting.number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=T-000777", True),
        ("q=777", True),
        ("q=deposit", True),
        ("q=Mei", True),
        ("q=customer@example.com", True),
        ("q=хэш+транзакции", True),
        ("q=nothing-like-it", False),
        ("priority=urgent", False),
        ("status=new&language=en&channel=web", True),
        ("sort=requester__password", True),
        ("status=%27+OR+1%3D1", True),
        ("q=%25", False),
        ("q=%00", True),
    ],
)
def test_search_and_filters_find_what_fits_and_ignore_what_is_not_offered(desk, customer, query, found):
    ticket = TicketFactory(requester=customer, number="T-000777", thread="Вот хэш транзакции")
    response = desk.get(f"{LIST}?view=all&{query}")
    assert response.status_code == 200
    assert (ticket.number in numbers_in(response)) is found


def test_a_list_is_few_queries_however_many_rows(desk, django_assert_max_num_queries):
    for _ in range(20):
        TicketFactory(assignee=UserFactory(role="agent"))
    desk.get(LIST)
    with django_assert_max_num_queries(11):
        response = desk.get(f"{LIST}?view=all")
    assert len(numbers_in(response)) == 20


def test_a_ticket_is_few_queries_however_long(desk, agent, customer, django_assert_max_num_queries):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    for n in range(10):
        actions.reply_to_ticket(ticket, body=f"Q{n}", actor=customer)
        actions.reply_to_ticket(ticket, body=f"A{n}", actor=agent)
    for _ in range(20):
        TicketFactory()
    desk.get(LIST)
    with django_assert_max_num_queries(19):
        response = desk.get(f"{ticket.console_url}?view=all")
    assert text_of(response).count('class="message"') > 20


def test_pages_follow_each_other(desk):
    for _ in range(55):
        TicketFactory()
    first = desk.get(f"{LIST}?view=all")
    second = desk.get(f"{LIST}?view=all&after={first.context['found'].next}")
    assert len(numbers_in(first)) == 50
    assert len(set(numbers_in(first)) | set(numbers_in(second))) == 55
    assert desk.get(f"{LIST}?after=rubbish").status_code == 422


def test_a_reply_goes_out_and_waits(desk, ticket):
    response = send(desk, ticket, last_seq=1)
    ticket.refresh_from_db()
    assert response.status_code == 302
    assert ticket.status == "waiting"
    assert MailOut.objects.filter(kind="reply").count() == 1


@pytest.mark.parametrize(("then", "status"), [("open", "open"), ("solved", "solved"), ("", "waiting")])
def test_a_reply_may_keep_it_open_or_solve_it(desk, ticket, then, status):
    send(desk, ticket, then=then)
    ticket.refresh_from_db()
    assert ticket.status == status


def test_a_reply_sent_twice_does_not_move_the_ticket_again(desk, ticket, customer):
    send(desk, ticket, then="solved", client_id="once")
    actions.reply_to_ticket(ticket, body="It came back.", actor=customer)
    assert send(desk, ticket, then="solved", client_id="once").status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "open"
    assert Message.objects.count() == 3


def test_a_note_is_never_mailed(desk, ticket):
    send(desk, ticket, kind="note", then="solved")
    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert not MailOut.objects.filter(kind="reply").exists()
    assert Message.objects.get(seq=2).kind == "note"


def test_a_stale_reply_is_refused_shows_what_is_new_and_keeps_the_text(desk, ticket, customer):
    actions.reply_to_ticket(ticket, body="I found the transaction.", actor=customer)
    response = send(desk, ticket, body="MY DRAFT", last_seq=1)
    page = text_of(response)
    assert response.status_code == 409
    assert "MY DRAFT" in page
    assert "I found the transaction." in page
    assert ">New<" in page
    assert 'name="last_seq" value="2"' in page
    assert Message.objects.count() == 2
    assert send(desk, ticket, body="MY DRAFT", last_seq=2).status_code == 302


@pytest.mark.parametrize("chosen", [True, False])
def test_a_stale_reply_asks_for_files_only_when_some_were_chosen(desk, ticket, customer, chosen):
    actions.reply_to_ticket(ticket, body="I found it.", actor=customer)
    files = {"attachments": SimpleUploadedFile("a.txt", b"x")} if chosen else {}
    response = send(desk, ticket, last_seq=1, **files)
    assert response.status_code == 409
    assert ("select your files again" in text_of(response)) is chosen


def test_the_page_names_what_it_has_of_the_agents_own(desk, ticket):
    send(desk, ticket, kind="note", client_id="mine")
    assert 'data-sent="mine"' in text_of(desk.get(ticket.console_url))


def test_an_empty_reply_is_a_field_error(desk, ticket):
    assert send(desk, ticket, body=" \u200b").status_code == 422
    assert Message.objects.count() == 1


def test_assign_take_status_and_priority(desk, ticket, agent, lead):
    url = ticket.console_url
    desk.post(f"{url}assign/", {"assignee": lead.pk})
    assert Ticket.objects.get().assignee == lead
    desk.post(f"{url}take/")
    assert Ticket.objects.get().assignee == agent
    desk.post(f"{url}assign/", {"assignee": ""})
    assert Ticket.objects.get().assignee is None
    desk.post(f"{url}priority/", {"priority": "urgent"})
    desk.post(f"{url}status/", {"status": "solved"})
    assert (Ticket.objects.get().priority, Ticket.objects.get().status) == ("urgent", "solved")


@pytest.mark.parametrize(
    ("what", "data", "status"),
    [
        ("status", {"status": "new"}, 422),
        ("status", {}, 422),
        ("priority", {"priority": "'"}, 422),
        ("assign", {"assignee": "999999"}, 422),
    ],
)
def test_what_is_not_offered_is_refused(desk, ticket, what, data, status):
    assert desk.post(f"{ticket.console_url}{what}/", data).status_code == status


def test_a_customer_cannot_be_given_a_ticket(desk, ticket, customer):
    desk.post(f"{ticket.console_url}assign/", {"assignee": customer.pk})
    assert Ticket.objects.get().assignee is None


def test_mail_html_is_shown_cleaned_under_its_own_policy(desk, ticket):
    Message.objects.update(
        html='<p onclick="x()">Hi<script>alert(1)</script><img src="http://t.example/p.gif"></p>'
    )
    response = desk.get(reverse("tickets-console:message-html", args=[ticket.number, 1]))
    assert "script" not in text_of(response)
    assert "onclick" not in text_of(response)
    assert ' src="http' not in text_of(response)
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_htmx_gets_the_fragment_alone(desk, ticket):
    fragment = text_of(desk.get(ticket.console_url, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "Since Monday." in fragment


def test_the_fragment_renews_how_the_ticket_stands(desk, ticket):
    headers = {"HX-Request": "true", "Accept": "application/json"}
    response = desk.post(
        f"{ticket.console_url}priority/", {"priority": "urgent"}, headers=headers, follow=True
    )
    fragment = text_of(response)
    assert re.search(r'data-for="ticket-head">.*?Urgent', fragment, re.DOTALL)
    assert '<option value="urgent" selected>' in fragment
    refused = desk.post(f"{ticket.console_url}priority/", {"priority": "x"}, headers=headers)
    assert refused.json()["message"] == "Choose one of the priorities."


def test_each_field_has_its_own_button_without_scripts(desk, ticket):
    names = re.findall(r'aria-label="(Set [^"]+)">Set</button>', text_of(desk.get(ticket.console_url)))
    assert len(names) == len(set(names)) == 3
