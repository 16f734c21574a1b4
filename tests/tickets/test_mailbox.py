"""The two doors of incoming mail, tried whole: a mailbox over IMAP, and the end of a mail server's pipe."""

import imaplib
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.tickets.imap_server import serving
from tickets import actions
from tickets.links import reply_address
from tickets.mailbox import poll
from tickets.models import MailIn, Message, Ticket
from tickets.tasks import fetch_mail


def letter(number, sender="mei@example.com", to="support@northstar.example"):
    return (
        f"From: Mei <{sender}>\r\nTo: {to}\r\nSubject: Deposit {number}\r\n"
        f"Message-ID: <{number}@phone.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"提现 {number} has not arrived.\r\n"
    ).encode()


@pytest.fixture
def mailbox():
    with serving([letter(n) for n in range(1, 6)]) as (box, address):
        box.address = address
        yield box


def outcomes():
    return sorted(MailIn.objects.values_list("outcome", flat=True))


@pytest.mark.django_db
class TestTheMailbox:
    def test_each_mail_becomes_one_ticket_and_is_left_alone_after(self, mailbox, settings):
        settings.IMAP_URL = mailbox.address
        assert [fetch_mail(), fetch_mail()] == [5, 0]
        assert Ticket.objects.count() == Message.objects.count() == 5
        assert Ticket.objects.get(subject="Deposit 3").messages.get().body == "提现 3 has not arrived."
        assert mailbox.unseen == []
        assert any(command.startswith(b"LOGIN") and b"p@ss" in command for command in mailbox.asked)
        assert not any(command.upper().startswith(b"EXPUNGE") for command in mailbox.asked)

    def test_an_answer_is_added_to_its_ticket(self, mailbox, customer):
        ticket = actions.open_ticket(customer, subject="S", body="B")
        mailbox.mails = {9: letter(9, customer.email, reply_address(ticket.participants.get()))}
        assert poll(mailbox.address) == 1
        assert list(ticket.messages.values_list("seq", "channel")) == [(1, "web"), (2, "mail")]

    @pytest.mark.parametrize("command", [b"UID FETCH 3", b"UID STORE 3"])
    def test_a_lost_line_loses_nothing_and_doubles_nothing(self, mailbox, command):
        mailbox.breaks = [command]
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            poll(mailbox.address)
        assert mailbox.unseen == [3, 4, 5]
        poll(mailbox.address)
        assert (mailbox.unseen, outcomes()) == ([], ["opened"] * 5)
        assert Message.objects.count() == 5

    def test_a_renumbered_mailbox_brings_nothing_twice(self, mailbox):
        poll(mailbox.address)
        mailbox.mails = {uid + 100: raw for uid, raw in mailbox.mails.items()}
        assert poll(mailbox.address) == 5
        assert (Message.objects.count(), MailIn.objects.count()) == (5, 5)

    def test_a_mail_the_server_refuses_stays_unseen_and_comes_later(self, mailbox):
        mailbox.refused = {2}
        assert poll(mailbox.address) == 4
        assert mailbox.unseen == [2]
        mailbox.refused = set()
        assert poll(mailbox.address) == 1
        assert (mailbox.unseen, outcomes()) == ([], ["opened"] * 5)

    def test_one_poison_mail_does_not_hold_up_the_others(self, mailbox):
        mailbox.mails[2] = b"\x00\xff\r\n" * 50
        assert poll(mailbox.address) == 5
        assert (mailbox.unseen, Ticket.objects.count()) == ([], 4)


@pytest.fixture
def pipe():
    """`manage.py receive_mail` as a mail server starts it, on the database of this test."""
    at = connection.settings_dict
    url = f"sqlite://{quote(str(at['NAME']))}"
    if connection.vendor == "postgresql":
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def run(raw):
        command = [sys.executable, "manage.py", "receive_mail"]
        return subprocess.run(
            command, input=raw, env=env, cwd=settings.BASE_DIR, capture_output=True, check=False, timeout=120
        )

    return run


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_pipe_takes_a_mail_from_standard_input_once(pipe):
    first, again = pipe(letter(1)), pipe(letter(1))
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    ticket = Ticket.objects.get()
    assert first.stdout.decode().split() == ["opened", ticket.number]
    assert ticket.messages.get().body == "提现 1 has not arrived."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_pipe_keeps_what_nobody_can_read_and_says_yes(pipe):
    answer = pipe(b"\x00\xff\xfe" * 1000)
    assert answer.returncode == 0, answer.stderr
    assert (MailIn.objects.get().outcome, Ticket.objects.count()) == ("held", 0)
