"""No secret is kept: what was given away by mistake is taken out before the row is written, and its giver is told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.html import to_text
from helpdesk.lib.secrets import Kind, Masked, mask, mask_files
from helpdesk.lib.uploads import Accepted
from tickets.letters import write_secret_warning
from tickets.models import Message, Ticket


@dataclass(frozen=True, slots=True)
class Safe:
    """What of a message may be kept, and the kinds of secret it came with."""

    body: str
    quoted: str
    html: str
    files: list[Accepted]
    kinds: Counter[Kind]
    title: Masked


def without_secrets(
    body: str, *, title: str = "", quoted: str = "", html: str = "", files: Iterable[Accepted] = ()
) -> Safe:
    """A mail's HTML goes altogether when a secret is in its words: tags may stand between them.

    The search takes its time: it is done before anything is locked.
    """
    said, answered = mask(body), mask(quoted)
    kept, in_files = mask_files(files)
    in_html = mask(to_text(html)).kinds if html else Counter[Kind]()
    kinds = said.kinds + answered.kinds + in_files
    return Safe(said.text, answered.text, "" if in_html else html, kept, kinds or in_html, mask(title))


def note_masked(ticket: Ticket, kinds: Counter[Kind], *, message: Message, author: User | None) -> None:
    """Record that a secret was taken out (never which), and write to a customer whose mail it was in."""
    if not kinds:
        return
    facts = {"seq": message.seq, "kinds": {str(kind): count for kind, count in kinds.items()}}
    record("secret.masked", ticket, actor=author, customer=ticket.requester, data=facts)
    if message.channel == Ticket.Channel.MAIL and author is not None and not author.is_staff:
        write_secret_warning(ticket, author)
