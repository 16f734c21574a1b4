"""What a customer or a guest meets: the form, its refusals, the conversation."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from tests.factories import ArticleFactory, TicketFactory, publish
from tickets import actions, limits
from tickets.links import confirm_url, rate_url
from tickets.models import File, MailOut, Message, Rating, Ticket
from tickets.tasks import send_due_mail

pytestmark = pytest.mark.django_db
FORM = {"topic": "payment", "subject": "Deposit missing", "body": "Since Monday.", "client_id": "once"}
GUEST = {**FORM, "email": "Guest@Example.com"}
CONTACT = "/en/contact/"


@pytest.fixture
def guest(client_of):
    return client_of(None)


def text_of(response):
    return response.content.decode()


def test_a_signed_in_customer_gets_a_number_and_a_promise(client_of, customer):
    response = client_of(customer).post(CONTACT, FORM, follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.channel, ticket.topic) == (customer, "web", "payment")
    assert ticket.number in text_of(response)
    assert "We will answer by" in text_of(response)


def test_the_way_in_for_a_compromised_account_says_first_how_to_lock_it(guest):
    publish(ArticleFactory(slug="account-compromised"), title="Someone may be in my account")
    shown = text_of(guest.get(f"{CONTACT}?topic=security"))
    assert 'value="account-compromised" selected' in shown
    assert shown.index("Lock the account first") < shown.index('<form class="form"')
    assert 'href="/en/articles/account-compromised/"' in shown
    assert "Lock the account first" not in text_of(guest.get(CONTACT))


def test_a_double_submit_is_one_ticket(client_of, customer):
    client = client_of(customer)
    answers = [client.post(CONTACT, FORM, follow=True) for _ in range(2)]
    assert Ticket.objects.count() == 1
    assert all(Ticket.objects.get().number in text_of(answer) for answer in answers)


def test_what_is_missing_is_named_and_what_was_typed_is_kept(guest):
    response = guest.post(CONTACT, {**GUEST, "topic": "", "email": "nonsense", "body": "KEEP ME"})
    page = text_of(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert 'href="#id_topic"' in page
    assert 'href="#id_email"' in page
    assert "KEEP ME" in page
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("subject", "\u200b \u3000"),
        ("subject", "x" * 201),
        ("body", ""),
        ("body", "a\x00b"),
        ("body", "x" * 20_001),
        ("topic", "no-such-topic"),
        ("topic", "' OR 1=1"),
        ("email", "a@b\nBcc: c@d.example"),
    ],
)
def test_bad_input_is_a_field_error(guest, field, value):
    response = guest.post(CONTACT, {**GUEST, field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in text_of(response)
    assert not Ticket.objects.exists()


def test_two_megabytes_of_text_are_a_field_error(guest):
    response = guest.post(CONTACT, {**GUEST, "body": "ж" * 1_000_000})
    assert response.status_code == 422
    assert "20000" in text_of(response).replace(",", "").replace("\u00a0", "")


def test_ten_megabytes_of_text_are_a_field_error_on_a_light_page(guest):
    response = guest.post(CONTACT, {**GUEST, "body": "x" * 10_000_000})
    assert response.status_code == 422
    assert 'id="id_body_error"' in text_of(response)
    assert GUEST["subject"] in text_of(response)
    assert "xxx" in text_of(response)
    assert len(response.content) < 200_000


@pytest.mark.parametrize("chosen", [True, False])
def test_files_are_asked_for_again_only_when_some_were_chosen(guest, client_of, customer, chosen):
    files = {"attachments": SimpleUploadedFile("a.txt", b"x")} if chosen else {}
    own = actions.open_ticket(customer, subject="S", body="B").get_absolute_url()
    for client, url, data in (
        (guest, CONTACT, {**GUEST, "body": ""}),
        (client_of(customer), own, {"body": ""}),
    ):
        response = client.post(url, {**data, **files})
        assert response.status_code == 422
        assert ("select your files again" in text_of(response)) is chosen


def test_the_page_names_what_it_has_of_the_readers_own(client_of, guest, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B", client_id="mine")
    actions.reply_to_ticket(ticket, body="Hello", actor=agent, client_id="theirs")
    page = text_of(client_of(customer).get(ticket.get_absolute_url()))
    assert 'data-sent="theirs"' not in page
    assert 'data-sent="once"' in text_of(guest.post(CONTACT, GUEST, follow=True))
    assert 'data-sent="once"' in text_of(guest.post(CONTACT, {**GUEST, "email": agent.email}, follow=True))


@pytest.mark.parametrize(
    "path", ["/en/requests/", "/en/account/logout/", "/en/account/sessions/", "/console/"]
)
def test_every_way_to_sign_out_forgets_what_was_written(client_of, agent, customer, path):
    page = text_of(client_of(agent if path == "/console/" else customer).get(path))
    forms = re.findall(r"<form[^>]*account/logout/[^>]*>", page)
    assert forms
    assert all("data-signs-out" in form for form in forms)


def test_too_many_requests_keep_what_was_typed(guest, monkeypatch):
    monkeypatch.setattr(limits, "REQUESTS_AT_MOST", (0, 3600))
    response = guest.post(CONTACT, {**GUEST, "body": "KEEP ME"})
    assert response.status_code == 429
    assert "You have tried too often." in text_of(response)
    assert "KEEP ME" in text_of(response)
    assert not Ticket.objects.exists()


def test_a_reply_to_a_closed_ticket_keeps_what_was_typed(client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.close_ticket(ticket, actor=agent)
    response = client_of(customer).post(ticket.get_absolute_url(), {"body": "KEEP ME"})
    assert response.status_code == 409
    assert "This ticket is closed." in text_of(response)
    assert "KEEP ME" in text_of(response)
    assert ticket.messages.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.exe", b"MZ\x90\x00", "must be one of these types"),
        ("a.svg", b"<svg onload=alert(1)>", "must be one of these types"),
        ("a.txt", b"<script>alert(1)</script>", "must be one of these types"),
        ("a.txt", b"x" * (10 * 1024 * 1024 + 1), "must be smaller than 10"),
    ],
)
def test_a_refused_file_is_a_field_error(guest, name, content, words):
    response = guest.post(CONTACT, {**GUEST, "attachments": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert words in text_of(response)
    assert not File.objects.exists()


def test_too_many_files_are_refused(guest):
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]
    assert guest.post(CONTACT, {**GUEST, "attachments": files}).status_code == 422


def test_the_compromised_entry_chooses_the_security_topic(guest):
    page = text_of(guest.get(f"{CONTACT}?topic=security"))
    assert re.search(r'<option value="account-compromised" selected', page)


def test_a_guest_confirms_by_mail_and_opening_the_link_changes_nothing(guest):
    page = text_of(guest.post(CONTACT, GUEST, follow=True))
    assert "guest@example.com" in page
    send_due_mail()
    letter = mail.outbox[0]
    assert "Deposit missing" not in str(letter.message())
    assert "Since Monday" not in str(letter.message())
    link = re.search(r"http://[^/]+(/\S+)", letter.body)[1]
    assert "Deposit missing" in text_of(guest.get(link))
    assert not Ticket.objects.get().is_confirmed
    guest.post(link, {"ticket": str(Ticket.objects.get().public_id)})
    assert Ticket.objects.get().is_confirmed


def test_a_guests_address_that_is_known_proves_nothing(guest, customer):
    guest.post(CONTACT, {**GUEST, "email": customer.email})
    assert Ticket.objects.get().requester == customer
    assert not Ticket.objects.get().is_confirmed
    assert "_auth_user_id" not in guest.session


@pytest.mark.parametrize("locked", [False, True])
def test_nobody_asks_in_a_colleagues_name_or_of_somebody_locked_out(guest, agent, customer, locked):
    User.objects.filter(pk=customer.pk).update(is_active=False)
    email = customer.email if locked else agent.email.upper()
    page = text_of(guest.post(CONTACT, {**GUEST, "email": email}, follow=True))
    assert "One more step: confirm your address" in page
    assert email.lower() in page
    assert "NS-" in page
    assert not Ticket.objects.exists()
    assert not MailOut.objects.exists()


@pytest.mark.parametrize("locked", [True, False])
def test_the_same_request_sent_again_shows_the_same_number_whosever_address_it_is(guest, customer, locked):
    User.objects.filter(pk=customer.pk).update(is_active=not locked)
    asked = {**GUEST, "email": customer.email}
    numbers = [
        number_in(guest.post(CONTACT, {**asked, "client_id": key}, follow=True)) for key in ("a", "a", "b")
    ]
    guest.cookies.clear()
    numbers.append(number_in(guest.post(CONTACT, {**asked, "client_id": "a"}, follow=True)))
    assert numbers == ["NS-000001", "NS-000001", "NS-000002", "NS-000001"]
    assert Ticket.objects.exists() != locked


def number_in(response):
    return re.search(r"NS-\d{6}", text_of(response))[0]


def test_one_letter_an_hour_and_its_link_confirms_both(guest):
    for n in range(3):
        guest.post(CONTACT, {**GUEST, "client_id": f"c{n}"})
    assert MailOut.objects.count() == 1
    link = confirm_url(User.objects.get(email="guest@example.com")).partition("8000")[2]
    chosen = [str(ticket.public_id) for ticket in Ticket.objects.all()[:2]]
    guest.post(link, {"ticket": chosen})
    assert Ticket.objects.confirmed().count() == 2


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "…", "a" * 500])
def test_a_made_up_confirmation_is_not_found(guest, token):
    assert guest.get(f"/en/contact/confirm/{token}/").status_code == 404


def test_an_old_confirmation_is_gone(guest, time_machine_at):
    actions.open_guest_ticket("guest@example.com", subject="S", body="B")
    link = confirm_url(User.objects.get(email="guest@example.com")).partition("8000")[2]
    time_machine_at(days=7, seconds=1)
    assert guest.get(link).status_code == 410


def test_a_link_to_rate_does_not_confirm(guest, customer):
    token = rate_url(TicketFactory(requester=customer), "en").rstrip("/").rpartition("/")[2]
    assert guest.get(f"/en/contact/confirm/{token}/").status_code == 404


def test_the_twenty_first_request_of_an_hour_is_refused(client_of, customer):
    client = client_of(customer)
    statuses = [client.post(CONTACT, {**FORM, "client_id": str(n)}).status_code for n in range(21)]
    assert statuses == [302] * 20 + [429]


def test_the_conversation_shows_the_promise_and_no_note(client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="Where is it?")
    actions.add_note(ticket, body="SENTINEL-NOTE", actor=agent)
    actions.reply_to_ticket(ticket, body="Which network?", actor=agent)
    page = text_of(client_of(customer).get(ticket.get_absolute_url()))
    assert "Which network?" in page
    assert "SENTINEL-NOTE" not in page
    assert "We wait for your answer" in page


def test_a_reply_and_solved_by_the_customer(client_of, customer):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    client = client_of(customer)
    url = ticket.get_absolute_url()
    client.post(url, {"body": "It arrived.", "client_id": "r1"})
    client.post(url, {"body": "It arrived.", "client_id": "r1"})
    client.post(f"{url}solve/")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.last_seq) == ("solved", 2)


def test_an_empty_reply_keeps_the_page(client_of, customer):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    response = client_of(customer).post(ticket.get_absolute_url(), {"body": " "})
    assert response.status_code == 422
    assert Message.objects.count() == 1


def test_what_was_typed_is_never_markup(client_of, customer):
    payload = "<img src=x onerror=alert(1)>"
    ticket = actions.open_ticket(customer, subject=payload, body=payload)
    page = text_of(client_of(customer).get(ticket.get_absolute_url()))
    assert payload not in page
    assert "&lt;img src=x" in page


def test_a_file_is_an_attachment_for_those_who_may_read_it(client_of, customer, stranger, agent):
    upload = {**FORM, "attachments": SimpleUploadedFile("trace.txt", b"0xabc")}
    client_of(customer).post(CONTACT, upload)
    url = reverse("tickets:file-download", args=[File.objects.get().public_id])
    response = client_of(customer).get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302


def test_a_notes_file_is_not_the_customers(client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    note = actions.add_note(ticket, body="N", actor=agent)
    File.objects.create(message=note, name="x.txt", stored="x", size=1)
    url = reverse("tickets:file-download", args=[File.objects.get().public_id])
    assert client_of(customer).get(url).status_code == 404


def test_my_requests_say_what_comes_next(client_of, customer, agent):
    owed, asked = (actions.open_ticket(customer, subject=name, body="B") for name in ("Owed", "Asked"))
    actions.reply_to_ticket(asked, body="Which network?", actor=agent)
    client = client_of(customer)
    page = text_of(client.get("/en/requests/"))
    assert page.count("answer by ") == 1
    assert "Your answer is needed" in page
    assert 'href="#id_body"' in text_of(client.get(asked.get_absolute_url()))
    assert 'href="#id_body"' not in text_of(client.get(owed.get_absolute_url()))


def test_my_requests_are_few_queries_however_many(client_of, customer, django_assert_max_num_queries):
    for _ in range(20):
        TicketFactory(requester=customer)
    client = client_of(customer)
    with translation.override("en"), django_assert_max_num_queries(6):
        response = client.get("/en/requests/")
    assert text_of(response).count("card--link") == 20


def test_rating_by_mail_needs_the_button(guest, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.solve_ticket(ticket, actor=agent)
    link = rate_url(ticket, "en").partition("8000")[2]
    assert "checked" in text_of(guest.get(f"{link}?score=4"))
    assert not Rating.objects.exists()
    assert guest.post(link, {"score": "9"}).status_code == 422
    guest.post(link, {"score": "4", "comment": "Fine"})
    assert Rating.objects.get().score == 4


def test_a_link_that_has_rated_shows_what_was_said_and_asks_no_more(guest, client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.solve_ticket(ticket, actor=agent)
    link = rate_url(ticket, "en").partition("8000")[2]
    guest.post(link, {"score": "2"})
    again = text_of(guest.post(link, {"score": "5"}))
    assert Rating.objects.get().score == 2
    assert "Badly" in again
    assert "Is it still not settled?" in again
    assert 'name="score"' not in again
    assert ticket.get_absolute_url() not in again
    assert ticket.get_absolute_url() in text_of(client_of(customer).get(link))


def test_a_link_to_rate_says_so_while_we_work_again(guest, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    link = rate_url(ticket, "en").partition("8000")[2]
    response = guest.get(link)
    assert response.status_code == 409
    assert "We are working on this again." in text_of(response)


def test_a_reopened_ticket_refuses_the_old_link(guest, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    actions.solve_ticket(ticket, actor=agent)
    link = rate_url(ticket, "en").partition("8000")[2]
    actions.reply_to_ticket(ticket, body="Still missing", actor=customer)
    assert guest.post(link, {"score": "1"}).status_code == 409
    assert not Rating.objects.exists()


def test_suggestions_stand_beside(guest):
    assert guest.get("/en/contact/suggestions/?subject=x").status_code == 200
    assert guest.get("/en/contact/suggestions/").status_code == 200


def test_the_page_asks_for_a_score_after_each_solve_until_it_has_one(client_of, customer, agent):
    ticket = actions.open_ticket(customer, subject="S", body="B")
    client, url = client_of(customer), ticket.get_absolute_url()
    asked = ["/rate/" in text_of(client.get(url))]
    for step in (actions.solve_ticket, actions.reopen_ticket, actions.solve_ticket):
        step(ticket, actor=agent)
        asked.append("/rate/" in text_of(client.get(url)))
    actions.rate(ticket, score=5, customer=customer)
    asked.append("/rate/" in text_of(client.get(url)))
    assert asked == [False, True, False, True, False]
