import json

import pytest

from helpdesk.lib import languages
from tests.lib.evaluation import evaluation_file


def test_the_interface_languages_are_in_the_table_and_arabic_is_right_to_left():
    assert [languages.get(code).code for code in languages.INTERFACE] == list(languages.INTERFACE)
    assert [code for code in languages.INTERFACE if languages.direction(code) == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("zh_CN", "zh-hans"), ("zh-CN", "zh-hans"), ("ZH-Hans", "zh-hans"), ("zh-Hans-CN", "zh-hans"), ("zh", "zh-hans"),
        ("zh-TW", "zh-hant"), ("zh_HK", "zh-hant"), ("zh-Hant-HK", "zh-hant"), ("pt_BR", "pt-br"), ("pt-PT", "pt"),
        ("en-GB", "en"), ("es-419", "es"), ("nb-no", "nb"), ("no", "nb"), ("iw", "he"), ("ru_RU.UTF-8", "ru"), ("xx-YY", "xx-yy"),
        ("", ""), ("../etc", ""), ("en\x00", ""), ("e" * 10_000, ""),
    ],
)  # fmt: skip
def test_canonical_reads_every_common_spelling(given, code):
    assert languages.canonical(given) == code


def test_only_exact_codes_are_known():
    assert languages.is_known("zh-hans")
    assert not any(map(languages.is_known, ("zh-CN", "ZH-HANS", "zz", "")))
    with pytest.raises(KeyError):
        languages.get("zz")


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("pt-br", ("pt-br", "pt", "es", "en")),
        ("zh-TW", ("zh-hant", "zh-hans", "en")),
        ("en", ("en",)),
        ("tlh", ("en",)),
    ],
)
def test_fallbacks_go_by_relatives_to_english(code, chain):
    assert languages.fallbacks(code) == chain


def test_every_fallback_is_in_the_table():
    for code in languages.LANGUAGES:
        assert all(map(languages.is_known, languages.fallbacks(code)))
        assert languages.fallbacks(code)[-1] == "en"


def test_direction_knows_strangers_by_script():
    assert (
        languages.direction("ckb") == languages.direction("az-Arab") == languages.direction("fa_IR") == "rtl"
    )
    assert languages.direction("tlh") == languages.direction("en") == "ltr"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我的提现为什么还没到账？", "zh-hans"), ("我的提現為什麼還沒到賬？", "zh-hant"), ("USDT 充值没到账", "zh-hans"),
        ("出金できません", "ja"), ("출금이 안 돼요", "ko"), ("ﾛｸﾞｲﾝできない", "ja"), ("Почему мой вывод ещё не пришёл?", "ru"),
        ("¿Por qué no ha llegado mi retiro todavía?", "es"), ("لماذا لم يصل السحب حتى الآن؟", "ar"),
        ("Why has my withdrawal not arrived yet?", "en"), ("ทำไมถอนเงินไม่ได้", "th"), ("मेरी निकासी क्यों नहीं आई", "hi"),
        ("Miért nem érkezett meg az utalásom?", "hu"),
    ],
)  # fmt: skip
def test_detect_reads_sentences(text, code):
    assert languages.detect(text, default="tr") == code


@pytest.mark.parametrize("text", ["", "   ", "ok", "0x52908400098527886E0F7030069857D2E4169EE7", "12345", "👍👍", "https://example.org/hilfe/konto", "\x00"])  # fmt: skip
def test_detect_keeps_what_we_knew_when_the_text_cannot_tell(text):
    assert languages.detect(text, default="ko") == "ko"


def test_kanji_alone_stay_japanese_for_a_japanese_account():
    assert languages.detect("出金申請", default="ja") == "ja"
    assert languages.detect("出金申請", default="en") in {"zh-hans", "zh-hant"}


def test_detect_is_right_on_public_sentences():
    rows = [
        json.loads(line)
        for line in evaluation_file("langid/lingua_testdata_dev.jsonl").open(encoding="utf-8")
    ]
    rows = [row for row in rows if row["kind"] == "sentences"]
    right = sum(_same(languages.detect(row["text"], default=""), row["lang"]) for row in rows)
    assert right / len(rows) > 0.94, f"{right} of {len(rows)}"


def _same(found, wanted):
    return found == languages.canonical(wanted) or (found == "zh-hant" and wanted == "zh")
