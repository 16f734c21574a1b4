"""Reading mail: bytes in, plain facts out. Nothing here writes; a mail is input and proves nobody's identity."""

from tickets.channels.email.kinds import Kind, kind_of
from tickets.channels.email.masking import mask_mail
from tickets.channels.email.parsing import Attachment, Parsed, parse
from tickets.channels.email.quotes import split_html, split_text

__all__ = ["Attachment", "Kind", "Parsed", "kind_of", "mask_mail", "parse", "split_html", "split_text"]
