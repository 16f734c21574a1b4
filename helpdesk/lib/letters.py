"""What every letter has in common, whichever app writes it: its sender, its id, its look, and when to try again."""

import secrets
import smtplib
from email.utils import parseaddr
from functools import lru_cache
from typing import Final

from css_inline import CSSInliner
from django.conf import settings

# Says of a mail that it is ours, so that one which comes back is known.
LOOP_HEADER: Final = "X-Support-Desk"
# Minutes before the second, third, … try; the last one again and again.
WAITS: Final = (1, 5, 15, 60, 120, 240)


def sender() -> str:
    """`Brand <support@…>`, unless the setting already names somebody."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"{name or settings.BRAND_NAME} <{address}>"


def new_mail_id() -> str:
    """A Message-ID of 160 random bits: who quotes it has read our letter."""
    return f"<{secrets.token_hex(20)}@{settings.SUPPORT_ADDRESS.rpartition('@')[2]}>"


@lru_cache(maxsize=1)
def inliner() -> CSSInliner:
    """Never fetches anything: a style sheet named in a letter stays unread."""
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def wait_minutes(attempts: int) -> int:
    """How long to wait after the `attempts`-th try failed."""
    return WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def is_permanent(error: Exception) -> bool:
    """5xx of any kind; a dropped connection or a 4xx may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))


def words_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
