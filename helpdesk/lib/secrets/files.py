"""Secrets in uploaded text files."""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from helpdesk.lib.secrets.findings import Kind
from helpdesk.lib.secrets.masking import mask
from helpdesk.lib.uploads import Accepted


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
    text = file.file.read().decode("utf-8", errors="surrogateescape")
    masked = mask(text)
    if not masked.kinds:
        return file, masked.kinds
    content = masked.text.encode("utf-8", errors="surrogateescape")
    return replace(file, file=io.BytesIO(content), size=len(content)), masked.kinds
