"""The secret guard: what a customer must never send, found and taken out.

    find_secrets(text)   where the secrets are, of which kind, and whether a check sum proves it
    mask(text)           the text with each secret replaced by a fixed note, and which kinds were there
    mask_files(files)    the same for plain text among uploaded files
    shown(text)          a kept text with its notes in the reader's language; was_masked(text) whether it has any

What it finds and by what mechanism: docs/secret-guard.md. The browser holds the same search in
static/js/lib/secrets/, and both are held to tests/lib/secrets/vectors.json.
"""

from helpdesk.lib.secrets.files import SEARCHED_BYTES, mask_files
from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.masking import Masked, mask, shown, was_masked
from helpdesk.lib.secrets.searching import find_secrets

__all__ = [
    "SEARCHED_BYTES",
    "Finding",
    "Kind",
    "Masked",
    "find_secrets",
    "mask",
    "mask_files",
    "shown",
    "was_masked",
]
