"""Secrets in uploaded text files."""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from helpdesk.lib.secrets.findings import Kind
from helpdesk.lib.secrets.masking import mask
from helpdesk.lib.uploads import Accepted

# A text file is searched so far: longer ones are logs and exports, and the sender waits for the search.
SEARCHED_BYTES: Final = 256 * 1024


def mask_files(files: Iterable[Accepted]) -> tuple[list[Accepted], Counter[Kind]]:
    """The files, plain text without its secrets, and the kinds that were taken out."""
    kept: list[Accepted] = []
    kinds: Counter[Kind] = Counter()
    for file in files:
        clean, found = _masked(file) if file.kind == "text" else (file, Counter[Kind]())
        kept.append(clean)
        kinds += found
    return kept, kinds


def _masked(file: Accepted) -> tuple[Accepted, Counter[Kind]]:
    file.file.seek(0)
    masked, kinds = mask_bytes(file.file.read())
    return (replace(file, file=io.BytesIO(masked), size=len(masked)), kinds) if kinds else (file, kinds)


def mask_bytes(content: bytes, most: int = SEARCHED_BYTES) -> tuple[bytes, Counter[Kind]]:
    """A text file's content without the secrets of its first bytes; the rest stays as it is."""
    masked = mask(content[:most].decode("utf-8", errors="surrogateescape"))
    if not masked.kinds:
        return content, masked.kinds
    return masked.text.encode("utf-8", errors="surrogateescape") + content[most:], masked.kinds
