"""The IMAP mailbox: every mail in it is taken in once, whatever breaks in between."""

import logging
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from tickets.actions import receive_mail

log = logging.getLogger(__name__)
AT_ONCE = 200
SECONDS = 30


def poll(address: str) -> int:
    """Take in the unseen mails of `imaps://user:password@host/folder`; returns how many.

    A mail is marked as seen only after it is stored, and stored mails are known by their bytes: a lost connection
    or a renumbered mailbox brings a mail again, never twice into a ticket.
    """
    taken = 0
    with connected(address) as mailbox:
        numbers = mailbox.uids("UNSEEN")[:AT_ONCE]
        for number in numbers:
            raw = raw_of(mailbox, number)
            if not raw:
                log.warning("the mailbox did not give mail %s; it is left unseen", number)
                continue
            receive_mail(raw)
            taken += 1
            # Not `mailbox.flag`, which would also expunge what somebody else marked as deleted.
            mailbox.client.uid("store", number, "+FLAGS", "(\\Seen)")
    return taken


def connected(address: str) -> BaseMailBox:
    parts = urlsplit(address)
    is_safe = parts.scheme == "imaps"
    kind = MailBox if is_safe else MailBoxUnencrypted
    mailbox = kind(parts.hostname or "localhost", parts.port or (993 if is_safe else 143), timeout=SECONDS)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder)


def raw_of(mailbox: BaseMailBox, number: str) -> bytes:
    """The mail's bytes as the server has them, not as a library understands them; none when it gives none."""
    status, answer = mailbox.client.uid("fetch", number, "(BODY.PEEK[])")
    if status != "OK":
        return b""
    return next((part[1] for part in answer or () if isinstance(part, tuple)), b"")
