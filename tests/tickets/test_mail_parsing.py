"""Reading mail: no mail breaks it, machines are told from people, what was said from what was quoted."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings

from tickets.actions import receive_mail
from tickets.channels.email import Kind, kind_of, parse, split_html, split_text
from tickets.channels.email.charsets import header_text, to_text
from tickets.models import MailIn

MAILS = Path(settings.VIGIL_DATA) / "mail"
needs_data = pytest.mark.skipif(
    not MAILS.is_dir(), reason=f"NO EVALUATION DATA: {MAILS} is missing; set VIGIL_DATA to run this."
)


def real_mails():
    kept = (path for path in MAILS.rglob("*") if path.is_file() and path.suffix not in {".jsonl", ".txt"})
    return [path for path in kept if path.name != "SOURCE"]


@needs_data
def test_every_real_mail_is_read():
    unreadable = []
    for path in real_mails():
        mail = parse(path.read_bytes())
        kind_of(mail)
        if not mail.text and not mail.attachments and kind_of(mail) is Kind.HUMAN:
            unreadable.append(path.name)
    assert len(real_mails()) > 200
    assert unreadable == ["delayed-broken.eml"]


@needs_data
@pytest.mark.django_db
def test_every_real_mail_goes_through_the_door(caplog):
    for path in real_mails():
        receive_mail(path.read_bytes())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert not MailIn.objects.filter(outcome="received").exists()
    assert not MailIn.objects.filter(reason="unreadable").exists()


@needs_data
def test_automatic_mail_is_recognised():
    rows = [json.loads(line) for line in (MAILS / "sisimai_bounces" / "bounces_dev.jsonl").open()]
    machines = [row for row in rows if not row["name"].startswith("not")]
    found = [row for row in machines if kind_of(parse(row["raw"].encode("latin-1"))) is not Kind.HUMAN]
    assert len(found) / len(machines) >= 0.98


@needs_data
def test_real_replies_are_cut_where_the_quote_begins():
    folder = MAILS / "talon" / "standard_replies"
    for path in folder.glob("*.eml"):
        expected = folder / f"{path.stem}_reply_text.txt"
        wanted = expected.read_text().strip() if expected.exists() else "Hello"
        assert parse(path.read_bytes()).text == wanted, path.name


@pytest.mark.parametrize(
    "quote",
    [
        "On Thu, 5 Mar 2026 at 10:02, Desk <desk@example.com> wrote:\n> Which network?",
        "On Thu, 5 Mar 2026 at 10:02, Desk\n<desk@example.com> wrote:\n\n> Which network?",
        "在 2026年3月5日星期四 10:02，Desk <desk@example.com> 写道：\n\n> 哪个网络？",
        "2026年3月5日(木) 10:02 Desk <desk@example.com>:\n> どのネットワーク？",
        "2026년 3월 5일 (목) 오전 10:02, Desk <desk@example.com>님이 작성:\n> 어느",
        "чт, 5 мар. 2026 г. в 10:02, Desk <desk@example.com>:\n> Какая сеть?",
        "El jue, 5 mar 2026 a las 10:02, Desk (<desk@example.com>) escribió:\n> ¿Qué red?",
        "Am 05.03.2026 um 10:02 schrieb Desk <desk@example.com>:\n> Welches Netz?",
        "في الخميس، 5 مارس 2026 في 10:02 كتب Desk <desk@example.com>:\n> أي شبكة؟",
        "From: Desk <desk@example.com>\nSent: Thursday, March 5, 2026 10:02 AM\nTo: Me\nSubject: Deposit\n\nWhich?",
        "差出人: Desk <desk@example.com>\n送信日時: 2026年3月5日 10:02\n宛先: Me\n件名: 入金\n\nどの？",
        "-----Original Message-----\nFrom: Desk <desk@example.com>\nSubject: Deposit\n\nWhich?",
        '------------------ 原始邮件 ------------------\n发件人: "Desk" <desk@example.com>;\n发送时间: 2026年3月5日\n\n哪个',
        "________________________________\nVon: Desk <desk@example.com>\nGesendet: 05.03.2026 10:02\nAn: Ich\n\nWelches?",
        "> Which network?\n> It matters.",
    ],
)
def test_quotes_are_known_by_their_shape(quote):
    assert split_text(f"TRON, I think.\n\n{quote}") == ("TRON, I think.", quote)


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nI sent 0.5 BTC at 10:02: it is missing.",
        "Address: bc1q…\nMemo: 77",
        "I did this:\n1. open\n2. send",
        "My mail is a@example.com: please write there.",
        "----\nA line above",
    ],
)
def test_what_is_no_quote_is_kept(text):
    assert split_text(text) == (text, "")


def test_an_answer_below_the_quote_is_kept():
    said, quoted = split_text("On 5 May 2026 at 10:00 Desk <a@b.example> wrote:\n> Which?\n\nTRON.")
    assert said == "TRON."
    assert "Which?" in quoted


def test_nothing_is_lost_when_all_is_quoted():
    assert split_text("> All of it\n> is quoted") == ("> All of it\n> is quoted", "")


@pytest.mark.parametrize(
    "page",
    [
        '<p>Hi</p><div class="gmail_quote">On … wrote: <blockquote>Old</blockquote></div>',
        '<p>Hi</p><blockquote type="cite">Old</blockquote>',
        '<p>Hi</p><div id="divRplyFwdMsg"><b>From:</b> x</div>',
        '<p>Hi</p><div class="moz-cite-prefix">On</div>',
        '<p>Hi</p><div id="appendonsend"></div>Old',
    ],
)
def test_html_quotes_are_cut_by_their_marks(page):
    assert split_html(page)[0] == "<p>Hi</p>"


@pytest.mark.parametrize(
    ("content", "claim", "text"),
    [
        ("提现".encode("gb18030"), "gb2312", "提现"),
        ("привет".encode("koi8-r"), "KOI8-R", "привет"),
        ("привет".encode("cp1251"), "windows-1251", "привет"),
        ("привет".encode(), "x-unknown", "привет"),
        (b"caf\xe9", "utf-8", "café"),
        (b"plain", "base64", "plain"),
        (b"plain", "undefined", "plain"),
        (b"plain", "\x00", "plain"),
        (b"a\x00b\x07c", "ascii", "abc"),
    ],
)
def test_a_charset_is_a_claim(content, claim, text):
    assert to_text(content, claim) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?b?0J/RgNC40LLQtdGC?=", "Привет"),
        ("=?x-bad?q?hello?=", "hello"),
        ("=?utf-8?b?!!!?=", None),
        ("two\r\n lines", "two lines"),
    ],
)
def test_a_header_never_breaks(raw, text):
    found = header_text(raw)
    assert found == text or text is None
    assert "\n" not in found


def head(**more):
    lines = {"From": "a@example.com", "Subject": "S", **more}
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


HTML = {"Content-Type": "text/html"}


def test_fault_24_poison_is_read_in_time():
    many = "".join(f"X-{n}: {'v' * 20}\n" for n in range(10_000))
    huge = head(Subject="S" * 1_000_000)
    cases = [
        head() + many + "\nBody",
        huge + "\nBody",
        "\x00" * 1000,
        "",
        "\n\n",
        "From: \n" * 5000,
        head(Date="??") + "\nB",
        head() + "\n" + "-" * 99_000 + "x\n",
        head() + "\n" + ("*" * 290 + "\n") * 300,
        head() + "\n" + "a" * 99_000 + "\n",
        head(**HTML) + "\n<div class=" * 6000,
        head(**HTML) + "\n" + "<" * 60_000 + "<hr class=gmail_quote>",
    ]
    for source in cases:
        start = time.perf_counter()
        mail = parse(source.encode())
        assert time.perf_counter() - start < 5
        assert len(mail.subject) <= 250


def nested(depth):
    top = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return head() + "MIME-Version: 1.0\n" + top + "Content-Type: text/plain\n\nDeep inside\n"


@pytest.mark.parametrize(("depth", "is_cut"), [(5, False), (1000, True)])
def test_fault_27_nesting_is_cut_and_the_text_kept(depth, is_cut):
    start = time.perf_counter()
    mail = parse(nested(depth).encode())
    assert time.perf_counter() - start < 5
    assert "Deep inside" in mail.text
    assert ("nesting_cut" in mail.flags) is is_cut


def test_fault_27_messages_inside_messages_end():
    inside = "".join("Content-Type: message/rfc822\n\n" for _ in range(1000))
    assert parse((head() + inside + "Content-Type: text/plain\n\nDeep").encode()).sender == "a@example.com"


def test_a_display_name_is_not_an_address():
    mail = parse(b'From: "victim@example.com" <attacker@evil.example>\nSubject: S\n\nHi')
    assert mail.sender == "attacker@evil.example"
