"""A mail without its secrets, made before the mail is kept."""

from collections import Counter
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from helpdesk.lib.html import to_text
from helpdesk.lib.secrets import Kind, mask
from tickets.channels.email.parsing import Attachment, parse

# Written anew with the new body; a signature over the old one proves nothing any more.
_LEFT_OUT: Final = ("content-", "mime-version", "subject", "dkim-signature", "arc-")
_FILES: Final = frozenset({"application", "audio", "image", "text", "video"})
_NOTHING: Final[Counter[Kind]] = Counter()


def mask_mail(raw: bytes) -> tuple[bytes, Counter[Kind]]:
    """The mail as it came when it holds no secret; else one with the same headers, the text and the files without
    the secrets, and no HTML. With it the kinds that were taken out."""
    mail = parse(raw)
    subject, text, quoted = mask(mail.subject), mask(mail.text), mask(mail.quoted)
    files = [_masked_file(file) for file in mail.attachments]
    kinds = sum((found for _file, found in files), subject.kinds + text.kinds + quoted.kinds)
    kinds = kinds or (mask(to_text(mail.html)).kinds if mail.html else _NOTHING)
    if not kinds:
        return raw, kinds
    body = f"{text.text}\n\n{quoted.text}".strip()
    return _rebuilt(raw, subject.text, body, [file for file, _found in files]), kinds


def _masked_file(file: Attachment) -> tuple[Attachment, Counter[Kind]]:
    if not file.claimed_type.startswith("text/"):
        return file, _NOTHING
    masked = mask(file.content.decode("utf-8", errors="surrogateescape"))
    content = masked.text.encode("utf-8", errors="surrogateescape")
    return Attachment(file.name, file.claimed_type, content), masked.kinds


def _rebuilt(raw: bytes, subject: str, body: str, files: list[Attachment]) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(subject.split())
    mail.set_content(body)
    for file in files:
        main, _slash, kind = file.claimed_type.partition("/")
        main, kind = (main, kind) if main in _FILES and kind else ("application", "octet-stream")
        mail.add_attachment(file.content, maintype=main, subtype=kind, filename=file.name)
    return _head(raw) + mail.as_bytes()


def _head(raw: bytes) -> bytes:
    """The mail's own headers, byte for byte, but for those that speak of its body."""
    lines = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].split(b"\n")
    kept: list[bytes] = []
    keeps = True
    for line in lines:
        if line[:1] not in (b" ", b"\t"):
            keeps = not line.lower().startswith(tuple(name.encode() for name in _LEFT_OUT))
        if keeps and line.strip():
            kept.append(line)
    return b"".join(line + b"\r\n" for line in kept)
