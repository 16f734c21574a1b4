"""A mail taken apart without trusting it: any charset, any nesting, any number of headers, in bounded work."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from helpdesk.lib import html as untrusted
from tickets.channels.email.charsets import header_text, to_text
from tickets.channels.email.quotes import split_html, split_text

DEEPEST = 20
MOST_PARTS = 200
MOST_IDS = 50
LONGEST_TEXT = 100_000
LONGEST_HTML = 1_000_000
HEADER_BYTES = 256 * 1024
ID = re.compile(r"<[^<>\s]{1,250}>")
FINAL = re.compile(rb"^(?:Status:\s*5\.|Action:\s*failed)|\b5\d\d[ -]5\.\d", re.MULTILINE | re.IGNORECASE)
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
RECIPIENTS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "resent-to",
    "x-forwarded-to",
)


class BoundedMessage(Message):
    """A part that, too deep down, is text to the parser however it calls itself."""

    depth = 0

    def get_content_type(self) -> str:
        return "text/plain" if self.depth > DEEPEST else super().get_content_type()


class BoundedParser(BytesFeedParser):
    """Tells each part how deep it lies."""

    def _new_message(self) -> None:
        super()._new_message()  # type: ignore[misc]
        self._cur.depth = len(self._msgstack)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Attachment:
    """A file of a mail, not inspected yet."""

    name: str
    claimed_type: str
    content: bytes


@dataclass
class Parsed:
    """What a mail says. `text` is what its author wrote, `quoted` what they answered to, `html` the whole as it looked."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    mail_id: str = ""
    references: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    text: str = ""
    quoted: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    returned_ids: list[str] = field(default_factory=list)
    is_final_report: bool = False

    def header(self, name: str) -> str:
        """The first header of this name, lower-cased name, or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    def has(self, name: str) -> bool:
        return any(key == name for key, _value in self.headers)


def parse(raw: bytes) -> Parsed:
    """Take a mail apart. Never raises for what a mail may contain."""
    parser = BoundedParser(_factory=BoundedMessage, policy=compat32)
    head, gap, body = cut_headers(raw)
    parser.feed(head + gap + body)
    message = parser.close()
    mail = Parsed(
        headers=[(str(key).lower()[:80], header_text(value)) for key, value in message.items()[:2000]]
    )
    if len(head) >= HEADER_BYTES:
        mail.flags.append("headers_cut")
    read_addresses(mail, message)
    mail.subject = mail.header("subject")[:250]
    mail.mail_id = next(iter(ID.findall(mail.header("message-id"))), "")[:300]
    named = f"{mail.header('in-reply-to')} {mail.header('references')}"
    mail.references = list(dict.fromkeys(ID.findall(named)))[-MOST_IDS:]
    read_body(mail, message)
    mail.returned_ids = list(dict.fromkeys(ID.findall(to_text(body[:LONGEST_TEXT]))))[:MOST_IDS]
    mail.is_final_report = bool(FINAL.search(body[:LONGEST_TEXT]))
    return mail


def cut_headers(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Headers, the gap, the body; headers beyond a quarter megabyte are dropped at a line's end."""
    gap = re.search(rb"\r?\n\r?\n", raw)
    head, middle, body = (raw[: gap.start()], gap[0], raw[gap.end() :]) if gap else (raw, b"", b"")
    if len(head) <= HEADER_BYTES:
        return head, middle, body
    kept = head[:HEADER_BYTES].rpartition(b"\n")[0]
    return kept.ljust(HEADER_BYTES), middle or b"\n\n", body


def read_addresses(mail: Parsed, message: Message) -> None:
    senders = getaddresses([str(value) for value in message.get_all("from", [])[:5]])
    real = [(name, address.lower()) for name, address in senders if is_address(address)]
    if len(real) > 1 or len(senders) > 1:
        mail.flags.append("several_senders")
    if len(real) == 1 and len(senders) == 1:
        mail.sender_name, mail.sender = header_text(real[0][0])[:120], real[0][1]
    for key, value in mail.headers:
        if key in RECIPIENTS:
            mail.recipients += [address.lower() for address in ADDRESS.findall(value)[:50]]


def is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254


def parts_of(message: Message) -> Iterator[tuple[Message, bool]]:
    """Leaves in reading order with whether they lie inside a forwarded message."""
    stack: list[tuple[Any, bool]] = [(message, False)]
    seen = 0
    while stack and seen < MOST_PARTS:
        part, is_inside = stack.pop()
        seen += 1
        payload = part.get_payload()
        if isinstance(payload, list):
            inside = is_inside or part.get_content_maintype() == "message"
            stack += [(child, inside) for child in reversed(payload) if isinstance(child, Message)]
        else:
            yield part, is_inside


def read_body(mail: Parsed, message: Message) -> None:
    texts, pages, forwarded = [], [], []
    for part, is_inside in parts_of(message):
        kind = part.get_content_type()
        mail.types.append(kind)
        if getattr(part, "depth", 0) > DEEPEST and "nesting_cut" not in mail.flags:
            mail.flags.append("nesting_cut")
        name = file_name(part)
        if is_inside or kind.startswith("message/"):
            forwarded.append(text_of(part) if kind == "text/plain" else "")
        elif name or kind not in {"text/plain", "text/html"}:
            mail.attachments.append(Attachment(name or "file", kind, content_of(part)))
        elif kind == "text/html":
            pages.append(text_of(part))
        else:
            texts.append(text_of(part))
    settle(mail, texts, pages, "\n\n".join(text for text in forwarded if text))


def settle(mail: Parsed, texts: list[str], pages: list[str], forwarded: str) -> None:
    """Choose what is the text: the plain part, else the page as text, else what was forwarded."""
    plain = "\n\n".join(text for text in texts if text.strip())
    mail.html = "\n".join(pages)[:LONGEST_HTML]
    if plain.strip():
        mail.text, mail.quoted = split_text(plain[:LONGEST_TEXT])
    elif mail.html:
        said, rest = split_html(mail.html)
        mail.text, mail.quoted = (
            untrusted.to_text(said).strip(),
            untrusted.to_text(rest).strip()[:LONGEST_TEXT],
        )
        if not mail.quoted:
            mail.text, mail.quoted = split_text(mail.text)
        mail.text = mail.text[:LONGEST_TEXT]
    if not mail.text and forwarded:
        mail.text = forwarded[:LONGEST_TEXT]
    if len(plain) > LONGEST_TEXT:
        mail.flags.append("text_cut")


def content_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, UnicodeError):
        content = None
    if isinstance(content, bytes):
        return content
    return str(part.get_payload() or "").encode("utf-8", "surrogateescape")


def text_of(part: Message) -> str:
    try:
        claimed = str(part.get_content_charset() or "")
    except (ValueError, LookupError, UnicodeError):
        claimed = ""
    return to_text(content_of(part), claimed)


def file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, UnicodeError, TypeError, AttributeError):
        name = "file"
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return header_text(name)[:200] if name else "file" if disposition.startswith("attachment") else ""
