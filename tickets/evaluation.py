"""How well mail is read, on real messages: `make evaluate ONLY=mail`."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from helpdesk.lib.measures import Measure, Skipped, evaluation
from tickets.channels.email import Kind, kind_of, parse, split_html
from tickets.channels.email.parsing import Parsed


@evaluation("mail")
def measure_mail() -> Iterator[Measure]:
    folder = Path(settings.VIGIL_DATA) / "mail"
    if not folder.is_dir():
        raise Skipped(f"{folder} is missing")
    yield from reading(folder)
    yield from machines(folder / "sisimai_bounces" / "bounces_dev.jsonl")
    yield from replies(folder / "talon")


def reading(folder: Path) -> Iterator[Measure]:
    """Real messages of nine parsers' own tests, many of them broken on purpose."""
    kept = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in {".jsonl", ".txt"}
    ]
    mails = [read_safely(path.read_bytes()) for path in kept if path.name != "SOURCE"]
    read = [mail for mail in mails if mail is not None]
    told = [mail for mail in read if mail.text or mail.attachments]
    yield Measure("mail.parsed", len(read) / len(mails), "share", 341 / 344, "stdlib email", goal=1.0)
    yield Measure("mail.text_or_files_kept", len(told) / len(mails), "share", goal=0.99)


def read_safely(raw: bytes) -> Parsed | None:
    try:
        return parse(raw)
    except Exception:
        return None


def machines(path: Path) -> Iterator[Measure]:
    """Bounces, abuse reports and automatic answers that must not become tickets."""
    rows = rows_of(path)
    automatic = [row for row in rows if not row["name"].startswith("not")]
    found = sum(kind_of(parse(row["raw"].encode("latin-1"))) is not Kind.HUMAN for row in automatic)
    yield Measure("mail.automatic_found", found / len(automatic), "share", 0.97, "headers alone", goal=0.98)


def rows_of(path: Path) -> list[dict[str, str]]:
    """JSON lines; only a newline ends one, for the raw mails inside hold every other separator."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def replies(folder: Path) -> Iterator[Measure]:
    """What was said, cut from what was quoted: plain mails exactly, HTML mails by what they begin with."""
    standard = sorted((folder / "standard_replies").glob("*.eml"))
    right = sum(parse(path.read_bytes()).text == wanted_of(path) for path in standard)
    yield Measure("mail.replies_exact", right / len(standard), "share", goal=1.0)
    pages = [row["html"] for row in rows_of(folder / "html_replies.jsonl")]
    cut = [split_html(page) for page in pages]
    said = [parse(b"Content-Type: text/html; charset=utf-8\n\n" + page.encode()).text for page in pages]
    clean = sum("Sasha" not in text and "Hi. I am fine." in text for text in said)
    yield Measure("mail.html_replies", clean / len(cut), "share", goal=1.0)


def wanted_of(path: Path) -> str:
    expected = path.with_name(f"{path.stem}_reply_text.txt")
    return expected.read_text().strip() if expected.exists() else "Hello"
