"""The agents' chats: lists, the room, first come first served, and what it costs."""

import re

import pytest
from django.urls import reverse

from chat.actions import accept_conversation, ask_person, ask_security, mark_read, release_conversation
from chat.models import Conversation, Message
from chat.selectors import queue_position
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/console/chats/"


def url(name, conversation):
    return reverse(f"chat-console:{name}", args=[conversation.public_id])


@pytest.fixture
def desk(client_of, at_desk):
    return client_of(at_desk)


def test_the_list_shows_who_waits_and_whose_is_whose(desk, start, at_desk, lead):
    waiting, mine, other = (ask_person(start(name=n), actor=None) for n in ("Wanda", "Mina", "Otto"))
    accept_conversation(mine, actor=at_desk)
    accept_conversation(other, actor=lead)
    lists = desk.get(LIST).context["lists"]
    assert [lists.waiting, lists.mine, lists.others] == [[waiting], [mine], [other]]


def test_the_desk_counts_the_lane_whose_places_visitors_are_told(desk, start, at_desk):
    ask_security(start(name="Ursula"), actor=None)
    last = [ask_person(start(), actor=None) for _ in range(4)][-1]
    page = " ".join(desk.get(LIST).content.decode().split())
    shown = dict(
        re.findall(r'id="(chats-urgent|chats-waiting)">[^<]*<span class="count"[^>]*>(\d+)</span>', page)
    )
    assert shown == {"chats-urgent": "1", "chats-waiting": str(queue_position(last))}


def test_with_only_a_security_case_nobody_is_not_said_to_wait(desk, start, at_desk):
    ask_security(start(name="Ursula"), actor=None)
    assert b"Nobody waits." not in desk.get(LIST).content


def test_a_row_shows_what_a_person_said_last(desk, chat, at_desk, write):
    write(chat, "Where is my deposit?")
    ask_person(chat, actor=None)
    (row,) = desk.get(LIST).context["lists"].last.values()
    assert row.body == "Where is my deposit?"


def test_only_what_the_visitor_wrote_is_new(desk, start, at_desk, write):
    chat = ask_person(start(name="Mina"), actor=None)
    accept_conversation(chat, actor=at_desk)
    assert desk.get(LIST).context["lists"].unread == {}
    write(chat, "Are you there?")
    write(chat, "Yes", agent=at_desk)
    response = desk.get(LIST)
    assert response.context["lists"].unread == {chat.pk: 1}
    assert b"1 new" in response.content
    chat.refresh_from_db()
    mark_read(chat, seq=chat.last_seq, agent=at_desk)
    assert desk.get(LIST).context["lists"].unread == {}


def test_notices_speak_to_whoever_reads_them(desk, active, at_desk):
    shown = desk.get(url("chat-detail", active)).content.decode()
    news = desk.get(url("messages", active)).json()["messages"]
    told = [m["body"] for m in news if m["author"] == "system"]
    assert told == ["The visitor asked for a person and is in the queue.", "Ana has accepted the chat."]
    assert all(words in shown for words in told)
    assert (
        active.messages.filter(author_kind="system")
        .first()
        .frame()["body"]
        .startswith("You are in the queue")
    )


def test_an_agent_is_told_that_an_address_may_not_ask(desk, active, lead):
    answer = desk.post(url("chat-act", active), {"act": "ticket", "email": lead.email})
    active.refresh_from_db()
    assert (answer.status_code, active.status, Ticket.objects.exists()) == (422, "active", False)
    assert b"Ask the visitor for another one" in answer.content


def test_the_live_region_gets_the_rows_alone(desk, queued):
    fragment = desk.get(LIST, headers={"HX-Request": "true"}).content
    assert b"<html" not in fragment
    assert str(queued.public_id).encode() in fragment


def test_twenty_rows_cost_what_one_costs(desk, start, at_desk, django_assert_max_num_queries):
    for number in range(20):
        conversation = ask_person(start(name=f"N{number}"), actor=None)
        if number % 2:
            accept_conversation(conversation, actor=at_desk)
    with django_assert_max_num_queries(15):
        assert desk.get(LIST).status_code == 200


def test_a_long_room_costs_what_a_short_one_costs(
    desk, active, at_desk, write, django_assert_max_num_queries
):
    for number in range(40):
        write(active, f"line {number}", agent=at_desk if number % 2 else None)
    with django_assert_max_num_queries(18):
        assert desk.get(url("chat-detail", active)).status_code == 200


def test_accepting_opens_the_room_and_the_late_colleague_reads_who_won(desk, client_of, lead, queued):
    assert desk.post(url("chat-accept", queued)).url == url("chat-detail", queued)
    late = client_of(lead).post(url("chat-accept", queued))
    assert (late.status_code, b"Ana Agent" in late.content) == (409, True)


def test_accept_next_takes_the_security_case_first(desk, start, at_desk):
    ask_person(start(), actor=None)
    urgent = ask_security(start(), actor=None)
    assert desk.post("/console/chats/next/").url == url("chat-detail", urgent)


def test_accept_next_on_an_empty_queue_says_so(desk):
    assert b"Nobody waits" in desk.post("/console/chats/next/", follow=True).content


def test_an_answer_without_script(desk, active, at_desk):
    desk.post(url("chat-reply", active), {"body": "Good day", "client_id": "x"})
    desk.post(url("chat-reply", active), {"body": "Good day", "client_id": "x"})
    message = Message.objects.get(author_kind="agent")
    assert (message.body, message.author) == ("Good day", at_desk)


def test_a_refused_answer_keeps_the_text(desk, active):
    response = desk.post(url("chat-reply", active), {"body": "y" * 4001})
    assert (response.status_code, b"y" * 4001 in response.content) == (422, True)
    assert not Message.objects.filter(author_kind="agent").exists()


def test_an_answer_to_a_chat_that_is_no_longer_ones_own_keeps_the_text(desk, active):
    release_conversation(active, actor=None, code="agent_lost")
    response = desk.post(url("chat-reply", active), {"body": "It left at nine.", "client_id": "x"})
    text = response.content.decode()
    foot = text.split('data-role="open"')[1]
    assert (response.status_code, "It left at nine." in foot, "no longer yours" in text) == (409, True, True)
    assert not foot.startswith(" hidden"), "the text can be read and copied"


def test_late_answers_are_refused(desk, active):
    release_conversation(active, actor=None, code="agent_lost")
    response = desk.post(url("messages", active), {"body": "hello"}, content_type="application/json")
    assert (response.status_code, Message.objects.filter(author_kind="agent").exists()) == (409, False)


@pytest.mark.parametrize(
    ("act", "status", "resolution"),
    [("end", "ended", "solved"), ("unsolved", "ended", "unsolved"), ("release", "queued", "")],
)
def test_the_buttons_do_what_they_say(desk, active, act, status, resolution):
    desk.post(url("chat-act", active), {"act": act})
    active.refresh_from_db()
    assert (active.status, active.resolution) == (status, resolution)


def test_a_visitors_chat_needs_an_address_to_become_a_ticket(desk, active):
    refused = desk.post(url("chat-act", active), {"act": "ticket"})
    assert (refused.status_code, Ticket.objects.exists()) == (422, False)
    desk.post(
        url("chat-act", active), {"act": "ticket", "email": "guest@example.com", "subject": "Lost deposit"}
    )
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester.email, ticket.is_confirmed) == (
        "Lost deposit",
        "guest@example.com",
        False,
    )
    active.refresh_from_db()
    assert (active.resolution, active.ticket) == ("ticket", ticket)


def test_a_customers_chat_becomes_a_ticket_once_with_the_transcript(desk, start, customer, at_desk, write):
    chat = accept_conversation(ask_person(start(customer=customer), actor=None), actor=at_desk)
    write(chat, "My deposit is missing")
    for _ in range(2):
        desk.post(url("chat-act", chat), {"act": "ticket"})
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester, ticket.channel) == ("My deposit is missing", customer, "chat")
    assert "Ana has joined" in ticket.messages.get().body


def test_nobody_ends_a_colleagues_chat(client_of, lead, active):
    response = client_of(lead).post(url("chat-act", active), {"act": "end"})
    active.refresh_from_db()
    assert (response.status_code, active.status) == (403, "active")


def test_what_a_visitor_writes_is_never_markup(desk, active, write):
    write(active, "<img src=x onerror=alert(1)>")
    assert b"<img src=x" not in desk.get(url("chat-detail", active)).content


def test_the_rooms_fallback_reads_on(desk, active, write):
    write(active, "hello")
    news = desk.get(url("messages", active) + "?after=3").json()
    assert ([m["seq"] for m in news["messages"]], news["status"]["can_send"]) == ([4], True)


def test_a_known_customers_history_is_beside_the_chat(desk, start, customer, at_desk):
    earlier = start(customer=customer)
    now = ask_person(start(customer=customer), actor=None)
    assert str(earlier.public_id).encode() in desk.get(url("chat-detail", now)).content
    assert Conversation.objects.count() == 2
