"""What must never be sent stays in the browser: the same examples as on the server, and every form of a customer."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat.models import Message as ChatMessage
from tests.browser.axe import assert_accessible
from tickets import actions
from tickets.models import Ticket

VECTORS = json.loads((Path(__file__).parents[1] / "lib/secrets/vectors.json").read_text(encoding="utf-8"))
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
LOOK = """async (texts) => {
  const { findSecrets } = await import("/static/js/lib/secrets/search.js");
  const lists = JSON.parse(document.querySelector("secret-guard").dataset.lists);
  const found = [];
  for (const text of texts) found.push((await findSecrets(text, lists)).map(({ kind, start, end, sure }) => ({ kind, match: text.slice(start, end), sure })));
  return found;
}"""


@pytest.fixture
def sent(page):
    """The requests the page makes from now on, address and body."""
    made = []
    page.on("request", lambda request: made.append(f"{request.url} {request.post_data or ''}"))
    return made


def nothing_left(sent):
    return not any("sausage" in made or "yellow" in made for made in sent)


def test_the_browser_finds_what_the_server_finds(page):
    page.goto("/en/contact/")

    found = page.evaluate(LOOK, [vector["text"] for vector in VECTORS])

    differing = [v["name"] for v, got in zip(VECTORS, found, strict=True) if got != v["found"]]
    assert differing == []


def test_a_phrase_pasted_into_the_search_box_is_never_sent(page, sent, picture):
    page.goto("/en/")
    box = page.locator("input[type=search]").first
    box.fill(PHRASE)
    page.wait_for_timeout(600)
    box.press("Enter")

    alert = page.get_by_role("alert").filter(has_text="This looks like a seed phrase")
    expect(alert).to_be_focused()
    assert alert.get_by_role("link").get_attribute("href") == "/en/contact/?topic=security"
    expect(alert.get_by_role("button")).to_have_count(1)
    picture(page, "secret-search")
    alert.get_by_role("button", name="Remove it").click()
    expect(box).to_have_value("")
    assert nothing_left(sent)


def test_an_ordinary_search_is_sent_at_once(page, sent):
    page.goto("/en/")
    page.locator("input[type=search]").first.fill(
        "where is my deposit of ten coins, it is not in my account as of now"
    )
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")
    assert not any("wordlists" in made for made in sent)


def fill_request(page, body):
    page.goto("/en/contact/")
    page.locator("select[name=topic]").select_option(index=1)
    page.locator("input[name=email]").fill("ann@example.com")
    page.locator("input[name=subject]").fill("Locked out")
    page.locator("textarea[name=body]").fill(body)
    page.get_by_role("button", name="Send", exact=True).click()


def test_a_request_goes_only_after_the_phrase_is_out(page, sent):
    fill_request(page, f"My words are {PHRASE}")
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("textarea[name=body]")).to_have_value("My words are [seed phrase removed]")
    assert nothing_left(sent)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/sent/")

    assert Ticket.objects.get().messages.get().body == "My words are [seed phrase removed]"


def test_what_only_looks_like_a_card_may_be_sent(page):
    fill_request(page, "It says 4111 1111 1111 1111 on my statement")
    page.get_by_role("button", name="It is something else").click()
    page.wait_for_url("**/sent/")

    assert Ticket.objects.count() == 1


def test_a_reply_is_held_back_in_the_readers_language(page_of, customer, picture):
    ticket = actions.open_ticket(customer, subject="Deposit", body="Where is it?")
    page = page_of(customer, language="ar", theme="dark", width=360)
    page.goto(f"/ar/requests/{ticket.public_id}/")
    page.locator("textarea[name=body]").fill(PHRASE)
    page.locator("textarea[name=body]").locator("xpath=ancestor::form").locator("button").last.click()

    alert = page.locator(".secret")
    expect(alert).to_be_focused()
    picture(page, "secret-reply-ar-dark-360")
    assert_accessible(page)
    assert ticket.messages.count() == 1


def test_the_chat_sends_no_phrase(page, sent, picture):
    page.goto("/en/chat/")
    page.locator("#chat-body").fill(PHRASE)
    page.locator("#chat-body").press("Enter")

    expect(page.get_by_role("alert").filter(has_text="This looks like a seed phrase")).to_be_visible()
    picture(page, "secret-chat")
    assert nothing_left(sent)
    assert not ChatMessage.objects.filter(author_kind="visitor").exists()
