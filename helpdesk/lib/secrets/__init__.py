"""The secret guard: what a customer must never send, found and taken out.

    find_secrets(text)   where the secrets are, of which kind, and whether a check sum proves it
    mask(text)           the text with each secret replaced by a fixed note, and which kinds were there

What it finds and by what mechanism: docs/secret-guard.md. The browser holds the same search in
static/js/lib/secrets/, and both are held to tests/lib/secrets/vectors.json.
"""

from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.masking import Masked, mask
from helpdesk.lib.secrets.searching import find_secrets

__all__ = ["Finding", "Kind", "Masked", "find_secrets", "mask"]
