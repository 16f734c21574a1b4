"""No entrance of the desk keeps a secret, and whoever gave one away is told."""

from email import message_from_bytes
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.ledger.models import Event
from helpdesk.lib.uploads import inspect
from tickets import actions
from tickets.models import File, MailIn, MailOut, Message, Ticket

pytestmark = pytest.mark.django_db
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
NOTE = "[seed phrase removed]"


def told():
    return list(Event.objects.filter(verb="secret.masked").values_list("data__kinds", flat=True))


def kept_anywhere(word="sausage"):
    rows = [*Message.objects.values_list("body", "html", "quoted"), *Ticket.objects.values_list("subject")]
    rows += [*MailOut.objects.values_list("text", "html", "subject"), *MailIn.objects.values_list("subject")]
    return any(word in str(value) for row in rows for value in row) or any(
        word in str(data) for data in Event.objects.values_list("data", flat=True)
    )


def test_a_request_is_kept_without_the_phrase(customer):
    ticket = actions.open_ticket(customer, subject=f"My words: {PHRASE}", body=f"Here:\n{PHRASE}")

    assert (ticket.subject, ticket.messages.get().body) == (f"My words: {NOTE}", f"Here:\n{NOTE}")
    assert not kept_anywhere()
    assert told() == [{"seed_phrase": 1}, {"seed_phrase": 1}]


def test_a_guests_request_is_kept_without_the_phrase():
    ticket = actions.open_guest_ticket("new@example.com", subject="S", body=PHRASE)

    assert ticket.messages.get().body == NOTE


def test_a_reply_of_either_side_is_kept_without_the_phrase(customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.reply_to_ticket(ticket, body=f"Is it {PHRASE}?", actor=agent)
    actions.reply_to_ticket(ticket, body=f"Yes: {PHRASE}", actor=customer)
    actions.add_note(ticket, body=PHRASE, actor=agent)

    assert not kept_anywhere()
    assert len(told()) == 3


def test_a_text_file_is_kept_without_the_phrase(customer):
    upload = inspect(SimpleUploadedFile("backup.txt", f"wallet\n{PHRASE}\n".encode(), "text/plain"))

    actions.open_ticket(customer, subject="S", body="B", files=[upload])

    file = File.objects.get()
    assert file.stored.read() == f"wallet\n{NOTE}\n".encode()
    assert file.size == len(f"wallet\n{NOTE}\n")


def test_the_api_keeps_no_phrase(client, customer):
    client.force_login(customer)

    answer = client.post("/api/v1/tickets/", {"subject": "S", "body": PHRASE}, "application/json")

    assert answer.status_code == 201
    assert Message.objects.get().body == NOTE


def test_an_ordinary_request_stays_as_it_is(customer):
    body = (
        "Order 4111111111111111, TXID " + "ab" * 32 + ", twelve words in a row that mean nothing at all here"
    )

    assert actions.open_ticket(customer, subject="S", body=body).messages.get().body == body
    assert told() == []


def mail(body, html="", attachment=b"", subject="Help"):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "Ann <ann@example.com>",
        "support@northstar.example",
        "<1@x>",
    )
    message["Subject"] = subject
    message.set_content(body, cte="base64")
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="text", subtype="plain", filename="backup.txt")
    return message.as_bytes()


@pytest.mark.parametrize(
    "raw",
    [
        mail(f"My phrase is {PHRASE}"),
        mail("See below", html=f"<table><tr><td>{'</td><td>'.join(PHRASE.split())}</td></tr></table>"),
        mail("See the file", attachment=PHRASE.encode()),
        mail("Hello", subject=PHRASE),
    ],
    ids=["text", "html", "file", "subject"],
)
def test_a_mail_is_kept_without_the_phrase_and_its_sender_warned_once(raw):
    row = actions.receive_mail(raw)

    assert row.outcome == "opened"
    assert b"sausage" not in bytes(row.raw)
    assert not kept_anywhere()
    assert told() == [{"seed_phrase": 1}]
    assert MailOut.objects.filter(kind="warning", to="ann@example.com").count() == 1


def test_a_mail_kept_anew_keeps_its_sender_thread_and_files():
    message = EmailMessage()
    message["From"], message["References"], message["Subject"] = "Ann <ann@example.com>", "<a@b>", "Fwd: hi"
    message.set_content(PHRASE)
    message.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="a.pdf")

    read = actions.receiving.parse(bytes(actions.receiving.keep(message.as_bytes()).raw))

    assert (read.sender, read.references, read.subject) == ("ann@example.com", ["<a@b>"], "Fwd: hi")
    assert (read.text.strip(), [file.name for file in read.attachments]) == (NOTE, ["a.pdf"])


def test_the_warning_is_written_once_an_hour_and_repeats_nothing():
    for number in (1, 2):
        actions.receive_mail(mail(f"Number {number}: {PHRASE}").replace(b"<1@x>", f"<{number}@x>".encode()))

    letter = MailOut.objects.get(kind="warning")
    assert "seed phrase" in letter.text
    assert letter.headers["Auto-Submitted"] == "auto-replied"


def test_a_mail_without_a_secret_is_kept_byte_for_byte():
    raw = mail("Where is my deposit?", html="<p>Where is my deposit?</p>")

    assert bytes(actions.receive_mail(raw).raw) == raw


def test_the_author_sees_what_was_removed_and_what_to_do(client, customer):
    ticket = actions.open_ticket(customer, subject="S", body=PHRASE)
    client.force_login(customer)

    page = client.get(f"/ru/requests/{ticket.public_id}/", follow=True).content.decode()

    assert "sausage" not in page
    assert "topic=security" in page


def sent_by_guest(client, **said):
    sent = {"topic": "other", "email": "new@example.com", "subject": "S", "body": "B", "client_id": "a" * 32}
    return client.post("/en/contact/", {**sent, **said}, follow=True).content.decode()


@pytest.mark.parametrize("field", ["subject", "body"])
def test_a_guest_is_told_on_the_page_after_sending(client, field):
    assert "We removed a secret from this message" in sent_by_guest(client, **{field: PHRASE})
    assert "We removed a secret from this message" not in sent_by_guest(client, client_id="b" * 32)


def test_the_warning_does_not_tell_whose_address_was_named(client, agent):
    assert "We removed a secret from this message" in sent_by_guest(client, email=agent.email, body=PHRASE)


def test_a_rating_keeps_no_phrase(customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.solve_ticket(ticket, actor=agent)

    rating = actions.rate(ticket, score=5, comment=PHRASE, actor=customer)

    assert rating.comment == NOTE


def test_a_mail_that_cannot_be_looked_through_is_not_lost(monkeypatch):
    monkeypatch.setattr(actions.receiving, "mask_mail", lambda raw: 1 / 0)

    assert actions.receive_mail(mail("Hello there")).outcome == "opened"


def test_a_too_large_mail_is_held_however_short_it_becomes(monkeypatch):
    monkeypatch.setattr(actions.receiving, "LARGEST", 2_000)

    row = actions.receive_mail(mail(PHRASE, html=f"<p>{PHRASE}</p><!--{'x' * 3_000}-->"))

    assert (row.outcome, row.reason) == ("held", "too_large")
    assert b"sausage" not in bytes(row.raw)


def test_a_mail_is_masked_in_place():
    raw = mail("Plain words", html=f"<p>{PHRASE}</p>").replace(
        b"Subject:", f"Thread-Topic: {PHRASE}\nSubject:".encode()
    )

    kept = bytes(actions.receiving.keep(raw).raw)

    read = message_from_bytes(kept)
    assert b"sausage" not in kept
    assert read["Thread-Topic"] == "=?utf-8?q?=5Bseed_phrase_removed=5D?="
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


REPORT = f"""From: MAILER-DAEMON@example.com
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{PHRASE}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.com

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.1.1

--b--
"""


def test_a_bounce_with_a_secret_stays_a_report():
    row = actions.receive_mail(REPORT.encode())

    read = message_from_bytes(bytes(row.raw))
    assert (row.outcome, row.reason) == ("bounced", "bounce")
    assert (read.get_content_type(), read.get_param("report-type")) == ("multipart/report", "delivery-status")
    assert b"Status: 5.1.1" in bytes(row.raw)
    assert b"sausage" not in bytes(row.raw)


@pytest.mark.parametrize("verb", ["open", "guest", "reply", "note"])
def test_the_search_is_over_before_anything_is_locked(customer, agent, verb, monkeypatch):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    order = []
    watch(monkeypatch, order, actions.secrets, "mask", "searched")
    watch(monkeypatch, order, actions.opening, "take_number", "locked")
    watch(monkeypatch, order, actions.thread, "lock_ticket", "locked")
    say = {
        "open": lambda: actions.open_ticket(customer, subject="S", body="B"),
        "guest": lambda: actions.open_guest_ticket("new@example.com", subject="S", body="B"),
        "reply": lambda: actions.reply_to_ticket(ticket, body="B", actor=customer),
        "note": lambda: actions.add_note(ticket, body="B", actor=agent),
    }
    say[verb]()

    assert "searched" in order[: order.index("locked")]
    assert "searched" not in order[order.index("locked") :]


def watch(monkeypatch, order, module, name, word):
    real = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *args: order.append(word) or real(*args))


def test_a_session_from_before_is_still_shown(client):
    session = client.session
    session["ticket_declined"] = ["VG-000001", "ann@example.com"]
    session.save()

    assert client.get("/en/contact/sent/").status_code == 200
