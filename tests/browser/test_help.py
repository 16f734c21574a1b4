"""The public pages in a real browser: accessible in both themes and three scripts, whole without a script."""

import pytest

from knowledgebase.models import CategoryTranslation, Vote
from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import ArticleFactory, CategoryFactory, publish
from tickets.models import Ticket

BODY = """## First

::: steps
1. Open it.
2. Close it.
:::

::: note
Read **this** and [that](https://example.com/).
:::

## Second

| Network | Wait |
|---|---|
| TRON | 1 minute |

```
code that is rather wide
```

## Third

Done.
"""
WORDS = {
    "en": ("Deposits", "Where is my deposit", "deposit"),
    "zh-hans": ("充值", "充值没有到账怎么办", "充值"),
    "ar": ("الإيداع", "أين الإيداع الخاص بي", "الإيداع"),
}
PUBLIC = (
    "",
    "categories/deposits/",
    "articles/deposit/",
    "articles/deposit/?feedback=no",
    "articles/fees/",
    "search/?q={word}",
    "search/?q=qqxyzzy",
    "nothing/",
    "chat/",
    "contact/",
    "contact/?topic=security",
    "account/login/",
)


@pytest.fixture
def shelf(live_url):
    """A category in three languages, an article in all of them and one in English alone."""
    category = CategoryFactory(slug="deposits")
    article = ArticleFactory(slug="deposit", category=category)
    for language, (shelf, title, _word) in WORDS.items():
        CategoryTranslation.objects.create(category=category, language=language, title=shelf)
        publish(article, language, title=title, summary=title, body=BODY, questions=[title])
    publish(ArticleFactory(slug="fees", category=category), title="Deposit fees", body=BODY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_accessible(page_of, picture, shelf, language):
    page = page_of(None, language=language)
    for path in PUBLIC:
        page.goto(f"/{language}/{path.format(word=WORDS[language][2])}")
        page.wait_for_load_state("networkidle") if path == "chat/" else page.wait_for_load_state()
        assert_accessible(page)
    picture(page, f"help-last-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_and_live_board_of_the_desk_are_accessible(page_of, lead, language):
    page = page_of(lead, language=language)
    for path in ("/console/", "/console/live/", "/console/news/"):
        page.goto(path)
        assert_accessible(page)


def test_no_page_asks_for_what_is_not_there(page_of, shelf, lead):
    page, missing = page_of(lead), []
    page.on("response", lambda answer: answer.status >= 400 and missing.append(answer.url))
    public = [f"/en/{path.format(word='deposit')}" for path in PUBLIC if path != "nothing/"]
    for path in (*public, "/console/", "/console/live/", "/console/tickets/", "/favicon.ico", "/robots.txt"):
        page.goto(path)
    assert not missing


def test_nothing_public_is_wider_than_a_phone(page_of, shelf):
    for language in LANGUAGES:
        page = page_of(None, language=language, width=360, height=740)
        for path in PUBLIC:
            page.goto(f"/{language}/{path.format(word=WORDS[language][2])}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url


@pytest.mark.parametrize("language", ["en", "zh-hans", "es", "ru", "ja", "ko", "ar"])
def test_the_header_is_one_row_on_a_wide_screen(page_of, customer, language):
    page = page_of(customer, language=language)
    page.goto(f"/{language}/contact/")
    assert page.locator(".site-header").bounding_box()["height"] <= 68


def test_the_whole_way_to_a_request_needs_no_script(page_of, shelf):
    page = page_of(None, scripts=False)
    page.goto("/en/")
    page.locator("#home-search").fill("where is my deposit")
    page.locator("#home-search").press("Enter")
    page.locator(".hit a").first.click()
    page.get_by_role("button", name="No", exact=True).click()
    page.locator("input[name=reason]").first.check()
    page.locator(".feedback button").click()
    page.get_by_text("The author of this article will read it.").wait_for()
    assert Vote.objects.get().reason
    page.locator(".talk a[href='/en/contact/']").click()
    write_request(page)
    assert (
        page.get_by_text(Ticket.objects.get().number).count() or page.get_by_text("guest@example.com").count()
    )


def write_request(page):
    page.locator("select[name=topic]").select_option("payment")
    page.locator("input[name=email]").fill("guest@example.com")
    page.locator("input[name=subject]").fill("Deposit missing")
    page.locator("textarea[name=body]").fill("Since Monday.")
    page.locator("form.form button.button--primary").click()
    page.wait_for_url("**/contact/sent/")


def test_suggestions_are_chosen_by_keyboard(page_of, shelf):
    page = page_of(None)
    page.goto("/en/")
    box = page.get_by_role("combobox")
    box.press_sequentially("deposit")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert_accessible(page, within=".hero")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/en/articles/*/")


def test_a_heading_gives_the_address_of_its_section(page_of, shelf):
    page = page_of(None)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/articles/deposit/")
    page.locator("#h-second .anchor").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The link is copied.").wait_for()
    assert page.url.endswith("/en/articles/deposit/#h-second")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert_accessible(page)


def test_a_wide_table_scrolls_inside_itself_and_breaks_no_word(page_of, shelf):
    page = page_of(None, width=360, height=740)
    page.goto("/en/articles/deposit/")
    table = page.get_by_role("region", name="Table 1: Second")
    table.focus()
    assert table.evaluate("box => box === document.activeElement")
    cell = table.locator("td").first
    assert cell.evaluate("cell => getComputedStyle(cell).overflowWrap") == "normal"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_word_being_composed_is_neither_asked_nor_sent(page_of, shelf):
    page, asked = page_of(None, language="zh-hans"), []
    page.on("request", lambda request: "/search/suggest/" in request.url and asked.append(request.url))
    page.goto("/zh-hans/")
    page.locator("#home-search").focus()
    typing = page.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "chong", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(400)
    assert not asked
    typing.send("Input.insertText", {"text": "充值"})
    page.get_by_role("option").first.wait_for()
    assert page.locator("#home-search").input_value() == "充值"
    assert len(asked) == 1
