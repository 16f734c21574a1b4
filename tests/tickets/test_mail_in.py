"""What a mail may do: become a ticket, join one when it is honest, and nothing at all when it is not."""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core.management import call_command

from accounts.models import User
from helpdesk.lib.errors import Conflict
from tests.factories import UserFactory
from tickets import actions
from tickets.actions.receiving import deliver
from tickets.links import reply_address
from tickets.models import File, MailIn, MailOut, Message, Participant, Ticket
from tickets.tasks import handle_left_mail

pytestmark = pytest.mark.django_db
SUPPORT = "support@northstar.example"


@pytest.fixture
def ticket(customer, agent):
    """An answered ticket, its only participant the customer."""
    ticket = actions.open_ticket(customer, subject="Deposit", body="Where is it?")
    actions.reply_to_ticket(ticket, body="Which network?", actor=agent)
    ticket.refresh_from_db()
    return ticket


@pytest.fixture
def address(ticket):
    return reply_address(ticket.participants.get())


def mail(sender, to=SUPPORT, body="Hello from a mail.", **headers):
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = headers.pop("subject", "Re: Deposit")
    message["Message-ID"] = headers.pop("mail_id", f"<{abs(hash((sender, to, body)))}@mail.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def receive(*args, **headers):
    return actions.receive_mail(mail(*args, **headers))


def untouched(ticket):
    return ticket.messages.count() == 2 and MailOut.objects.filter(kind="reply").count() == 1


def test_a_new_mail_opens_a_ticket_of_a_new_customer():
    row = receive(
        "Мария <Maria@Example.com>", subject="Где мой депозит?", body="Здравствуйте, я жду уже два дня."
    )
    ticket = Ticket.objects.get()
    assert (row.outcome, row.ticket) == ("opened", ticket)
    assert (ticket.requester.email, ticket.requester.name) == ("maria@example.com", "Мария")
    assert (ticket.language, ticket.channel, ticket.subject) == ("ru", "mail", "Где мой депозит?")
    assert ticket.requester.email_verified_at is None
    assert MailOut.objects.get().kind == "receipt"


def test_a_reply_to_the_signed_address_joins_its_ticket(ticket, customer, address):
    row = receive(
        customer.email, address, body="TRON\n\nOn 5 May 2026 at 10:00 Desk <a@b.example> wrote:\n> Which?"
    )
    message = ticket.messages.get(seq=3)
    assert (row.outcome, message.body, message.author) == ("appended", "TRON", customer)
    assert "Which?" in message.quoted
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_a_reply_that_lost_the_address_joins_by_our_message_id(ticket, customer):
    letter = MailOut.objects.get(kind="reply")
    assert receive(customer.email, In_Reply_To=letter.mail_id).ticket == ticket
    assert ticket.messages.count() == 3


@pytest.mark.parametrize("times", [2, 3])
def test_the_same_mail_again_changes_nothing(ticket, customer, address, times):
    for _ in range(times):
        receive(customer.email, address)
    assert ticket.messages.count() == 3
    assert MailIn.objects.count() == 1


def test_the_same_mail_by_another_way_is_a_duplicate(ticket, customer, address):
    receive(customer.email, address)
    row = receive(customer.email, address, Received="from elsewhere")
    assert (row.outcome, row.reason) == ("ignored", "duplicate")
    assert ticket.messages.count() == 3


def test_row_1_a_copied_address_gains_nothing(ticket, customer, address):
    receive(customer.email, address, Cc="attacker@evil.example")
    assert list(ticket.participants.values_list("user__email", flat=True)) == [customer.email]
    assert not User.objects.filter(email="attacker@evil.example").exists()
    assert not MailOut.objects.filter(to__contains="evil").exists()


def test_row_2_an_agents_name_with_a_made_up_message_id_is_held(ticket, agent):
    row = receive(agent.email, In_Reply_To="<0123456789@northstar.example>")
    assert (row.outcome, row.reason) == ("held", "staff_sender")
    assert untouched(ticket)


def test_row_3_an_agent_who_lost_the_role_cannot_answer_by_mail(ticket, agent):
    taking_part = Participant.objects.create(ticket=ticket, user=agent, role="agent")
    assert receive(agent.email, reply_address(taking_part), body="While I may").outcome == "appended"
    agent.groups.clear()
    row = receive(agent.email, reply_address(taking_part), body="When I may not")
    assert (row.outcome, row.reason) == ("held", "not_allowed")
    assert ticket.messages.count() == 3


def test_row_4_a_token_in_a_strangers_hand_is_held(ticket, address):
    row = receive("thief@evil.example", address)
    assert (row.outcome, row.reason, row.ticket) == ("held", "foreign_sender", ticket)
    assert untouched(ticket)
    assert not User.objects.filter(email="thief@evil.example").exists()


def test_row_4_a_message_id_in_a_strangers_hand_is_held(ticket):
    row = receive("thief@evil.example", References=MailOut.objects.get(kind="reply").mail_id)
    assert (row.outcome, row.reason) == ("held", "foreign_sender")
    assert untouched(ticket)


@pytest.mark.parametrize(
    "key",
    [
        {"subject": "Re: [NS-000001]"},
        {"In_Reply_To": "<ticket-1@northstar.example>"},
        {"References": "<reply-1-1@northstar.example>"},
        {"X_Ticket": "1"},
    ],
)
def test_row_5_an_unsigned_key_opens_a_new_ticket(ticket, customer, key):
    assert receive(customer.email, **key).ticket != ticket
    assert untouched(ticket)


@pytest.mark.parametrize("token", ["1-" + "a" * 32, "", "1", "1-", "%s", "../1", "1-" + "A" * 31])
def test_a_forged_reply_address_is_held(ticket, customer, token):
    row = receive(customer.email, f"reply+{token}@northstar.example".replace("/", ""))
    assert (row.outcome, row.reason) == ("held", "forged_address")
    assert untouched(ticket)


def test_a_participant_made_a_reader_is_held(ticket, customer, address):
    ticket.participants.update(can_reply=False)
    assert receive(customer.email, address).reason == "not_allowed"


def test_a_deactivated_customer_is_held(ticket, customer, address):
    User.objects.filter(pk=customer.pk).update(is_active=False)
    assert receive(customer.email, address).reason == "not_allowed"
    assert receive(customer.email, body="A new one").reason == "not_allowed"


def test_a_reply_to_a_closed_ticket_opens_a_new_one(ticket, customer, agent, address):
    actions.close_ticket(ticket, actor=agent)
    row = receive(customer.email, address)
    assert (row.outcome, row.ticket == ticket) == ("opened", False)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"subject": "Automatic reply: Deposit"}, "automatic"),
        ({"subject": "自动回复: 您好"}, "automatic"),
        ({"X_Failed_Recipients": "a@b.example"}, "bounce"),
        ({"X_Support_Desk": SUPPORT}, "loop"),
    ],
)
def test_row_36_a_machine_is_never_answered(headers, reason):
    row = receive("somebody@example.com", **headers)
    assert row.reason == reason
    assert not Ticket.objects.exists()
    assert not MailOut.objects.exists()


def test_auto_submitted_no_is_a_person():
    assert receive("somebody@example.com", Auto_Submitted="no").outcome == "opened"


def test_fault_25_two_mailboxes_answering_each_other_stop(customer):
    actions.open_ticket(customer, subject="S", body="B")
    letter = MailOut.objects.get()
    for n in range(5):
        receive(
            customer.email, letter.headers["Reply-To"], body=f"I am away {n}", Auto_Submitted="auto-replied"
        )
    assert MailOut.objects.count() == 1
    assert Message.objects.count() == 1


def test_fault_13_a_final_report_marks_the_letter_as_failed(ticket):
    letter = MailOut.objects.get(kind="reply")
    report = (
        "From: MAILER-DAEMON@mx.example\nTo: reply@northstar.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.1.1\n\n--b\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {letter.mail_id}\n\n--b--\n"
    )
    row = actions.receive_mail(report.encode())
    letter.refresh_from_db()
    assert (row.outcome, row.ticket, letter.status) == ("bounced", ticket, "failed")


def test_a_flood_from_one_sender_is_held():
    rows = [receive("flood@example.com", body=f"Number {n}") for n in range(31)]
    assert [row.outcome for row in rows] == ["opened"] * 30 + ["held"]
    assert MailOut.objects.count() == 1


def test_two_senders_in_one_mail_are_held():
    row = receive("victim@example.com, attacker@evil.example")
    assert (row.outcome, row.reason) == ("held", "no_sender")


def test_an_empty_mail_is_held():
    assert receive("a@example.com", body=" \n").reason == "empty"


def test_files_are_inspected_and_a_refused_one_is_named(customer):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = customer.email, SUPPORT, "Files"
    message.set_content("See the files.")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="bill.pdf")
    message.add_attachment(b"0xabc", maintype="text", subtype="plain", filename="../../trace.txt")
    row = actions.receive_mail(message.as_bytes())
    assert File.objects.get().name == "trace.txt"
    assert row.flags == ["file_refused file_wrong_type bill.pdf"]


def test_a_held_mail_is_recovered_as_a_ticket_of_its_own(ticket, address, agent):
    row = receive("second@example.com", address)
    recovered = actions.recover_mail(row, actor=agent)
    assert recovered != ticket
    assert recovered.requester.email == "second@example.com"
    assert untouched(ticket)
    with pytest.raises(Conflict):
        actions.recover_mail(row, actor=agent)


def test_a_colleagues_mail_is_not_recovered(ticket, agent):
    row = receive(agent.email)
    with pytest.raises(Conflict):
        actions.recover_mail(row, actor=agent)
    assert Ticket.objects.count() == 1


def test_a_discarded_mail_stays_on_record(address, agent):
    row = receive("second@example.com", address)
    actions.discard_mail(row, actor=agent)
    assert MailIn.objects.get(pk=row.pk).outcome == "discarded"


def test_a_mail_nobody_can_read_is_held_after_three_tries(monkeypatch):
    def breaks(raw):
        raise RuntimeError("a bug")

    monkeypatch.setattr("tickets.actions.receiving.parse", breaks)
    row = receive("a@example.com")
    assert row.outcome == "received"
    for _ in range(2):
        row.refresh_from_db()
        actions.handle_mail(row)
    row.refresh_from_db()
    assert (row.outcome, row.reason, row.attempts) == ("held", "unreadable", 3)
    assert bytes(row.raw).endswith(b"Hello from a mail.\n")


def test_the_command_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail("pipe@example.com"))))
    call_command("receive_mail")
    assert "opened" in capsys.readouterr().out
    assert Ticket.objects.get().requester.email == "pipe@example.com"


def test_nobody_reads_a_ticket_by_writing_in_its_language(ticket):
    """A mail in the customer's name without the token is a new ticket, answered at the customer's address only."""
    row = receive(ticket.requester.email, body="Please send me everything again.")
    assert row.ticket != ticket
    assert set(MailOut.objects.values_list("to", flat=True)) == {ticket.requester.email}


def test_a_stranger_cannot_write_as_one_of_two_participants(ticket):
    other = Participant.objects.create(ticket=ticket, user=UserFactory(), role="copied")
    row = receive(ticket.requester.email, reply_address(other))
    assert row.reason == "foreign_sender"


@pytest.mark.parametrize("joins", [True, False])
def test_a_worker_killed_after_writing_leaves_one_message(
    ticket, address, monkeypatch, joins, time_machine_at
):
    def deliver_and_die(*given):
        deliver(*given)
        raise KeyboardInterrupt

    sender, to = (ticket.requester.email, address) if joins else ("new@example.com", SUPPORT)
    with monkeypatch.context() as dying:
        dying.setattr("tickets.actions.receiving.deliver", deliver_and_die)
        with pytest.raises(KeyboardInterrupt):
            receive(sender, to)
    assert (Message.objects.count(), MailIn.objects.get().outcome) == (2, "received")
    time_machine_at(minutes=3)
    assert [handle_left_mail(), handle_left_mail()] == [1, 0]
    assert receive(sender, to).outcome == ("appended" if joins else "opened")
    assert (Message.objects.count(), Ticket.objects.count()) == (3, 1 if joins else 2)


def test_a_mail_that_killed_its_worker_thrice_is_held_unread(monkeypatch):
    def die(*_row):
        raise KeyboardInterrupt

    monkeypatch.setattr("tickets.actions.receiving.decide", die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            receive("a@example.com", body="Poison")
    receive("a@example.com", body="Poison")
    row = MailIn.objects.get()
    assert (row.outcome, row.reason, row.attempts) == ("held", "unreadable", 3)
