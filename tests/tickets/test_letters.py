"""What leaves by mail: to whom, in which words, how often, and what happens when the server says no."""

import smtplib
from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Missing
from tests.factories import UserFactory
from tickets import actions
from tickets.actions.mail import fail_letter, note_sent
from tickets.links import confirm_url, participant_at, reply_address, user_to_confirm
from tickets.models import MailOut, Participant
from tickets.tasks import send_due_mail, send_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer):
    return actions.open_ticket(customer, subject="Where is <b>it</b>?", body="SECRET-TEXT of mine")


def sent():
    send_due_mail()
    letters = mail.outbox
    mail.outbox = []
    return letters


def test_the_receipt_is_automatic_and_repeats_nothing(ticket):
    letter = sent()[0]
    whole = str(letter.message())
    assert "SECRET-TEXT" not in whole
    assert "Where is" not in whole
    assert ticket.number in letter.subject
    assert letter.extra_headers["Auto-Submitted"] == "auto-replied"
    assert letter.extra_headers["X-Auto-Response-Suppress"] == "All"
    assert "We will answer by" in letter.body


def test_at_most_one_receipt_an_hour(customer, time_machine_at):
    for _ in range(3):
        actions.open_ticket(customer, subject="S", body="B")
    assert MailOut.objects.count() == 1
    time_machine_at(minutes=61)
    actions.open_ticket(customer, subject="S", body="B")
    assert MailOut.objects.count() == 2


def test_a_receipt_does_not_stand_for_a_guests_link(ticket):
    for _ in range(2):
        actions.open_guest_ticket(ticket.requester.email, subject="S", body="B")
    assert list(MailOut.objects.order_by("pk").values_list("kind", flat=True)) == ["receipt", "confirm"]


def test_closing_what_nobody_confirmed_writes_to_nobody(agent):
    guest = actions.open_guest_ticket("guest@example.com", subject="S", body="B")
    actions.close_ticket(guest, actor=agent)
    assert list(MailOut.objects.values_list("kind", flat=True)) == ["confirm"]


def test_the_link_of_somebody_who_is_gone_leads_nowhere():
    person = UserFactory()
    token = confirm_url(person).rstrip("/").rpartition("/")[2]
    person.delete()
    with pytest.raises(Missing):
        user_to_confirm(token)


def test_a_bounce_that_came_before_our_note_keeps_its_word(ticket):
    letter = MailOut.objects.get()
    stale = MailOut.objects.get()
    fail_letter(letter, reason="no such user", actor=None)
    note_sent(stale, actor=None)
    assert MailOut.objects.get().status == "failed"


def test_a_letter_whose_tries_never_end_is_given_up(ticket, server_says, time_machine_at):
    letter = MailOut.objects.get()
    server_says(LookupError("a bug"))
    with pytest.raises(LookupError):
        send_mail(letter.pk)
    time_machine_at(hours=73)
    send_mail(letter.pk)
    assert (MailOut.objects.get().status, mail.outbox) == ("failed", [])


def test_a_slow_server_leaves_the_rest_to_the_next_minute(ticket, agent, monkeypatch):
    actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    monkeypatch.setattr("tickets.tasks.ENOUGH_SECONDS", -1)
    assert [send_due_mail() for _ in range(3)] == [1, 1, 0]
    assert len(mail.outbox) == 2


def test_a_reply_is_told_in_text_and_html_escaped(ticket, agent):
    sent()
    actions.reply_to_ticket(ticket, body="Try <script>x</script> & wait", actor=agent)
    letter = sent()[0]
    html = letter.alternatives[0][0]
    assert "Try <script>x</script> & wait" in letter.body
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "style=" in html
    assert letter.subject == f"Re: Where is <b>it</b>? [{ticket.number}]"
    assert "Auto-Submitted" not in letter.extra_headers


def test_a_note_is_never_mailed(ticket, agent):
    sent()
    actions.add_note(ticket, body="SENTINEL-NOTE", actor=agent)
    actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    assert not any("SENTINEL-NOTE" in str(letter.message()) for letter in sent())


def test_each_participant_has_a_reply_address_of_their_own(ticket, agent):
    other = UserFactory()
    Participant.objects.create(ticket=ticket, user=other, role="copied")
    sent()
    actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    letters = {letter.to[0]: letter.extra_headers["Reply-To"] for letter in sent()}
    assert set(letters) == {ticket.requester.email, other.email}
    assert participant_at(letters[other.email]).user == other
    assert other.email not in letters[ticket.requester.email]
    assert len(set(letters.values())) == 2


def test_the_customers_own_reply_is_not_mailed_back(ticket, customer):
    sent()
    actions.reply_to_ticket(ticket, body="Hello?", actor=customer)
    assert sent() == []


def test_letters_of_a_ticket_are_one_thread(ticket, agent):
    first = sent()[0]
    actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    second = sent()[0]
    assert second.extra_headers["In-Reply-To"] == first.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"] in second.extra_headers["References"]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "zh-hans"), ("ar", "rtl")])
def test_a_letter_is_in_the_recipients_language(language, word, agent):
    person = UserFactory(language=language)
    ticket = actions.open_ticket(person, subject="S", body="B")
    actions.reply_to_ticket(ticket, body="Hello", actor=agent)
    assert all(word in letter.alternatives[0][0] for letter in sent())


def test_each_solve_asks_once_until_it_is_rated(ticket, customer, agent):
    sent()
    asked = []
    for word in ("No", "Still no", "Thanks"):
        actions.solve_ticket(ticket, actor=agent)
        actions.solve_ticket(ticket, actor=agent)
        asked.append(["/rate/" in letter.body for letter in sent()])
        actions.reply_to_ticket(ticket, body=word, actor=customer)
        assert sent() == []
    assert asked == [[True]] * 3
    actions.solve_ticket(ticket, actor=agent)
    actions.rate(ticket, score=4, customer=customer)
    sent()
    actions.reopen_ticket(ticket, actor=agent)
    actions.solve_ticket(ticket, actor=agent)
    assert sent() == []


def test_a_survey_that_waited_is_not_sent_of_a_reopened_ticket(ticket, customer, agent):
    sent()
    actions.solve_ticket(ticket, actor=agent)
    actions.reply_to_ticket(ticket, body="No", actor=customer)
    assert sent() == []
    actions.solve_ticket(ticket, actor=agent)
    assert len(sent()) == 1


def test_of_two_solves_before_the_mail_went_only_the_last_asks(ticket, agent):
    sent()
    for verb in (actions.solve_ticket, actions.reopen_ticket, actions.solve_ticket):
        verb(ticket, actor=agent)
    assert len(sent()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "reply@northstar.example",
        "reply+@northstar.example",
        "reply+1-@northstar.example",
        "reply+\x00@northstar.example",
        "reply+1-" + "a" * 32 + "@northstar.example",
        "reply+99999999999999-" + "a" * 32 + "@northstar.example",
        "",
    ],
)
def test_a_made_up_reply_address_is_nobodys(ticket, address):
    assert participant_at(address) is None


def test_a_reply_address_is_bound_to_its_participant(ticket, settings):
    address = reply_address(ticket.participants.get())
    other = Participant.objects.create(ticket=ticket, user=UserFactory())
    mark = address.partition("-")[2]
    assert len(mark.partition("@")[0]) == 32
    assert participant_at(address.upper()) == ticket.participants.first()
    assert participant_at(f"reply+{other.pk}-{mark}") is None
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-more-than-32-characters"
    assert participant_at(address) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert participant_at(address) is None


def test_a_new_nonce_ends_the_old_address(ticket):
    participant = ticket.participants.get()
    address = reply_address(participant)
    participant.nonce = "0" * 32
    participant.save()
    assert participant_at(address) is None


@pytest.fixture
def server_says(monkeypatch):
    def say(error):
        monkeypatch.setattr(
            EmailBackend, "send_messages", lambda self, messages: (_ for _ in ()).throw(error)
        )

    return say


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPResponseException(421, b"busy"),
        smtplib.SMTPRecipientsRefused({"a@b": (451, b"later")}),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
)
def test_a_passing_failure_is_tried_again_later(ticket, server_says, time_machine_at, error):
    letter = MailOut.objects.get()
    server_says(error)
    send_mail(letter.pk)
    send_mail(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("queued", 1)
    time_machine_at(seconds=61)
    send_due_mail()
    letter.refresh_from_db()
    assert letter.attempts == 2


def test_a_final_refusal_is_told_to_the_desk_and_not_tried_again(ticket, server_says):
    letter = MailOut.objects.get()
    server_says(smtplib.SMTPRecipientsRefused({letter.to: (550, b"no such user")}))
    send_mail(letter.pk)
    assert send_due_mail() == 0
    letter.refresh_from_db()
    assert letter.status == "failed"
    assert "550" in letter.last_error
    assert Event.objects.about(ticket).filter(verb="mail.failed").count() == 1


def test_it_gives_up_after_three_days(ticket, server_says, time_machine_at):
    server_says(TimeoutError())
    time_machine_at(hours=73)
    send_due_mail()
    assert MailOut.objects.get().status == "failed"


def test_a_letter_is_sent_once_however_often_the_job_runs(ticket):
    letter = MailOut.objects.get()
    send_mail(letter.pk)
    send_mail(letter.pk)
    assert len(mail.outbox) == 1
    send_mail(0)


def test_a_sender_has_a_name_and_our_address(ticket):
    name, address = parseaddr(sent()[0].from_email)
    assert (name, address) == ("Northstar Exchange", "support@northstar.example")
