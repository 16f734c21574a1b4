"""The help center says how long each way to reach us takes now."""

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from chat.models import Conversation
from tickets.actions import open_ticket
from tickets.contact import request_channel

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/en/", "/en/contact/"])
def test_the_chat_says_that_nobody_is_there(client, path):
    assert "Nobody is at the desk now." in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/en/", "/en/contact/"])
def test_the_chat_says_that_somebody_is_there(client, at_desk, path):
    assert "Someone is at the desk now." in client.get(path).content.decode()


def test_it_gives_no_number_while_people_wait(client, queued):
    assert Conversation.objects.queued().exists()
    assert "We are busy and cannot say how long it takes." in client.get("/en/").content.decode()


def test_the_contact_page_does_not_lead_to_itself(client):
    channels = client.get("/en/contact/").context["channels"]
    assert [channel.url for channel in channels] == ["/en/chat/"]


def test_a_request_is_promised_what_an_ordinary_one_sent_now_gets(customer):
    facts = {"subject": "A question", "body": "How?", "language": "en", "channel": "web"}
    with time_machine.travel("2026-03-02 10:00:00Z", tick=False):
        wait, ticket = request_channel().wait, open_ticket(customer, **facts)
    due = timezone.localtime(ticket.first_response_due_at)
    assert date_format(due, "SHORT_DATETIME_FORMAT") in wait
