"""Which words of an article are marked as terms, in each language, and which are left alone."""

import re

import pytest

from knowledgebase.glossary.actions import save_words
from knowledgebase.glossary.marking import mark
from tests.factories import ArticleFactory, add_term, publish
from tests.factories.glossary import said

pytestmark = pytest.mark.django_db
SHORT = "What it means."


def marked(html, language, **more):
    return re.findall(r'<a class="term" href="[^"]*">(.*?)</a>', mark(html, language, **more))


def terms(language, *names, **others):
    """Terms by name in a language; others are by slug, with their synonyms."""
    for at, name in enumerate(names):
        add_term(f"t{at}", {language: (name, SHORT)})
    for slug, (name, *synonyms) in others.items():
        add_term(slug, {language: (name, SHORT, synonyms)})


@pytest.mark.parametrize(
    ("language", "names", "html", "found"),
    [
        ("en", ["Fee", "Network fee"], "Pay network fees. The fee is low.", ["network fees", "fee"]),
        ("en", ["Two-factor authentication"], "Use two factor authentication.", ["two factor authentication"]),
        ("en", ["Mining", "Liquidity"], "This is mine. Liquid assets.", []),
        ("en", ["PIN", "Gas"], "Type the pin, pin it. A PIN. GAS PINs", ["PIN", "GAS"]),
        ("en", ["Deposit"], "They deposited and are depositing depositary receipts.", []),
        ("en", ["Address"], "Your addresses and address", ["addresses"]),
        ("es", ["Comisión"], "Las comisiones y la COMISION", ["comisiones"]),
        ("ru", ["Комиссия"], "Размер комиссии зависит", ["комиссии"]),
        ("ru", ["Подтверждение сети"], "Ждём подтверждений сети.", ["подтверждений сети"]),
        ("ru", ["Перевод"], "Можно переводить монеты переводом", ["переводом"]),
        ("ar", ["محفظة"], "افتح محفظتك والمحفظة", ["محفظتك"]),
        ("ar", ["الإيداع"], "طلب إيداع وبالإيداع", ["إيداع"]),
        ("ar", ["الشبكة"], "اختر شبكة أخرى", ["شبكة"]),
        ("ko", ["출금", "출금 주소"], "출금을 하려면 출금 주소를 출금수수료", ["출금을", "출금 주소를"]),
        ("ko", ["가스"], "가스비와 가스의", ["가스의"]),
        ("zh-hans", ["提现", "提现地址", "P2P 交易"], "请核对提现地址，再提现。P2P交易", ["提现地址", "提现", "P2P交易"]),
        ("zh-hans", ["USDT"], "BUSDT 不是 USDT，usdt", ["USDT"]),
        ("ja", ["ガス", "入金"], "ガスト、ガス代、入金する", ["ガス", "入金"]),
        ("th", ["ที่อยู่"], "ใส่ที่อยู่ของคุณ", ["ที่อยู่"]),
        ("de", ["Gebühr"], "Die Gebühr ist klein", ["Gebühr"]),
    ],
)  # fmt: skip
def test_each_language_finds_its_words(language, names, html, found):
    terms(language, *names)
    assert marked(f"<p>{html}</p>", language) == found


def test_a_synonym_is_marked_and_each_term_once():
    terms("en", usdt=("USDT", "Tether"))
    assert marked("<p>Send Tether. USDT is Tether.</p>", "en") == ["Tether"]


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="h-fee">Fee</h2>',
        '<p><a href="/x/" title="a &gt; b">the <strong>fee</strong></a></p>',
        "<pre><code><span>fee</span></code></pre>",
        "<p><code>fee</code></p>",
        '<p class="callout__title">Fee</p>',
        '<table><thead><tr><th scope="col">Fee</th></tr></thead></table>',
        '<p><img alt="fee > fee" src="/media/x.png"></p>',
        "<p>coffee feeling</p>",
    ],
)
def test_headings_links_code_and_titles_are_left_alone(html):
    terms("en", "Fee")
    assert mark(html, "en") == html
    assert marked(f"{html}<p>The fee.</p>", "en") == ["fee"]


def test_marking_changes_no_word_and_no_escape():
    terms("en", "Fee", "AMP")
    html = "<p>1 &lt; 2 &amp; a fee&nbsp;of &lt;script&gt; 5</p>"
    assert re.sub(r"</?(term-tip|a)[^>]*>", "", mark(html, "en")) == html.replace("&nbsp;", "\u00a0")


def test_hostile_definitions_stay_inside_their_attributes():
    add_term("fee", {"en": ("Fee", '"><img src=x onerror=alert(1)>')})
    assert "<img" not in mark("<p>fee</p>", "en")


def test_the_readers_own_page_is_linked_and_the_text_keeps_its_language():
    add_term("fee", {"en": ("Fee", SHORT), "ar": ("رسوم", "ما تدفعه.")})
    assert 'data-tip="What it means."' in mark("<p>fee</p>", "en", reader="ar")
    assert 'href="/ar/glossary/fee/"' in mark("<p>fee</p>", "en", reader="ar")


def test_a_term_is_not_marked_on_its_own_page(client):
    term = add_term("fee", {"en": ("Fee", SHORT)})
    add_term("network", {"en": ("Network", SHORT)})
    save_words(term, "en", words=said("Fee", SHORT, [], "A fee of the network."), actor=None)
    page = client.get("/en/glossary/fee/").content.decode()
    assert re.findall(r'class="term" href="([^"]+)"', page) == ["/en/glossary/network/"]


def test_an_article_shows_a_new_term_at_once(client, django_capture_on_commit_callbacks):
    publish(ArticleFactory(slug="limits"), body="Every fee is listed.")
    assert 'class="term"' not in client.get("/en/articles/limits/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        add_term("fee", {"en": ("Fee", SHORT)})
    assert 'href="/en/glossary/fee/">fee</a>' in client.get("/en/articles/limits/").content.decode()


def test_twenty_articles_ask_for_the_glossary_once(client, django_assert_max_num_queries):
    for n in range(20):
        add_term(f"t{n}", {"en": (f"Word {n}", SHORT)})
    publish(ArticleFactory(slug="limits"), body="Word 3 [x](article:limits)")
    publish(ArticleFactory(slug="fees"), body="Word 4 [x](article:limits)")
    client.get("/en/articles/limits/")
    with django_assert_max_num_queries(6):
        client.get("/en/articles/fees/")


@pytest.mark.parametrize(
    "text", ["\u202e" * 5000, "fee" * 4000, "<" * 3000, "e\u0301" * 3000, "ﬁ" * 3000, "İ" * 3000]
)
def test_any_text_is_survived(text):
    terms("en", "Fee")
    terms("zh-hans", x=("费", "手续费"))
    for language in ("en", "zh-hans", "ar", "ko", "tr"):
        mark(f"<p>{text}</p>", language)
