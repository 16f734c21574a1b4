"""One conversation over a real mail server: out by SMTP, and the answer taken in."""

import re
import socket
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import get_connection

from tickets import actions
from tickets.actions import receive_mail
from tickets.tasks import send_due_mail

pytestmark = pytest.mark.django_db


class Catcher:
    """Keeps what it is handed."""

    def __init__(self):
        self.caught = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd calls it so)
        self.caught.append(envelope.content)
        return "250 OK"


@pytest.fixture
def smtp(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Catcher(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert get_connection().open()
    yield controller.handler
    controller.stop()


def test_a_conversation_goes_out_and_comes_back(smtp, customer, agent):
    ticket = actions.open_ticket(customer, subject="提现 не пришёл", body="Where?")
    actions.reply_to_ticket(ticket, body="Which network? 哪个网络？", actor=agent)
    send_due_mail()
    letter = message_from_bytes(smtp.caught[-1])
    assert letter.get_content_type() == "multipart/alternative"
    answer = (
        f"From: Mei <{customer.email}>\r\nTo: {letter['Reply-To']}\r\nSubject: Re: x\r\n"
        f"In-Reply-To: {letter['Message-ID']}\r\nMessage-ID: <1@phone.example>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nTRON, 谢谢\r\n\r\n> Which network?\r\n"
    )
    assert receive_mail(answer.encode()).outcome == "appended"
    assert ticket.messages.get(seq=3).body == "TRON, 谢谢"
    assert len({re.sub(r"\s", "", message_from_bytes(raw)["Message-ID"]) for raw in smtp.caught}) == 2
