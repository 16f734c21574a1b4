"""The tickets' pages in a real browser: accessible in both themes and three scripts, and usable by keyboard."""

import pytest

from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.actions import fail_letter
from tickets.links import reply_address
from tickets.models import Message, Ticket


@pytest.fixture
def desk_work(customer, agent, lead):
    """A desk with something in every state."""
    urgent = actions.open_ticket(
        customer,
        subject="My deposit of 0.5 BTC is missing",
        body="Hello, I sent it on Monday.\n\nTransaction 4a5e1e4b.",
    )
    actions.add_note(urgent, body="Looks like the memo is missing. Asked the wallet team.", actor=lead)
    actions.reply_to_ticket(urgent, body="Hello Mei,\n\nwhich network did you choose?", actor=agent)
    actions.reply_to_ticket(urgent, body="TRON, I think.", actor=customer)
    actions.change_priority(urgent, "urgent", actor=agent)
    Message.objects.filter(ticket=urgent, seq=4).update(
        channel="mail", quoted="> which network did you choose?", html="<p>TRON, <b>I think</b>.</p>"
    )
    names = ["Иван Петров", "山田 太郎", "محمد علي", "María Gómez"]
    for number, name in enumerate(names):
        TicketFactory(requester=UserFactory(name=name), status=["new", "open", "waiting", "solved"][number])
    return urgent


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customers_pages_are_accessible(page_of, picture, desk_work, customer, language):
    page = page_of(customer, language=language, width=360)
    for name, path in {
        "contact": "contact/",
        "requests": "requests/",
        "request": f"requests/{desk_work.public_id}/",
    }.items():
        page.goto(f"/{language}/{path}")
        assert_accessible(page)
        picture(page, f"tickets-{name}-{language}-360", whole=True)


@pytest.fixture
def held(desk_work, agent):
    """A mail that was held, and a letter that came back."""
    fail_letter(desk_work.mails.filter(kind="reply").first(), reason="550 no such user", actor=None)
    to = reply_address(desk_work.participants.first())
    return actions.receive_mail(
        f"From: Somebody <else@example.com>\nTo: {to}\nSubject: Re: NS\n\nIt is mine.\n".encode()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desks_pages_are_accessible(page_of, picture, desk_work, held, agent, language):
    page = page_of(agent, language=language, width=1440)
    for name, path in {
        "list": "?view=all",
        "filter": "?view=all&priority=urgent",
        "ticket": f"{desk_work.number}/?view=all",
        "mail": "mail/",
        "held": f"mail/{held.pk}/",
    }.items():
        page.goto(f"/console/tickets/{path}")
        if name == "filter":
            page.keyboard.press("f")
            page.locator(".list-filter select").first.wait_for()
        assert_accessible(page)
        picture(page, f"tickets-desk-{name}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_guest_writes_in_without_a_script(page_of, picture):
    page = page_of(None, scripts=False)
    page.goto("/en/contact/")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("There is a problem").is_visible()
    picture(page, "tickets-contact-errors", whole=True)
    page.get_by_label("What is it about?").select_option("payment")
    page.get_by_label("Your e-mail address").fill("guest@example.com")
    page.get_by_label("Subject").fill("Missing")
    page.get_by_label("What happened?").fill("It is missing.")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("confirm your address").is_visible()
    picture(page, "tickets-sent-guest", whole=True)
    assert Ticket.objects.get().subject == "Missing"


def test_a_ticket_is_answered_by_keyboard(page_of, desk_work, agent):
    page = page_of(agent, width=1440)
    page.goto("/console/tickets/?view=us")
    page.keyboard.press("j")
    page.wait_for_url("**/console/tickets/*/?**")
    page.keyboard.press("n")
    page.keyboard.type("A note by keyboard")
    page.keyboard.press("Control+Enter")
    page.locator(".message[data-kind=note] .message__text", has_text="A note by keyboard").wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("r")
    page.keyboard.type("An answer by keyboard")
    page.keyboard.press("Control+Enter")
    page.locator(".message__text", has_text="An answer by keyboard").wait_for()
    kinds = (
        Message.objects.filter(body__contains="by keyboard").order_by("seq").values_list("kind", flat=True)
    )
    assert list(kinds) == ["note", "public"]
