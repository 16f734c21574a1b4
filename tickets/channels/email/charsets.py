"""Bytes to text whatever the sender claims: the claim first, then what fits, never an error."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

# What is claimed, and the wider set that holds what is really sent under that name.
WIDER = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874",
}
CODE_PAGE = re.compile(r"(?:windows|cp|win|x-cp|ibm)[-_ ]?(\d{3,5})")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def to_text(content: bytes, claimed: str = "") -> str:
    """Text without control characters; a claim that does not fit is passed over."""
    for name in (codec_of(claimed), "utf-8", "cp1252"):
        try:
            return clean(content.decode(name)) if name else clean(content.decode("utf-8"))
        except (UnicodeError, LookupError, ValueError):
            continue
    return clean(content.decode(codec_of(claimed) or "utf-8", "replace"))


def clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def codec_of(claimed: str) -> str:
    """Python's name of a text encoding, or nothing for one it does not have."""
    name = claimed.strip().strip("\"'").lower()
    name = WIDER.get(name, name)
    page = CODE_PAGE.fullmatch(name)
    name = f"cp{page[1]}" if page else name
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in {"undefined", "idna", "punycode"} else ""


def header_text(value: object, longest: int = 2000) -> str:
    """A header as people read it, on one line; encoded words are decoded where they can be."""
    raw = str(value or "")[: longest * 4]
    raw = raw if raw.isascii() else to_text(raw.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError):
        pieces = [(raw, None)]
    words = [to_text(piece, claim or "") if isinstance(piece, bytes) else piece for piece, claim in pieces]
    return " ".join(clean("".join(words)).split())[:longest]
