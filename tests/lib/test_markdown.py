import json
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.lib.errors import Invalid
from helpdesk.lib.markdown import MAX_SOURCE, render
from tests.lib.evaluation import evaluation_file

EMPTY = {"br", "hr", "img"}
ATTRIBUTES = {
    "href", "title", "rel", "src", "alt", "loading", "start", "class", "scope", "role", "tabindex", "aria-label", "dir", "id", "data-tone",
}  # fmt: skip


class Inspector(HTMLParser):
    """Collects what a browser would be asked to build, and fails on anything that could act."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "math",
            "base",
            "link",
            "meta",
        }
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name, value)
            if name in {"href", "src"}:
                self.addresses.append(value)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def inspected(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    assert not inspector.open
    for address in inspector.addresses:
        assert urlsplit(address.strip()).scheme in {"", "http", "https", "mailto", "tel"}, address
    return inspector


def test_headings_get_stable_anchors_and_the_contents():
    rendered = render(
        "# Withdraw\n\n## Fees & limits\n\n## 提现 限额\n\n## Fees & limits\n\n### {#own-name}\n\n### Named {#own-name}\n"
    )
    assert [(heading.level, heading.id, heading.title) for heading in rendered.contents] == [
        (2, "h-withdraw", "Withdraw"), (3, "h-fees-limits", "Fees & limits"), (3, "h-提现-限额", "提现 限额"),
        (3, "h-fees-limits--2", "Fees & limits"), (4, "h-own-name", ""), (4, "h-own-name--2", "Named"),
    ]  # fmt: skip
    assert '<h3 id="h-提现-限额">提现 限额</h3>' in rendered.html


def test_callouts_carry_their_word_in_the_readers_language():
    html = render("::: never-share\nYour seed phrase.\n:::\n\n::: note Good to know\nText\n:::\n").html
    assert '<div class="callout callout--never-share" data-tone="bad" role="note">' in html
    assert '<p class="callout__title">Never share</p>' in html
    assert '<p class="callout__title">Good to know</p>' in html


def test_steps_are_marked_and_lists_inside_them_are_not():
    html = render("::: steps\n1. Open\n   1. inner\n2. Send\n:::\n\n1. other\n").html
    assert html.count('<ol class="steps">') == 1
    assert html.count("<ol>") == 2
    assert html.count("<li><div>") == 2


def test_tables_scroll_inside_a_named_region():
    html = render("## Fees\n\n| Coin | Fee |\n|---|--:|\n| BTC | 0.1 |\n").html
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table 1: Fees">' in html
    assert (
        '<th class="align-end" scope="col">Fee</th>' in html
        or '<th scope="col" class="align-end">Fee</th>' in html
    )
    assert "style=" not in html


def test_article_links_are_resolved_and_dead_ones_keep_their_words():
    html = render(
        "[fees](article:fees#h-btc) and [gone](article:gone) and [`code`](article:gone)",
        article_url={"fees": "/en/articles/fees/"}.get,
    ).html
    assert '<a href="/en/articles/fees/#h-btc">fees</a> and gone and <code dir="ltr">code</code>' in html


def test_foreign_links_say_so_and_bare_names_stay_text():
    html = render(
        "[a](https://example.org) https://example.com northstar-help.com me@example.com [b](/en/) [c](//evil.example)"
    ).html
    assert '<a href="https://example.org" rel="nofollow noopener">a</a>' in html
    assert '<a href="https://example.com" rel="nofollow noopener">https://example.com</a>' in html
    assert " northstar-help.com me@example.com" in html
    assert '<a href="/en/">b</a>' in html
    assert '<a href="//evil.example" rel="nofollow noopener">c</a>' in html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("![Where to tap](/media/tap.png)", '<img src="/media/tap.png" alt="Where to tap" loading="lazy">'),
        ("![](/media/tap.png)", ""), ("![Spy](https://evil.example/p.gif)", "Spy"), ("![Up](/media/../secret)", "Up"),
        ("![x](data:image/png;base64,AAAA)", None),
    ],
)  # fmt: skip
def test_pictures_come_from_us_and_have_a_description(source, shown):
    html = render(source).html
    if shown is None:
        assert "<img" not in html
    else:
        assert html.strip() == f"<p>{shown}</p>"


def test_code_reads_left_to_right_and_only_known_languages_are_coloured():
    html = render('```json\n{"a": 1}\n```\n\n```brainf<b>\nx\n```\n').html
    assert '<pre dir="ltr" tabindex="0"><code class="language-json"><span class="p">{</span>' in html
    assert '<pre dir="ltr" tabindex="0"><code>x\n</code></pre>' in html


def test_cells_and_headings_are_never_read_as_one_word():
    rendered = render("## Networks\n\n| Network | Wait |\n|---|---|\n| TRON | 1 minute |\n| | 2 |\n")
    assert rendered.plain == "Networks\nNetwork – Wait\nTRON – 1 minute\n2"


def test_plain_text_and_words_are_what_a_reader_reads():
    rendered = render("# Fees\n\nPay **2** [coins](https://example.org).\n\n- one\n- 提现手续费\n")
    assert rendered.plain == "Fees\nPay 2 coins.\none\n提现手续费"
    assert rendered.words == 5 + 3


def test_a_text_over_the_limit_is_refused_in_words():
    started = time.process_time()
    with pytest.raises(Invalid, match="100,000") as refused:
        render("a" * 5_000_000)
    assert refused.value.code == "too_long"
    assert time.process_time() - started < 0.1


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a ", "[", "*a_ ", "> ", "- ", "![", "`", "<a ", "](", "| a ", "https://a.b ", "::: note\n", "# a\n", "~~", "\\", "&#", "1. "])  # fmt: skip
def test_the_longest_allowed_text_takes_bounded_time(unit):
    started = time.process_time()
    render((unit * MAX_SOURCE)[:MAX_SOURCE])
    assert time.process_time() - started < 10


def test_public_script_payloads_are_inert():
    path = evaluation_file("abuse/payloads_dev.jsonl")
    payloads = [json.loads(line)["payload"] for line in path.open(encoding="utf-8")]
    assert len(payloads) > 1000
    for payload in payloads:
        inspected(render(payload).html)
        inspected(
            render(
                f"[x]({payload})\n\n![x]({payload})\n\n::: note {payload}\n{payload}\n:::\n\n| {payload} |\n|---|\n"
            ).html
        )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(list("[]()!<>*_`#|:-\n \\\"'&;=/a1") + ["javascript:", "onerror=", "<img src=x ", "::: note\n", "\n:::\n", "article:x"]), max_size=40))  # fmt: skip
def test_no_combination_of_marks_becomes_active(parts):
    inspected(render("".join(parts), article_url=lambda slug: f"/a/{slug}").html)
