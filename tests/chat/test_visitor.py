"""The visitor's page without a script, and the same over plain HTTP as JSON."""

import gzip
import json
import re
import uuid

import pytest
import time_machine
from django.utils.timezone import now

from accounts.models import User
from chat.actions import accept_conversation, ask_person, end_conversation
from chat.models import Conversation, Message
from chat.permissions import visitor_token
from chat.views.visitor import COOKIE
from helpdesk.lib.rates import enforce
from tickets.models import MailOut, Rating, Ticket

pytestmark = pytest.mark.django_db
PAGE = "/en/chat/"


def post(client, act, url=PAGE, **fields):
    return client.post(url, {"act": act, "start_key": str(uuid.uuid4()), **fields})


def call(client, url, token="new", method="post", **body):
    headers = {"X-Chat-Token": token} if token else {}
    if method == "get":
        return client.get(url, headers={**headers, "Accept": "application/json"})
    return client.post(
        url,
        json.dumps(body),
        content_type="application/json",
        headers={**headers, "Accept": "application/json"},
    )


def urls(conversation):
    base = f"/chat/conversations/{conversation.public_id}/"
    return f"{base}messages/", f"{base}act/"


def test_looking_starts_nothing_and_sets_no_cookie(client):
    response = client.get(PAGE)
    assert b"not a person" in response.content
    assert (Conversation.objects.count(), COOKIE in response.cookies) == (0, False)


def test_the_first_message_starts_it_and_the_bot_has_answered_on_the_next_page(client):
    response = post(client, "send", body="where is my deposit?", client_id="a")
    assert (response.status_code, response.cookies[COOKIE]["httponly"]) == (302, True)
    page = client.get(PAGE).content.decode()
    assert "where is my deposit?" in page
    assert "I have not found an answer" in page


def test_the_same_form_twice_is_one_conversation_and_one_message(client):
    fields = {"act": "send", "body": "hello", "client_id": "one", "start_key": str(uuid.uuid4())}
    for _ in range(2):
        client.post(PAGE, fields)
    client.cookies.clear()
    client.post(PAGE, fields)
    assert Conversation.objects.count() == 1
    assert Message.objects.filter(author_kind="visitor").count() == 1


@pytest.mark.parametrize("body", ["x" * 4001, "", "nul \x00", "x" * 2_000_000])
def test_a_text_that_cannot_be_sent_is_kept_with_the_reason(client, body):
    response = post(client, "send", body=body)
    assert response.status_code == 422
    assert not Message.objects.filter(author_kind="visitor").exists()
    assert body[:16_000] in response.content.decode()


def test_markup_is_shown_as_written(client):
    post(client, "send", body="<script>alert(1)</script>")
    assert b"&lt;script&gt;alert(1)" in client.get(PAGE).content


def test_a_person_is_asked_for_and_the_place_shown(client, at_desk):
    post(client, "send", body="hello")
    post(client, "person")
    page = client.get(PAGE).content.decode()
    assert Conversation.objects.get().status == "queued"
    assert "You are next." in page
    assert "cannot say" in page


def test_a_visitor_leaves_a_ticket_with_the_text_and_an_address(client):
    refused = post(client, "ticket", body="My money is gone", client_id="k")
    assert refused.status_code == 422
    assert not Ticket.objects.exists()
    post(client, "ticket", body="My money is gone", client_id="k", email="guest@example.com")
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.channel, ticket.is_confirmed) == (
        "guest@example.com",
        "chat",
        False,
    )
    assert ticket.messages.get().body.count("My money is gone") == 1
    assert Conversation.objects.get().resolution == "ticket"


@pytest.fixture(params=["unknown", "customer", "colleague", "locked out"])
def address(request, customer, agent):
    if request.param == "locked out":
        User.objects.filter(pk=customer.pk).update(is_active=False)
    known = {"unknown": "somebody@example.com", "colleague": agent.email.upper()}
    return known.get(request.param, customer.email)


def test_whose_address_it_is_cannot_be_told_from_the_answer(client, chat, address):
    messages, act = urls(chat)
    token = visitor_token(chat)
    answers = [
        call(client, act, token, act="ticket", body="Help", client_id="k", email=address) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["status"]["resolution"] for answer in answers] == ["ticket", "ticket"]
    news = call(client, messages, token, method="get").json()["messages"]
    assert [m["data"].get("code") for m in news][-1] == "ticket_confirm"
    assert news[-1]["data"]["number"] == "NS-000001"
    assert "link in the mail" in news[-1]["body"]


def test_the_page_too_answers_alike_whosever_address_it_is(client, address):
    post(client, "ticket", body="Help", client_id="k", email=address)
    page = client.get(PAGE).content.decode()
    assert "link in the mail we have just sent you" in page
    assert "How was it?" not in page
    post(client, "ticket", body="Help", client_id="k", email=address)
    assert Message.objects.filter(data__code="ticket_confirm").count() == 1


def test_nobody_leaves_a_ticket_in_a_colleagues_name(client, agent):
    post(client, "ticket", body="Help", client_id="k", email=agent.email)
    conversation = Conversation.objects.get()
    assert (conversation.resolution, conversation.ticket) == ("ticket", None)
    assert not Ticket.objects.exists()
    assert not MailOut.objects.exists()


def header(client):
    head = client.get(PAGE).content.decode().split('class="chat__state"')[1].split("</p>")[0]
    shown = re.sub(r"<span[^>]* hidden>.*?</span>", "", head)
    return " ".join(re.sub(r"<[^>]*>", " ", f"<{shown}").split())


def test_the_header_says_who_is_there(client, at_desk):
    assert header(client) == "You are talking to the bot. Someone is at the desk now."
    post(client, "send", body="hello")
    assert header(client) == "You are talking to the bot. Someone is at the desk now."
    post(client, "person")
    assert header(client) == "You are waiting for a person."
    accept_conversation(Conversation.objects.get(), actor=at_desk)
    assert header(client) == "You are talking to Ana."
    post(client, "end")
    assert header(client) == "The conversation has ended."


def test_with_nobody_there_the_ticket_is_opened_with_its_promise(client):
    post(client, "send", body="hello")
    assert 'data-role="ticket" open' not in client.get(PAGE).content.decode()
    post(client, "person")
    page = client.get(PAGE).content.decode()
    assert 'data-role="ticket" open' in page
    assert "We will answer by" in page
    assert "You are talking to the bot." in page


def test_a_customer_needs_no_address_and_sees_the_number(client_of, customer):
    client = client_of(customer)
    post(client, "ticket", body="Please look at this")
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.is_confirmed) == (customer, True)
    page = client.get(PAGE).content.decode()
    assert ticket.number in page
    assert f'href="{ticket.get_absolute_url()}">' in page
    state = call(client, urls(Conversation.objects.get())[0], "x", method="get").json()["status"]
    assert state["request_url"] == ticket.get_absolute_url()


def test_signing_out_leaves_nothing_readable(client_of, customer):
    client = client_of(customer)
    post(client, "send", body="my private question")
    kept = client.cookies[COOKIE].value
    client.logout()
    client.cookies[COOKIE] = kept
    assert b"my private question" not in client.get(PAGE).content


def test_a_customer_finds_the_open_chat_on_another_device(client_of, customer):
    post(client_of(customer), "send", body="from my phone")
    assert b"from my phone" in client_of(customer).get(PAGE).content


def test_it_is_ended_rated_once_and_begun_again(client, at_desk):
    post(client, "send", body="hello")
    conversation = Conversation.objects.get()
    ask_person(conversation, actor=None)
    accept_conversation(conversation, actor=at_desk)
    post(client, "end")
    assert b"How was it?" in client.get(PAGE).content
    for score in (5, 1):
        post(client, "rate", score=score, comment="Quick")
    rating = Rating.objects.get()
    assert (rating.score, rating.agent, b"How was it?" in client.get(PAGE).content) == (5, at_desk, False)
    thanks = re.search(r'role="status"[^>]*"thanks">(.*?)</p>', client.get(PAGE).content.decode(), re.S)
    assert thanks
    assert "Thank you. We read every rating." in thanks[1]
    post(client, "new")
    assert b"hello" not in client.get(PAGE).content


def test_reading_the_ended_page_rates_nothing(client):
    post(client, "send", body="hello")
    post(client, "end")
    client.get(PAGE, {"act": "rate", "score": "5"})
    assert not Rating.objects.exists()


def test_an_open_chat_cannot_be_rated(client):
    post(client, "send", body="hello")
    assert post(client, "rate", score=5).status_code == 409
    assert not Rating.objects.exists()


def test_it_is_framed_only_where_the_settings_say(client, settings):
    settings.CHAT_EMBED_ORIGINS = ["https://shop.example"]
    plain, framed = client.get(PAGE), client.get(f"{PAGE}?embed=1&parent=https://shop.example")
    foreign = client.get(f"{PAGE}?embed=1&parent=https://evil.example")
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://shop.example" in framed.headers["Content-Security-Policy"]
    assert ("X-Frame-Options" in plain.headers, "X-Frame-Options" in framed.headers) == (True, False)
    assert b'data-parent="https://shop.example"' in framed.content
    assert b"evil.example" not in foreign.content.split(b"<chat-room")[1].split(b">")[0]


def test_over_http_a_chat_starts_talks_and_reads_on(client):
    begun = call(client, "/chat/conversations/", language="es", start_key=str(uuid.uuid4())).json()
    conversation = Conversation.objects.get()
    messages, _act = urls(conversation)
    sent = call(client, messages, begun["token"], client_id="a", body="hola")
    assert (sent.status_code, sent.json()["ack"]) == (201, {"type": "ack", "client_id": "a", "seq": 2})
    again = call(client, messages, begun["token"], client_id="a", body="hola")
    assert again.json()["ack"]["seq"] == 2
    news = call(client, f"{messages}?after=1", begun["token"], method="get").json()
    assert [m["seq"] for m in news["messages"]] == [2, 3]
    assert (conversation.language, news["status"]["status"]) == ("es", "bot")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²", ""])
def test_a_senseless_position_reads_from_the_start(client, chat, after):
    messages, _act = urls(chat)
    news = call(client, f"{messages}?after={after}", visitor_token(chat), method="get")
    assert len(news.json()["messages"]) == 1


def test_without_its_token_a_conversation_is_not_there(client, client_of, start, agent, customer):
    mine, other = start(), start(customer=customer)
    tries = [
        (client, mine, visitor_token(other)),
        (client, other, visitor_token(other)),
        (client_of(agent), mine, "x"),
    ]
    for caller, conversation, token in tries:
        messages, act = urls(conversation)
        assert call(caller, messages, token, method="get").status_code == 404
        assert call(caller, messages, token, client_id="a", body="x").status_code == 404
        assert call(caller, act, token, act="end").status_code == 404
    assert not Message.objects.filter(body="x").exists()


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff", b'{"act": "fly"}', b"[" * 100_000, b'{"act": ["end"]}']
)
def test_a_senseless_body_is_refused(client, chat, body):
    _messages, act = urls(chat)
    headers = {"X-Chat-Token": visitor_token(chat), "Accept": "application/json"}
    response = client.post(act, body, content_type="application/json", headers=headers)
    assert (response.status_code, "message" in response.json()) == (422, True)


@pytest.mark.parametrize("entrance", ["page", "http"])
def test_tickets_from_chats_share_the_contact_forms_limit(client, chat, entrance):
    with time_machine.travel(now(), tick=False):
        for _ in range(20):
            enforce("contact:ip:127.0.0.1", 20, 3600)
        if entrance == "page":
            answer = post(client, "ticket", body="Help", client_id="k", email="guest@example.com")
        else:
            answer = call(client, urls(chat)[1], visitor_token(chat), act="ticket", email="guest@example.com")
    assert (answer.status_code, Ticket.objects.exists()) == (429, False)


def test_too_many_messages_over_http_are_slowed_down(client, chat):
    messages, _act = urls(chat)
    token = visitor_token(chat)
    with time_machine.travel(now(), tick=False):
        answers = [call(client, messages, token, client_id=str(n), body="hi").status_code for n in range(32)]
    assert (answers[0], answers[-1]) == (201, 429)


def test_ended_means_ended_over_http_too(client, chat):
    end_conversation(chat, actor=None)
    messages, act = urls(chat)
    token = visitor_token(chat)
    assert call(client, messages, token, client_id="a", body="hi").status_code == 409
    assert call(client, act, token, act="person").status_code == 409


def test_the_loader_is_small_sets_no_cookie_and_speaks_seven_languages(client):
    response = client.get("/chat/loader.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert (len(gzip.compress(response.content)) <= 6 * 1024, not response.cookies) == (True, True)
    assert b'"zh-hans"' in response.content
    assert b"__WORDS__" not in response.content
