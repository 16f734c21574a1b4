"""A mail without its secrets, made before the mail is kept."""

from collections import Counter
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.policy import compat32
from html import escape
from io import BytesIO
from typing import Final

from helpdesk.lib.html import to_text
from helpdesk.lib.secrets import SEARCHED_BYTES, Kind, mask
from tickets.channels.email.charsets import header_text
from tickets.channels.email.parsing import BoundedMessage, BoundedParser, cut_headers, parts_of, text_of

# As written, or not read by people: a note would break them.
_LEFT: Final = frozenset(
    {"from", "sender", "to", "cc", "reply-to", "return-path", "message-id", "in-reply-to", "references"}
)
# Over the body as it was; they prove nothing any more.
_SIGNATURES: Final = ("dkim-signature", "arc-seal", "arc-message-signature", "arc-authentication-results")
# So much of one mail is searched, headers and texts in their order.
SEARCHED_IN_MAIL: Final = 4 * SEARCHED_BYTES
_AS_IT_CAME: Final = compat32.clone(max_line_length=None)


def mask_mail(raw: bytes) -> tuple[bytes, Counter[Kind]]:
    """The mail as it came when it holds no secret; else one of the same parts, in which only what held a secret is
    written anew. With it the kinds that were taken out."""
    parser = BoundedParser(_factory=BoundedMessage, policy=compat32)
    parser.feed(b"".join(cut_headers(raw)))
    message = parser.close()
    kinds: Counter[Kind] = Counter()
    left = SEARCHED_IN_MAIL
    for part in message.walk():
        kinds += _mask_headers(part)
    for part, _is_inside in parts_of(message):
        if part.get_content_maintype() == "text":
            found, size = _mask_text(part, min(left, SEARCHED_BYTES))
            kinds |= found
            left -= size
    if not kinds:
        return raw, kinds
    for name in _SIGNATURES:
        del message[name]
    return _written(message), kinds


def _mask_headers(part: Message) -> Counter[Kind]:
    """Subject, Thread-Topic and whatever else repeats what was written."""
    kinds: Counter[Kind] = Counter()
    for place, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
        named = name.lower()
        if named in _LEFT or named.startswith("content-"):
            continue
        masked = mask(header_text(value))
        if masked.kinds:
            part._headers[place] = (name, Header(" ".join(masked.text.split()), "utf-8").encode())  # type: ignore[attr-defined]
            kinds |= masked.kinds
    return kinds


def _mask_text(part: Message, most: int) -> tuple[Counter[Kind], int]:
    """Search the beginning of a text; HTML that holds a secret becomes its words, for tags may stand between them."""
    text = text_of(part)
    head, rest = text[:most], text[most:]
    is_html = part.get_content_type() == "text/html"
    masked = mask(to_text(head)) if is_html else mask(head)
    if masked.kinds:
        _write(part, f"<pre>{escape(masked.text)}</pre>" if is_html else masked.text + rest)
    return masked.kinds, len(head)


def _write(part: Message, text: str) -> None:
    del part["content-transfer-encoding"]
    part.set_payload(text.encode("utf-8", "replace").decode(), "utf-8")


def _written(message: Message) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=_AS_IT_CAME).flatten(message)
    return out.getvalue()
